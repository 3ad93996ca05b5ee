using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Makes a relation that holds a contract, under its pending name: a table with the contract's columns and constraints, or a view.</summary>
internal sealed class ContractBuild(PlannedContract contract, Publisher publisher, RelationKind kind)
{
    /// <exception cref="DiagnosticException">The query does not return what the contract says, or its rows break a constraint.</exception>
    public async Task RunAsync(CompiledSql query, IWarehouseSession session, CancellationToken cancellationToken)
    {
        var columns = await ContractCheck.RequireAsync(contract, query, session, cancellationToken);
        if (kind == RelationKind.View)
        {
            await ExecuteAsync(publisher.CreatePending(query), session, cancellationToken);
            return;
        }

        await ExecuteAsync(CompiledSql.Of(publisher.PreparePending(contract.CreateTable(publisher.Pending, columns))), session, cancellationToken);
        await ExecuteAsync(PlannedContract.Fill(publisher.Pending, columns, query), session, cancellationToken);
    }

    private async Task ExecuteAsync(CompiledSql sql, IWarehouseSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync(sql.Text, cancellationToken);
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            throw new DiagnosticException(ContractViolations.For(e, contract, publisher.Pending) ?? SqlDiagnostics.For(e, sql, contract.Model.Contract.Span ?? contract.Model.Span), e);
        }
    }
}
