using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects.Properties;
using CareTally.Templating.Values;

namespace CareTally.Core.State;

/// <summary>Compares the columns and constraints that an enforced contract promises.</summary>
internal static class ContractComparison
{
    /// <summary>Whether what is promised is what it was.</summary>
    public static bool AreSame(Node node, JsonElement old)
    {
        var isEnforced = node.Config.Get("contract")?.Value.AsObject is DictValue contract && contract["enforced"].IsTruthy;
        var wasEnforced = JsonFields.Find(old, "config", "contract", "enforced") is { ValueKind: JsonValueKind.True };
        if (isEnforced != wasEnforced) return false;
        return !isEnforced || (Columns(old).SequenceEqual(node.Columns.Select(column => (column.Name, Type: column.DataType ?? "")).Order())
            && Constraints(old).SequenceEqual(Constraints(node)));
    }

    // Of the model itself and of each of its columns, as one text each.
    private static IEnumerable<string> Constraints(Node node)
    {
        var ofModel = node is ModelNode model ? model.Constraints.Select(constraint => TextOf("", constraint)) : [];
        return ofModel.Concat(node.Columns.SelectMany(column => column.Constraints.Select(constraint => TextOf(column.Name, constraint)))).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Constraints(JsonElement old)
    {
        var ofColumns = JsonFields.Find(old, "columns") is { ValueKind: JsonValueKind.Object } columns
            ? columns.EnumerateObject().SelectMany(column => ListOf(column.Value).Select(constraint => TextOf(column.Name, constraint)))
            : [];
        return ListOf(old).Select(constraint => TextOf("", constraint)).Concat(ofColumns).Order(StringComparer.Ordinal);
    }

    private static JsonElement.ArrayEnumerator ListOf(JsonElement owner) => JsonFields.Find(owner, "constraints") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static string TextOf(string column, Constraint constraint) =>
        string.Join('|', [column, Constraint.Word(constraint.Kind), constraint.Expression ?? "", constraint.To ?? "", .. constraint.Columns, "to", .. constraint.ToColumns]);

    private static string TextOf(string column, JsonElement constraint) => string.Join(
        '|',
        [
            column, JsonFields.Text(constraint, "type") ?? "", JsonFields.Text(constraint, "expression") ?? "", JsonFields.Text(constraint, "to") ?? "",
            .. JsonFields.Texts(constraint, "columns"), "to", .. JsonFields.Texts(constraint, "to_columns"),
        ]);

    private static IEnumerable<(string Name, string Type)> Columns(JsonElement old) =>
        JsonFields.Find(old, "columns") is { ValueKind: JsonValueKind.Object } columns
            ? columns.EnumerateObject().Select(column => (column.Name, JsonFields.Text(column.Value, "data_type") ?? "")).Order()
            : [];
}
