using System.Collections.Immutable;
using CareTally.Core.Projects.Configs;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Projects.Versions;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>One thing of the project that others can depend on or that can be run.</summary>
public abstract record Node
{
    /// <summary>Its identity.</summary>
    public required NodeId Id { get; init; }

    /// <summary>The package (project) it belongs to.</summary>
    public required string Package { get; init; }

    /// <summary>Its name, as <c>ref()</c> and selectors use it.</summary>
    public required string Name { get; init; }

    /// <summary>Package, folders and name: what selectors match.</summary>
    public required ImmutableArray<string> Fqn { get; init; }

    /// <summary>The file that defines it, relative to the project's root.</summary>
    public required string Path { get; init; }

    /// <summary>The property file that describes it, or null.</summary>
    public string? PropertiesPath { get; init; }

    /// <summary>Where it is defined.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>Its merged configuration.</summary>
    public required NodeConfig Config { get; init; }

    /// <summary>Markdown; empty where there is none.</summary>
    public string Description { get; init; } = "";

    /// <summary>The docs blocks that its description names, by their unique ids.</summary>
    public ImmutableArray<string> DocBlocks { get; init; } = [];

    /// <summary>The columns that its property file describes, in that order.</summary>
    public ImmutableArray<NodeColumn> Columns { get; init; } = [];

    /// <summary>The nodes it reads, each once, in the order first named.</summary>
    public ImmutableArray<NodeId> DependsOn { get; init; } = [];

    /// <summary>Labels for selection.</summary>
    public ImmutableArray<string> Tags => Config.Tags;

    /// <summary>The group it belongs to, or null.</summary>
    public string? Group => Config.Text("group");
}

/// <summary>A described column.</summary>
/// <param name="Name">Column.</param>
/// <param name="DataType">As the property file gives it, or null.</param>
/// <param name="Description">Markdown; empty where there is none.</param>
/// <param name="Meta">Free-form metadata.</param>
/// <param name="Tags">Labels.</param>
public sealed record NodeColumn(string Name, string? DataType, string Description, DictValue Meta, ImmutableArray<string> Tags)
{
    /// <summary>What must hold for its values.</summary>
    public ImmutableArray<Constraint> Constraints { get; init; } = [];

    /// <summary>The docs blocks that its description names, by their unique ids.</summary>
    public ImmutableArray<string> DocBlocks { get; init; } = [];

    /// <summary>Whether SQL quotes its name.</summary>
    public bool IsQuoted { get; init; }

    /// <summary>Whether files of a source may be without it: it is null there.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Where its type is written, or its name where it has no type.</summary>
    public SourceSpan? TypeSpan { get; init; }
}

/// <summary>A node that stands for a relation in the warehouse.</summary>
public abstract record RelationNode : Node
{
    /// <summary>Where it lives.</summary>
    public required Relation Relation { get; init; }

    /// <summary>How old its newest row may be, or null where nothing is required.</summary>
    public FreshnessRules? Freshness { get; init; }
}

/// <summary>How a model comes to exist.</summary>
public enum Materialization
{
    /// <summary>A stored query.</summary>
    View,

    /// <summary>Stored rows, made anew at each run.</summary>
    Table,

    /// <summary>Stored rows, made at the first run and changed in place by those that follow.</summary>
    Incremental,

    /// <summary>Nothing stored: the query is put into those that read it.</summary>
    Ephemeral,

    /// <summary>What a <c>{% materialization %}</c> block of the project or a package does.</summary>
    Custom,
}

/// <summary>A templated query.</summary>
public sealed record ModelNode : RelationNode
{
    /// <summary>How it comes to exist.</summary>
    public required Materialization Materialization { get; init; }

    /// <summary>The block that makes it, where its materialization is a custom one; otherwise null.</summary>
    public Macro? MaterializedBy { get; init; }

    /// <summary>The query.</summary>
    public required Template Template { get; init; }

    /// <summary>Which version of the model this is; null for a model without versions.</summary>
    public ModelVersion? Version { get; init; }

    /// <summary>The version that <c>ref()</c> means where it names none; null for a model without versions.</summary>
    public ModelVersion? LatestVersion { get; init; }

    /// <summary>Whether it is the version that <c>ref()</c> means where it names none.</summary>
    public bool IsLatestVersion => Version is not null && Version == LatestVersion;

    /// <summary>The view that points to this version, as it is the latest; null for none.</summary>
    public Relation? LatestPointer { get; init; }

    /// <summary>When it is given up, or null.</summary>
    public DeprecationDate? DeprecationDate { get; init; }

    /// <summary>Who may refer to it.</summary>
    public ModelAccess Access { get; init; } = ModelAccess.Protected;

    /// <summary>What it promises of its columns.</summary>
    public ModelContract Contract { get; init; } = ModelContract.None;

    /// <summary>Constraints of the whole model.</summary>
    public ImmutableArray<Constraint> Constraints { get; init; } = [];

