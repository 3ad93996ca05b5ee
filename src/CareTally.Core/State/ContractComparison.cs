using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Templating.Values;

namespace CareTally.Core.State;

/// <summary>Compares the columns that an enforced contract promises.</summary>
internal static class ContractComparison
{
    /// <summary>Whether what is promised is what it was.</summary>
    public static bool AreSame(Node node, JsonElement old)
    {
        var isEnforced = node.Config.Get("contract")?.Value.AsObject is DictValue contract && contract["enforced"].IsTruthy;
        var wasEnforced = JsonFields.Find(old, "config", "contract", "enforced") is { ValueKind: JsonValueKind.True };
        if (isEnforced != wasEnforced) return false;
        return !isEnforced || Columns(old).SequenceEqual(node.Columns.Select(column => (column.Name, Type: column.DataType ?? "")).Order());
    }

    private static IEnumerable<(string Name, string Type)> Columns(JsonElement old) =>
        JsonFields.Find(old, "columns") is { ValueKind: JsonValueKind.Object } columns
            ? columns.EnumerateObject().Select(column => (column.Name, JsonFields.Text(column.Value, "data_type") ?? "")).Order()
            : [];
}
