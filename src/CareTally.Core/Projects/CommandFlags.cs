using System.Collections.Immutable;

namespace CareTally.Core.Projects;

/// <summary>What templates can know of the command, under <c>flags</c>.</summary>
public sealed record CommandFlags
{
    /// <summary>The command: <c>build</c>, <c>run</c>, <c>compile</c> and so on.</summary>
    public string Command { get; init; } = "parse";

    /// <summary>The words behind the program's name, as given; empty where nothing was typed.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The command as it was typed, or its name.</summary>
    public string InvocationCommand => Arguments.IsEmpty ? $"tally {Command}" : $"tally {string.Join(' ', Arguments)}";

    /// <summary>Whether everything is to be built anew.</summary>
    public bool FullRefresh { get; init; }

    /// <summary>Whether the rows that tests find are kept.</summary>
    public bool StoreFailures { get; init; }

    /// <summary>Whether relations are built without rows.</summary>
    public bool Empty { get; init; }

    /// <summary>The time of the rows that models read; null for all.</summary>
    public EventTimes? Sample { get; init; }

    /// <summary>Whether warnings are errors.</summary>
    public bool WarnError { get; init; }

    /// <summary>Whether the first failure ends the run.</summary>
    public bool FailFast { get; init; }

    /// <summary>Which tests come along with what is selected.</summary>
    public string IndirectSelection { get; init; } = "eager";

    /// <summary>Whether traces are shown.</summary>
    public bool Debug { get; init; }
}
