using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Compares what a model's query returns with what its contract says, before anything is made.</summary>
internal sealed class ContractCheck(PlannedContract contract, SqlDiagnostics diagnostics)
{
    /// <summary>The columns to make, in the contract's order, and the query as it is to be run: its header has been run by then.</summary>
    /// <exception cref="DiagnosticException">They differ, a type of the contract does not exist, or the query is wrong.</exception>
    public async Task<(CompiledSql Query, ImmutableArray<Column> Columns)> RequireAsync(CompiledSql query, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (query.Header is { } header) query = await RunHeaderAsync(header, query, session, cancellationToken);
        var model = contract.Model;
        var promised = await TypesAsync(session, cancellationToken);
        var returned = await DescribeAsync(query, session, cancellationToken);
        var mismatches = Compare(promised, returned);
        if (mismatches.Count == 0) return (query, Agreed(model, promised, returned));
        var first = model.Columns.FirstOrDefault(column => mismatches.Exists(mismatch => mismatch.Column == column.Name));
        var span = first?.TypeSpan ?? model.Contract.Span ?? model.Span;
        throw new DiagnosticException(Diagnostic.Of(RunProblems.ContractBroken, span, model.Id, ContractMismatch.Table(mismatches)) with
        {
            Hint = $"change the query in {model.Path}, or the contract in {(model.Contract.Span ?? span).Source.Path}",
        });
    }

    private async Task<CompiledSql> RunHeaderAsync(string header, CompiledSql query, IWarehouseSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync(header, cancellationToken);
            return query with { Header = null };
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            throw new DiagnosticException(diagnostics.For(e, CompiledSql.Of(header), contract.Model), e);
        }
    }

    private static List<ContractMismatch> Compare(ImmutableArray<Column> promised, ImmutableArray<Column> returned)
    {
        var mismatches = new List<ContractMismatch>();
        foreach (var column in promised)
        {
            var other = Find(returned, column.Name);
            if (other is null || Base(other.DataType) != Base(column.DataType)) mismatches.Add(new ContractMismatch(column.Name, other?.DataType ?? "", column.DataType));
        }

        mismatches.AddRange(returned.Where(column => Find(promised, column.Name) is null).Select(column => new ContractMismatch(column.Name, column.DataType, "")));
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

    private async Task<ImmutableArray<Column>> DescribeAsync(CompiledSql query, IWarehouseSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await session.DescribeAsync(query.Text, cancellationToken);
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            throw new DiagnosticException(diagnostics.For(e, query, contract.Model), e);
        }
    }

    private async Task<ImmutableArray<Column>> TypesAsync(IWarehouseSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await session.DescribeAsync(PlannedContract.TypesQuery(contract.Model.Columns), cancellationToken);
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            throw await UnknownTypeAsync(e, session, cancellationToken);
        }
    }

    // One by one, to say which it is.
    private async Task<DiagnosticException> UnknownTypeAsync(WarehouseException error, IWarehouseSession session, CancellationToken cancellationToken)
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
}
