using System.Collections.Immutable;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Rows given to a model, and the rows expected of it; or a call of a macro, and what it is expected to give.</summary>
public sealed record UnitTestNode : Node
{
    /// <summary>The model or snapshot that is tested; null where a macro is.</summary>
    public NodeId? Model { get; init; }

    /// <summary>The macro that is tested; null where a model or snapshot is.</summary>
    public Macro? Macro { get; init; }

    /// <summary>The version of the model, where it has versions.</summary>
    public string? Version { get; init; }

    /// <summary>Whether the rows are those of the table after the model or snapshot has changed it, not those that its query gives.</summary>
    public bool ExpectsTable { get; init; }

    /// <summary>The name of what is tested.</summary>
    public string Subject => Model is { } model ? model.Name.Split('.')[1] : Macro!.Name;

    /// <summary>What the model reads.</summary>
    public ImmutableArray<UnitTestInput> Given { get; init; } = [];

    /// <summary>The rows expected; null where a text is.</summary>
    public UnitTestRows? Expected { get; init; }

    /// <summary>The text expected of the macro; null where rows are.</summary>
    public string? ExpectedText { get; init; }

    /// <summary>What the macro is called with by place.</summary>
    public ImmutableArray<Value> Positional { get; init; } = [];

    /// <summary>What the macro is called with by name.</summary>
    public IReadOnlyDictionary<string, Value> Named { get; init; } = new Dictionary<string, Value>();

    /// <summary>Names that mean something else while the template is rendered.</summary>
    public required UnitTestOverrides Overrides { get; init; }
}

/// <summary>What means something else in a unit test.</summary>
/// <param name="Macros">What calls of these macros return; a name may have its package in front.</param>
/// <param name="Vars">Variables.</param>
/// <param name="EnvironmentVariables">Environment variables.</param>
public sealed record UnitTestOverrides(
    IReadOnlyDictionary<string, Value> Macros, IReadOnlyDictionary<string, Value> Vars, IReadOnlyDictionary<string, Value> EnvironmentVariables);

/// <summary>One input of a unit test.</summary>
/// <param name="Node">What is read; null for the tested model's own relation, <c>this</c>.</param>
/// <param name="Text">As it is written.</param>
/// <param name="Span">Where.</param>
/// <param name="Rows">Its rows; null for the file of a seed.</param>
public sealed record UnitTestInput(NodeId? Node, string Text, SourceSpan Span, UnitTestRows? Rows);

/// <summary>Rows of a unit test.</summary>
/// <param name="Rows">In order; empty where <paramref name="Sql"/> gives them.</param>
/// <param name="Sql">A query that gives them, or null.</param>
/// <param name="Span">Where they stand.</param>
public sealed record UnitTestRows(ImmutableArray<ImmutableArray<UnitTestCell>> Rows, string? Sql, SourceSpan Span)
{
    /// <summary>The columns that any row names, in the order first named; case does not matter.</summary>
    public ImmutableArray<UnitTestCell> Columns => [.. Rows.SelectMany(row => row).DistinctBy(cell => cell.Column, StringComparer.OrdinalIgnoreCase)];
}

/// <summary>One value of a row.</summary>
/// <param name="Column">Its column.</param>
/// <param name="Value">The value: none for null.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="ColumnSpan">Where its column is named.</param>
public sealed record UnitTestCell(string Column, Value Value, SourceSpan Span, SourceSpan ColumnSpan);
