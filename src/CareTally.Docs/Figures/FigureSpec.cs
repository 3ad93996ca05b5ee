using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Diagnostics;

namespace CareTally.Docs.Figures;

/// <summary>What <c>meta: {figures: ...}</c> of a model asks for: a few rows of it, as a table and perhaps a chart.</summary>
public sealed record FigureSpec
{
    /// <summary>The model.</summary>
    public required NodeId Model { get; init; }

    /// <summary>What it shows.</summary>
    public required string Title { get; init; }

    /// <summary>The columns shown, in order; empty for all of them.</summary>
    public ImmutableArray<FigureColumn> Columns { get; init; } = [];

    /// <summary>SQL condition on the rows, or null.</summary>
    public string? Where { get; init; }

    /// <summary>How rows are ordered.</summary>
    public ImmutableArray<FigureOrder> OrderBy { get; init; } = [];

    /// <summary>Rows shown at most.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>How it is drawn, or null for a table only.</summary>
    public FigureChart? Chart { get; init; }

    /// <summary>Where it is asked for.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>Rows shown where nothing is said.</summary>
    public const int DefaultLimit = 60;

    /// <summary>Rows that can be asked for.</summary>
    public const int LargestLimit = 1000;

    internal string What => $"figure '{Title}'";
}

/// <summary>How a column's values are written.</summary>
public enum ValueFormat
{
    /// <summary>As they are, numbers with separators.</summary>
    Number,

    /// <summary>A share: 0.81 is written 81.0 %.</summary>
    Percent,

    /// <summary>Seconds.</summary>
    Seconds,
}

/// <summary>A column of a figure.</summary>
/// <param name="Name">Column of the model.</param>
/// <param name="Label">Its heading.</param>
/// <param name="Format">How its values are written.</param>
/// <param name="Decimals">Digits behind the point; null for what suits the format.</param>
public sealed record FigureColumn(string Name, string Label, ValueFormat Format = ValueFormat.Number, int? Decimals = null)
{
    internal static FigureColumn Of(string name) => new(name, Humanize(name));

    internal static string Humanize(string name)
    {
        var words = name.Replace('_', ' ').Trim();
        return words.Length == 0 ? name : char.ToUpperInvariant(words[0]) + words[1..];
    }
}

/// <summary>One term of an order.</summary>
/// <param name="Column">Column of the model.</param>
/// <param name="IsDescending">Largest first.</param>
public sealed record FigureOrder(string Column, bool IsDescending);

/// <summary>What a chart is made of.</summary>
public enum ChartKind
{
    /// <summary>Lines.</summary>
    Line,

    /// <summary>Bars.</summary>
    Bar,
}

/// <summary>How a figure is drawn.</summary>
/// <param name="Kind">Lines or bars.</param>
/// <param name="X">Column along the axis.</param>
/// <param name="Y">Columns drawn, each a series.</param>
/// <param name="SplitBy">Column whose values make a series each, or null.</param>
public sealed record FigureChart(ChartKind Kind, string X, ImmutableArray<string> Y, string? SplitBy);

/// <summary>A figure with its values.</summary>
public sealed record Figure
{
    /// <summary>What was asked for.</summary>
    public required FigureSpec Spec { get; init; }

    /// <summary>The columns shown, in order.</summary>
    public ImmutableArray<FigureColumn> Columns { get; init; } = [];

    /// <summary>Cells as <see cref="Core.Warehouses.QueryResult"/> has them.</summary>
    public ImmutableArray<ImmutableArray<object?>> Rows { get; init; } = [];

    /// <summary>Whether there are more rows than the figure shows.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Columns left out because they are marked <c>pii</c>; their values were not read.</summary>
    public ImmutableArray<string> HiddenColumns { get; init; } = [];

    /// <summary>Whether the model's relation exists; where it does not, there are no values.</summary>
    public bool Exists { get; init; } = true;

    /// <summary>Index of a column, or -1.</summary>
    internal int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (Columns[i].Name.Equals(column, StringComparison.OrdinalIgnoreCase)) return i;
        }

        return -1;
    }
}
