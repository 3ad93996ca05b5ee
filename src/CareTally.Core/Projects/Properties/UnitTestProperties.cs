using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Properties;

/// <summary>An entry of <c>unit_tests:</c>: of a model, of a snapshot, or of a macro.</summary>
internal sealed record UnitTestProperties
{
    public required string Name { get; init; }
    public required SourceSpan Span { get; init; }

    /// <summary>The model that is tested; null where something else is.</summary>
    public YamlScalar? Model { get; init; }

    /// <summary>The snapshot that is tested; null where something else is.</summary>
    public YamlScalar? Snapshot { get; init; }

    /// <summary>The versions of the model that are tested, or those that are not; null for all.</summary>
    public VersionsProperties? Versions { get; init; }

    /// <summary>The macro that is tested; null where something else is.</summary>
    public YamlScalar? Macro { get; init; }

    public YamlScalar? Description { get; init; }
    public ImmutableArray<GivenProperties> Given { get; init; } = [];
    public required ExpectProperties Expect { get; init; }

    /// <summary>What the macro is called with: a list, or a mapping of names.</summary>
    public YamlNode? Arguments { get; init; }

    public ImmutableArray<YamlEntry> Macros { get; init; } = [];
    public ImmutableArray<YamlEntry> Vars { get; init; } = [];
    public ImmutableArray<YamlEntry> EnvironmentVariables { get; init; } = [];
    public ImmutableArray<YamlMapping> Configs { get; init; } = [];
}

/// <param name="Input">A ref, a source, or <c>this</c>.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record GivenProperties(YamlScalar Input, RowsProperties Rows);

/// <param name="Rows">The rows expected; null where a text is.</param>
/// <param name="Text">The text expected of a macro, or null.</param>
/// <param name="Span">Where it stands.</param>
internal sealed record ExpectProperties(RowsProperties? Rows, YamlScalar? Text, SourceSpan Span)
{
    /// <summary>Where the table is expected to have the rows, when the model has changed it; null where the query is to give them.</summary>
    public SourceSpan? AfterTable { get; init; }
}

/// <param name="Named">Versions.</param>
/// <param name="AreExcluded">Whether all but these are meant.</param>
internal sealed record VersionsProperties(ImmutableArray<YamlScalar> Named, bool AreExcluded);

/// <summary>Rows as a property file gives them.</summary>
internal sealed record RowsProperties
{
    /// <summary><c>dict</c>, <c>csv</c> or <c>sql</c>.</summary>
    public required string Format { get; init; }

    /// <summary>A list of mappings, or a text; null where a fixture has them or nothing does.</summary>
    public YamlNode? Rows { get; init; }

    /// <summary>The file that has them, or null.</summary>
    public YamlScalar? Fixture { get; init; }

    public required SourceSpan Span { get; init; }
}
