using System.Collections.Immutable;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>A table that keeps every state that the rows of a query have had.</summary>
public sealed record SnapshotNode : RelationNode
{
    /// <summary>How changes are found and kept.</summary>
    public required SnapshotRules Rules { get; init; }

    /// <summary>What it keeps the states of.</summary>
    public required SnapshotQuery Query { get; init; }
}

/// <summary>What a snapshot keeps the states of: a block in a SQL file, or the relation that a property file names.</summary>
/// <param name="Template">The file of the block, or the query of the relation.</param>
/// <param name="Block">The block, or null for a relation.</param>
/// <param name="Span">The block's text, or the place of the relation.</param>
public sealed record SnapshotQuery(Template Template, MacroDefinition? Block, SourceSpan Span)
{
    /// <summary>The query as a template.</summary>
    public string Text => Block is null ? Template.Source.Text : Block.BodySpan.Text;
}

/// <summary>What becomes of a row whose key is no longer in the source.</summary>
public enum HardDeletes
{
    /// <summary>Nothing: it stays current.</summary>
    Ignore,

    /// <summary>It ends when the snapshot is taken.</summary>
    Invalidate,

    /// <summary>It ends, and a row that says so begins.</summary>
    NewRecord,
}

/// <summary>How a snapshot finds changes and keeps them.</summary>
public sealed record SnapshotRules
{
    /// <summary>What stands for the rules of a snapshot that is switched off or has errors.</summary>
    public static readonly SnapshotRules None = new() { Strategy = "", UniqueKey = [] };

    /// <summary><c>timestamp</c>, <c>check</c>, or the name of a strategy of the project or a package.</summary>
    public required string Strategy { get; init; }

    /// <summary>The columns or expressions that tell rows apart.</summary>
    public required ImmutableArray<string> UniqueKey { get; init; }

    /// <summary>What becomes of rows that are gone.</summary>
    public HardDeletes HardDeletes { get; init; }

    /// <summary>The names of the columns that are added.</summary>
    public SnapshotColumns Columns { get; init; } = new();

    /// <summary>The columns that a snapshot of these rules has besides its query's.</summary>
    public ImmutableArray<string> AddedColumns =>
        [Columns.ScdId, Columns.UpdatedAt, Columns.ValidFrom, Columns.ValidTo, .. HardDeletes == HardDeletes.NewRecord ? [Columns.IsDeleted] : ImmutableArray<string>.Empty];

    /// <summary>What becomes of rows that are gone, in dbt's word.</summary>
    public string HardDeletesWord => HardDeletes switch
    {
        HardDeletes.Invalidate => "invalidate",
        HardDeletes.NewRecord => "new_record",
        _ => "ignore",
    };
}

/// <summary>The names of the columns that a snapshot adds.</summary>
public sealed record SnapshotColumns
{
    /// <summary>dbt's names, which are the keys of <c>snapshot_meta_column_names</c>.</summary>
    public static readonly ImmutableArray<string> Keys = ["dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to", "dbt_is_deleted"];

    /// <summary>Tells the states of all rows apart.</summary>
    public string ScdId { get; init; } = Keys[0];

    /// <summary>When the row was changed in the source.</summary>
    public string UpdatedAt { get; init; } = Keys[1];

    /// <summary>Since when the state holds.</summary>
    public string ValidFrom { get; init; } = Keys[2];

    /// <summary>Until when it held.</summary>
    public string ValidTo { get; init; } = Keys[3];

    /// <summary>Whether the row was gone.</summary>
    public string IsDeleted { get; init; } = Keys[4];

    internal DictValue ToValue() => new(new Dictionary<string, Value>
    {
        [Keys[0]] = ScdId,
        [Keys[1]] = UpdatedAt,
        [Keys[2]] = ValidFrom,
        [Keys[3]] = ValidTo,
        [Keys[4]] = IsDeleted,
    });
}
