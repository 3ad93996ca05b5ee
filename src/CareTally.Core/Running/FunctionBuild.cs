using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Makes one function. Runs in the step's transaction: callers see the old one, then the new one.</summary>
internal sealed class FunctionBuild(PlanStep.MakeFunction step, SqlDiagnostics diagnostics, LiveRendering live)
{
    /// <exception cref="DiagnosticException">It cannot be made; the transaction is to be rolled back.</exception>
    public void Run(CompiledSql body)
    {
        if (body.Header is { } header) Execute(CompiledSql.Of(header));
        Execute(step.Macros.Statement(live, body));
        if (PersistedDocs.CommentOn(step.Function, step.Target) is { } comment && step.Macros.StandIn is null) Execute(CompiledSql.Of(comment));
    }

    private void Execute(CompiledSql sql)
    {
        try
        {
            live.Warehouse.Execute(sql.Text);
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            throw new DiagnosticException(diagnostics.For(e, sql, step.Node), e);
        }
    }
}
