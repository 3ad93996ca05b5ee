using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Turns what a database says about compiled SQL into a diagnostic about the template, or about the file that the SQL reads.</summary>
/// <param name="root">The project's folder, which files are named relative to.</param>
public sealed class SqlDiagnostics(string root)
{
    /// <summary>The diagnostic; it points to the node's file where the database gave no position.</summary>
    /// <param name="error">What the database said.</param>
    /// <param name="sql">The statement it said it about.</param>
    /// <param name="node">The node that was run.</param>
    /// <param name="otherwise">Where to point where the database gave no position; the node itself by default.</param>
    public Diagnostic For(WarehouseException error, CompiledSql sql, Node node, SourceSpan? otherwise = null)
    {
        var inFile = error.Place is { } place ? FileSpans.Find(place, root) : null;
        var span = inFile ?? (error.Position is { } position ? sql.OriginOf(position) : null) ?? otherwise ?? node.Span;
        var message = inFile is null ? error.Message.TrimEnd() : error.Place!.Reason;
        if (error.Class is { } name && !message.StartsWith(name, StringComparison.Ordinal)) message = $"{name}: {message}";
        var candidates = error.Candidates.IsEmpty ? null : $"did you mean {string.Join(" or ", error.Candidates.Select(candidate => $"'{candidate}'"))}?";
        var isElsewhere = span.Source.Path != node.Span.Source.Path;
        return Diagnostic.Of(RunProblems.SqlFailed, span, message) with
        {
            Hint = OfColumn(node) ?? error.Hint ?? candidates,
            Frames = isElsewhere ? [new DiagnosticFrame($"{NodeId.Word(node.Id.Kind)} {node.Name}", node.Span)] : [],
        };
    }

    // Written into a test's SQL as it stands: the database then says something about a word, or about parts of the name.
    private static string? OfColumn(Node node) =>
        node is DataTestNode { Generic.ColumnSql: { } column } && ColumnNames.NeedsQuotes(column) && column.IndexOfAny(['"', '(', '\'', ':']) < 0
            ? $"'{column}' is a column in SQL only where it is quoted: write  quote: true  beside the column's name"
            : null;
}
