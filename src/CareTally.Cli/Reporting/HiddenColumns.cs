using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;

namespace CareTally.Cli.Reporting;

/// <summary>Masks personal data in rows that are printed: the values of columns marked <c>pii</c>.</summary>
internal sealed class HiddenColumns(Manifest manifest, Catalog catalog)
{
    private const string Mask = "***";

    /// <summary>The rows, without the values of such columns; what is null is shown to be.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="node">Whose query returned them.</param>
    /// <param name="messages">Says which columns were masked.</param>
    public QueryResult Hide(QueryResult rows, Node node, Messages messages)
    {
        var ofSubject = ColumnsOfSubject(node);
        var hidden = rows.Columns.Select(column => manifest.Personal.Hides(node, column.Name, ofSubject)).ToArray();
        if (!hidden.Contains(true)) return rows;
        var names = rows.Columns.Where((_, i) => hidden[i]).Select(column => column.Name).Distinct(StringComparer.OrdinalIgnoreCase);
        messages.Remark($"Personal data is masked in {string.Join(", ", names)}; --show-pii of 'tally show' prints it");
        return rows with
        {
            Columns = [.. rows.Columns.Select((column, i) => hidden[i] ? column with { DataType = "VARCHAR" } : column)],
            Rows = [.. rows.Rows.Select(row => row.Select((cell, i) => hidden[i] && cell is not null ? Mask : cell)).Select(cells => cells.ToArray()).Select(System.Collections.Immutable.ImmutableArray.Create)],
        };
    }

    private HashSet<string> ColumnsOfSubject(Node node)
    {
        if (node is not DataTestNode { Generic: { } use }) return [];
        var subject = manifest.Nodes[use.Subject];
        var found = subject is RelationNode { Relation: var relation } ? catalog.Find(relation)?.Columns.Select(column => column.Name) : null;
        return (found ?? []).Concat(subject.Columns.Select(column => column.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}