    /// <summary>The name, with the version where it has one: <c>customers.v2</c>.</summary>
    public string NameWithVersion => Version is null ? Name : $"{Name}.{Version}";
}

/// <summary>A CSV file that is loaded into a table.</summary>
public sealed record SeedNode : RelationNode
{
    /// <summary>The file, absolute.</summary>
    public required string File { get; init; }

    /// <summary>Declared types by column; the others are inferred from the data.</summary>
    public required IReadOnlyDictionary<string, string> ColumnTypes { get; init; }

    /// <summary>What separates fields.</summary>
    public required string Delimiter { get; init; }
}

/// <summary>A table or file that exists before tally runs.</summary>
public sealed record SourceNode : RelationNode
{
    /// <summary>The source it belongs to, for example <c>talkdesk</c>.</summary>
    public required string SourceName { get; init; }

    /// <summary>What the source is about; empty where nothing is said.</summary>
    public string SourceDescription { get; init; } = "";

    /// <summary>What loads it, as its properties say; empty where they do not.</summary>
    public string Loader { get; init; } = "";

    /// <summary>Free-form metadata of the source as a whole.</summary>
    public DictValue SourceMeta { get; init; } = new();

    /// <summary>Its schema as its property file writes it, or null where it says nothing.</summary>
    public string? UnrenderedSchema { get; init; }

    /// <summary>Its database as its property file writes it, or null where it says nothing.</summary>
    public string? UnrenderedDatabase { get; init; }

    /// <summary>The files it is read from, or null where it is a table in the warehouse.</summary>
    public ExternalFiles? External { get; init; }
}

/// <summary>Files that a query reads in place.</summary>
/// <param name="Location">Path or glob relative to the project's root, or a URL.</param>
/// <param name="Format">csv, json, jsonl or parquet.</param>
/// <param name="Options">Further options of DuckDB's reader.</param>
/// <param name="IsOptional">Whether there may be no file: the source then has its declared columns and no rows.</param>
/// <param name="Span">Where the location is written.</param>
public sealed record ExternalFiles(string Location, string Format, DictValue Options, bool IsOptional, SourceSpan Span)
{
    /// <summary>What share of the rows may be set aside because they cannot be read; null where such a row fails what reads it.</summary>
    public double? MaxUnreadableShare { get; init; }
}

/// <summary>A query that finds rows that should not be.</summary>
public sealed record DataTestNode : Node
{
    /// <summary>Below how many, and what happens.</summary>
    public required DataTestRules Rules { get; init; }

    /// <summary>The name, or a short form of it where it is too long for a file or a relation.</summary>
    public required string Alias { get; init; }

    /// <summary>Where the rows it finds are kept; null where they are only counted.</summary>
    public FailureStore? Store { get; init; }

    /// <summary>The query of a singular test, or null.</summary>
    public Template? Template { get; init; }

    /// <summary>The use of a generic test, or null.</summary>
    public GenericTestUse? Generic { get; init; }
}

/// <summary>Where the rows are kept that a test finds.</summary>
/// <param name="Relation">Made anew at each run of the test.</param>
/// <param name="Kind">The rows themselves, or a query that finds them again.</param>
public sealed record FailureStore(Relation Relation, RelationKind Kind);

/// <summary>A query that is compiled and never run.</summary>
public sealed record AnalysisNode : Node
{
    /// <summary>The query.</summary>
    public required Template Template { get; init; }
}

/// <summary>A generic test applied to a relation or one of its columns.</summary>
public sealed record GenericTestUse
{
    /// <summary>The generic test, for example <c>not_null</c>.</summary>
    public required string TestName { get; init; }

    /// <summary>The package it was named with, or null.</summary>
    public string? Package { get; init; }

    /// <summary>The node it stands under.</summary>
    public required NodeId Subject { get; init; }

    /// <summary>The column, or null for a test of the whole relation.</summary>
    public string? Column { get; init; }

    /// <summary>The column as SQL writes it: quoted where its properties say so.</summary>
    public string? ColumnSql { get; init; }

    /// <summary>The other arguments; strings may be templates.</summary>
    public required DictValue Arguments { get; init; }
}

/// <summary>dbt's knobs of a data test.</summary>
public sealed record DataTestRules
{
    /// <summary>What holds for a test that says nothing.</summary>
    public static readonly DataTestRules Default = new();

    /// <summary>Whether failures only warn.</summary>
    public bool IsWarning { get; init; }

    /// <summary>Comparison that makes it a warning, for example <c>&gt; 10</c>.</summary>
    public string WarnIf { get; init; } = "!= 0";

    /// <summary>Comparison that makes it a failure.</summary>
    public string ErrorIf { get; init; } = "!= 0";

    /// <summary>Expression that counts failures.</summary>
    public string FailCalc { get; init; } = "count(*)";

    /// <summary>Condition that restricts the rows looked at, or null.</summary>
    public string? Where { get; init; }

    /// <summary>Rows of failures to look for at most, or null.</summary>
    public int? Limit { get; init; }
}
