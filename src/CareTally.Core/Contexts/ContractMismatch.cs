using System.Text;
using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <summary>A column in which a query and a contract differ.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Definition">Its type in the query; empty where it is not there.</param>
/// <param name="Contract">Its type in the contract; empty where it is not there.</param>
internal sealed record ContractMismatch(string Column, string Definition, string Contract)
{
    public string Reason => Definition.Length == 0 ? "missing in the query" : Contract.Length == 0 ? "missing in the contract" : "another type";

    /// <summary>All of them as a table, on lines of its own.</summary>
    public static string Table(IEnumerable<ContractMismatch> mismatches)
    {
        string[][] rows = [["column", "definition", "contract", "reason"], .. mismatches.Select(mismatch => new[] { mismatch.Column, mismatch.Definition, mismatch.Contract, mismatch.Reason })];
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows) text.Append("\n    ").Append(string.Join(" | ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd(' '));
        return text.ToString();
    }

    /// <summary>What differs between two lists of columns as <c>format_columns</c> gives them.</summary>
    public static IEnumerable<ContractMismatch> Between(Value contract, Value definition)
    {
        var (promised, returned) = (TypesOf(contract), TypesOf(definition));
        foreach (var (name, type) in promised)
        {
            var other = returned.GetValueOrDefault(name, "");
            if (other != type) yield return new ContractMismatch(name, other, type);
        }

        foreach (var (name, type) in returned.Where(column => !promised.ContainsKey(column.Key))) yield return new ContractMismatch(name, type, "");
    }

    private static Dictionary<string, string> TypesOf(Value columns) => (columns.As<ListValue>()?.Items ?? []).Select(column => column.As<DictValue>()).OfType<DictValue>()
        .DistinctBy(column => column["name"].ToText(), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(column => column["name"].ToText(), column => column["data_type"].ToText(), StringComparer.OrdinalIgnoreCase);
}
