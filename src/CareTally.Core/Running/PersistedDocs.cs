using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Templating.Values;

namespace CareTally.Core.Running;

/// <summary>Writes a node's descriptions into the database as comments, where its config <c>persist_docs</c> asks for it.</summary>
internal static class PersistedDocs
{
    /// <summary>Whether a node wants any of its descriptions in the database.</summary>
    public static bool AreWantedBy(Node node) => Wants(node, "relation") || Wants(node, "columns");

    /// <summary>The statements; empty where there is nothing to say. Columns that are described and do not exist are left out.</summary>
    /// <param name="node">The node.</param>
    /// <param name="target">Its relation.</param>
    /// <param name="kind">Table or view.</param>
    /// <param name="columns">The columns that the relation has.</param>
    public static string StatementsFor(Node node, Relation target, RelationKind kind, ImmutableArray<Column> columns)
    {
        var statements = new List<string>();
        if (Wants(node, "relation") && node.Description.Length > 0)
            statements.Add($"comment on {(kind == RelationKind.View ? "view" : "table")} {target.ToSql()} is {SqlText.Literal(node.Description)}");
        if (!Wants(node, "columns")) return string.Join(";\n", statements);
        foreach (var described in node.Columns.Where(column => column.Description.Length > 0))
        {
            if (columns.FirstOrDefault(column => column.Name.Equals(described.Name, StringComparison.OrdinalIgnoreCase)) is { } column)
                statements.Add($"comment on column {target.ToSql()}.{SqlText.Identifier(column.Name)} is {SqlText.Literal(described.Description)}");
        }

        return string.Join(";\n", statements);
    }

    /// <summary>The statement that describes a function; null where that is not wanted, or there is nothing to say.</summary>
    public static string? CommentOn(FunctionNode function, Relation target) => Wants(function, "relation") && function.Description.Length > 0
        ? $"comment on macro {(function.Kind == FunctionKind.Table ? "table " : "")}{target.ToSql()} is {SqlText.Literal(function.Description)}"
        : null;

    /// <summary>The columns that are described, whose descriptions are wanted, and that the relation does not have.</summary>
    /// <param name="node">The node.</param>
    /// <param name="columns">The columns that the relation has.</param>
    public static IEnumerable<string> MissingColumns(Node node, ImmutableArray<Column> columns) =>
        Wants(node, "columns") ? node.Columns.Select(column => column.Name).Where(name => !columns.Any(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) : [];

    private static bool Wants(Node node, string what) => node.Config.Get("persist_docs")?.Value.AsObject is DictValue wanted && wanted[what].IsTruthy;
}
