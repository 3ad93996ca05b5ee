using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>What a snapshot's <c>updated_at</c> has to be for states to follow each other in time.</summary>
internal sealed class SnapshotMoment(SnapshotNode node)
{
    private static readonly HashSet<string> NeverMoments = new(StringComparer.OrdinalIgnoreCase) { "BOOLEAN", "TIME", "TIME WITH TIME ZONE", "INTERVAL", "BLOB", "BIT", "UUID" };

    private readonly string? _updatedAt = node.Rules.Strategy is "timestamp" or "check" ? node.Config.Text("updated_at") : null;

    /// <summary>Looks at the type of <c>updated_at</c>.</summary>
    /// <param name="columns">The columns of the query.</param>
    /// <param name="describe">Tells the type of an expression over the query's columns.</param>
    /// <returns>What is worth a warning, or null.</returns>
    /// <exception cref="DiagnosticException">It is nothing that could be put in order with the moment of a run.</exception>
    public Diagnostic? Look(ImmutableArray<Column> columns, Func<string, string> describe)
    {
        if (_updatedAt is null) return null;
        var type = columns.FirstOrDefault(column => column.Name.Equals(_updatedAt.Trim('"'), StringComparison.OrdinalIgnoreCase))?.DataType ?? describe(_updatedAt);
        var column = new ColumnValue(_updatedAt, type);
        if (column.IsText) return Of(RunProblems.SnapshotTextMoment, type, $"make a moment of it in the query: cast({_updatedAt} as timestamp) as {_updatedAt}");
        if (column.IsNumber && node.Rules.HardDeletes != HardDeletes.Ignore)
            throw new DiagnosticException(Of(RunProblems.SnapshotNoMoment, type, $"hard_deletes: {node.Rules.HardDeletesWord} ends states at the moment of the run: make a timestamp of it in the query, for example with to_timestamp({_updatedAt})"));
        if (NeverMoments.Contains(type) || type.EndsWith(']') || type.StartsWith("STRUCT(", StringComparison.Ordinal) || type.StartsWith("MAP(", StringComparison.Ordinal))
            throw new DiagnosticException(Of(RunProblems.SnapshotNoMoment, type, "name a column that says when the row was last changed; where there is none, use strategy: check without updated_at"));
        return null;
    }

    private Diagnostic Of(DiagnosticKind kind, string type, string hint) =>
        Diagnostic.Of(kind, node.Config.Get("updated_at")?.Span ?? node.Span, _updatedAt!, node.Name, type) with { Hint = hint };
}
