using System.Collections.Immutable;
using System.Text;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Compares what a model's query returns with what its contract says, before anything is made.</summary>
internal static class ContractCheck
{
    private sealed record Mismatch(string Column, string Definition, string Contract, string Reason, SourceSpan? Span);

    /// <summary>The columns to make, in the contract's order.</summary>
    /// <exception cref="DiagnosticException">They differ, a type of the contract does not exist, or the query is wrong.</exception>
    public static async Task<ImmutableArray<Column>> RequireAsync(PlannedContract contract, CompiledSql query, IWarehouseSession session, CancellationToken cancellationToken)
    {
        var model = contract.Model;
        var promised = await TypesAsync(contract, session, cancellationToken);
        var returned = await DescribeAsync(query, model, session, cancellationToken);
        var mismatches = Compare(model, promised, returned);
        if (mismatches.Count == 0) return Agreed(model, promised, returned);
        var span = mismatches.Select(mismatch => mismatch.Span).FirstOrDefault(at => at is not null) ?? model.Contract.Span ?? model.Span;
        throw new DiagnosticException(Diagnostic.Of(RunProblems.ContractBroken, span, model.Id, Table(mismatches)) with
        {
            Hint = $"change the query in {model.Path}, or the contract in {(model.Contract.Span ?? span).Source.Path}",
        });
    }

    private static List<Mismatch> Compare(ModelNode model, ImmutableArray<Column> promised, ImmutableArray<Column> returned)
    {
        var mismatches = new List<Mismatch>();
        for (var i = 0; i < promised.Length; i++)
        {
            var (column, span) = (promised[i], model.Columns[i].TypeSpan);
            if (Find(returned, column.Name) is not { } other) mismatches.Add(new Mismatch(column.Name, "", column.DataType, "missing in the query", span));
            else if (Base(other.DataType) != Base(column.DataType)) mismatches.Add(new Mismatch(column.Name, other.DataType, column.DataType, "another type", span));
        }

        mismatches.AddRange(returned.Where(column => Find(promised, column.Name) is null).Select(column => new Mismatch(column.Name, column.DataType, "", "missing in the contract", null)));
        return mismatches;
    }

    // Where the contract leaves a decimal's size open, the query's own is kept: nothing is rounded in silence.
    private static ImmutableArray<Column> Agreed(ModelNode model, ImmutableArray<Column> promised, ImmutableArray<Column> returned) =>
        [.. promised.Select((column, i) => IsSized(model.Columns[i]) ? column : column with { DataType = Find(returned, column.Name)!.DataType })];

    private static bool IsSized(NodeColumn column) => column.DataType!.Contains('(', StringComparison.Ordinal);

    private static Column? Find(ImmutableArray<Column> columns, string name) =>
        columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    // Size, precision and scale are no part of the promise; what a struct or list holds is.
    private static string Base(string type)
    {
        var at = type.IndexOf('(', StringComparison.Ordinal);
        return at >= 0 && type[..at] is "DECIMAL" && type.EndsWith(')') ? "DECIMAL" : type;
    }

    private static async Task<ImmutableArray<Column>> DescribeAsync(CompiledSql query, ModelNode model, IWarehouseSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await session.DescribeAsync(query.Text, cancellationToken);
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            throw new DiagnosticException(SqlDiagnostics.For(e, query, model.Span), e);
        }
    }

    private static async Task<ImmutableArray<Column>> TypesAsync(PlannedContract contract, IWarehouseSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await session.DescribeAsync(PlannedContract.TypesQuery(contract.Model.Columns), cancellationToken);
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            throw await UnknownTypeAsync(contract, e, session, cancellationToken);
        }
    }

    // One by one, to say which it is.
    private static async Task<DiagnosticException> UnknownTypeAsync(PlannedContract contract, WarehouseException error, IWarehouseSession session, CancellationToken cancellationToken)
    {
        foreach (var column in contract.Model.Columns)
        {
            try
            {
                await session.DescribeAsync(PlannedContract.TypesQuery([column]), cancellationToken);
            }
            catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
            {
                return new DiagnosticException(Diagnostic.Of(RunProblems.BadContractType, column.TypeSpan, column.DataType, column.Name, e.Message.Split('\n')[0].TrimEnd()) with { Hint = e.Hint }, e);
            }
        }

        return new DiagnosticException(Diagnostic.Of(RunProblems.SqlFailed, contract.Model.Contract.Span, error.Message) with { Hint = error.Hint }, error);
    }

    private static string Table(List<Mismatch> mismatches)
    {
        string[][] rows = [["column", "definition", "contract", "reason"], .. mismatches.Select(mismatch => new[] { mismatch.Column, mismatch.Definition, mismatch.Contract, mismatch.Reason })];
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
            text.Append("\n    ").Append(string.Join(" | ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd(' '));
        return text.ToString();
    }
}
