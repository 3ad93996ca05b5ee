using System.Collections.Immutable;

namespace CareTally.SampleData;

/// <summary>The systems whose exports can be written.</summary>
public static class SampleSystems
{
    /// <summary>Their names, as in the project's variable <c>systems</c>.</summary>
    public static ImmutableArray<string> Names { get; } = ["talkdesk", "zendesk"];
}
