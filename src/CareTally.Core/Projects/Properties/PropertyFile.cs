using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Properties;

/// <summary>A property file: what YAML says about models, seeds, sources, macros and tests.</summary>
internal sealed record PropertyFile
{
    public required ProjectFile File { get; init; }
    public ImmutableArray<ResourceProperties> Models { get; init; } = [];
    public ImmutableArray<ResourceProperties> Seeds { get; init; } = [];
    public ImmutableArray<SourceProperties> Sources { get; init; } = [];
    public ImmutableArray<ResourceProperties> Analyses { get; init; } = [];
    public ImmutableArray<SnapshotProperties> Snapshots { get; init; } = [];
    public ImmutableArray<FunctionProperties> Functions { get; init; } = [];
    public ImmutableArray<MacroProperties> Macros { get; init; } = [];
    public ImmutableArray<GroupProperties> Groups { get; init; } = [];
    public ImmutableArray<ExposureProperties> Exposures { get; init; } = [];

    public ImmutableArray<UnitTestProperties> UnitTests { get; init; } = [];

    /// <summary>Descriptions and configs of singular tests.</summary>
    public ImmutableArray<ResourceProperties> SingularTests { get; init; } = [];
}

/// <summary>What YAML says about one model, seed, source table, analysis or singular test.</summary>
internal sealed record ResourceProperties
{
    public required string Name { get; init; }

    /// <summary>Where the name stands.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>Markdown, before <c>doc()</c> calls in it are resolved.</summary>
    public YamlScalar? Description { get; init; }

    public ImmutableArray<ColumnProperties> Columns { get; init; } = [];
    public ImmutableArray<DataTestProperties> DataTests { get; init; } = [];

    /// <summary>Config mappings, from the most general to the most specific.</summary>
    public ImmutableArray<YamlMapping> Configs { get; init; } = [];

    /// <summary>Which version of a model it describes; null for one without versions.</summary>
    public VersionProperties? Version { get; init; }

    /// <summary>Where the version is written.</summary>
    public SourceSpan? VersionSpan { get; init; }

    public DeprecationDate? DeprecationDate { get; init; }

    /// <summary>Constraints of a model as a whole.</summary>
    public ImmutableArray<Constraint> Constraints { get; init; } = [];

    /// <summary>The name, and the version where there is one: what identifies it in its package.</summary>
    public string FullName => Version is null ? Name : $"{Name}.{Version.Version}";
}

/// <summary>When a model is given up.</summary>
/// <param name="Date">The day, or the moment.</param>
/// <param name="Span">Where it is written.</param>
public sealed record DeprecationDate(DateTimeOffset Date, SourceSpan Span);

internal sealed record ColumnProperties
{
    public required string Name { get; init; }
    public required SourceSpan Span { get; init; }
    public string? DataType { get; init; }

    /// <summary>Where the type is written, or the name where there is none.</summary>
    public SourceSpan TypeSpan { get; init; }

    public ImmutableArray<Constraint> Constraints { get; init; } = [];
    public YamlScalar? Description { get; init; }

    /// <summary>Whether the name is quoted in tests.</summary>
    public bool IsQuoted { get; init; }

    /// <summary>Whether files of a source may be without it.</summary>
    public bool IsOptional { get; init; }

    public ImmutableArray<string> Tags { get; init; } = [];
    public YamlMapping? Meta { get; init; }
    public ImmutableArray<DataTestProperties> DataTests { get; init; } = [];
}

/// <summary>The use of a generic test.</summary>
internal sealed record DataTestProperties
{
    /// <summary>The package named before the dot, or null.</summary>
    public string? Package { get; init; }

    /// <summary>The generic test, for example <c>not_null</c>.</summary>
    public required string TestName { get; init; }

    /// <summary>The name given to this use, or null for one made from its arguments.</summary>
    public string? CustomName { get; init; }

    public YamlScalar? Description { get; init; }

    /// <summary>Arguments for the test's macro, without model and column.</summary>
    public ImmutableArray<YamlEntry> Arguments { get; init; } = [];

    public ImmutableArray<YamlEntry> Config { get; init; } = [];
    public required SourceSpan Span { get; init; }
}

internal sealed record SourceProperties
{
    public required string Name { get; init; }
    public required SourceSpan Span { get; init; }
    public YamlScalar? Description { get; init; }
    public YamlScalar? Database { get; init; }
    public YamlScalar? Schema { get; init; }
    public string? Loader { get; init; }
    public ImmutableArray<YamlMapping> Configs { get; init; } = [];
    public ImmutableArray<SourceTableProperties> Tables { get; init; } = [];
}

/// <param name="Resource">What every described thing has.</param>
/// <param name="Identifier">The table's name in the database, where it differs.</param>
/// <param name="Loader">What loads it, where it differs from the source's.</param>
internal sealed record SourceTableProperties(ResourceProperties Resource, YamlScalar? Identifier, string? Loader);

/// <param name="Resource">What every described thing has.</param>
/// <param name="Relation">What the snapshot keeps the states of, as an expression; null where a block in a SQL file says it.</param>
internal sealed record SnapshotProperties(ResourceProperties Resource, YamlScalar? Relation);

/// <param name="Resource">What every described thing has.</param>
/// <param name="Signature">What it takes and gives.</param>
internal sealed record FunctionProperties(ResourceProperties Resource, FunctionSignature Signature);

/// <param name="Name">Macro.</param>
/// <param name="Description">Markdown.</param>
/// <param name="Span">Where the name stands.</param>
internal sealed record MacroProperties(string Name, YamlScalar? Description, SourceSpan Span);
