using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Makes a relation that holds a contract, under its pending name: a table with the contract's columns and constraints, or a view.</summary>
internal sealed class ContractBuild(PlannedContract contract, Publisher publisher, RelationKind kind, SqlDiagnostics diagnostics)
{
    /// <summary>What was run to make it.</summary>
    /// <exception cref="DiagnosticException">The query does not return what the contract says, or its rows break a constraint.</exception>
    public async Task<CompiledSql> RunAsync(CompiledSql query, IWarehouseSession session, CancellationToken cancellationToken)
    {
        (query, var columns) = await new ContractCheck(contract, diagnostics).RequireAsync(query, session, cancellationToken);
        var create = kind == RelationKind.View
            ? publisher.CreatePending(query)
            : PlannedContract.Fill(publisher.Pending, columns, query).Wrap($"{publisher.PreparePending(contract.CreateTable(publisher.Pending, columns), query)};\n", "");
        try
        {
            await session.ExecuteAsync(create.Text, cancellationToken);
            return create;
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            throw new DiagnosticException(ContractViolations.For(e, contract, publisher.Pending) ?? diagnostics.For(e, create, contract.Model), e);
        }
    }
}
