using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Running;

/// <summary>Renders on a session. Templates are evaluated synchronously and wait for the database, so each gets a thread of its own meanwhile.</summary>
/// <param name="session">The session.</param>
/// <param name="tell">Receives what templates say.</param>
/// <param name="cancellationToken">Stops templates and the statements that they run.</param>
internal sealed class LateRendering(IWarehouseSession session, Action<TemplateMessage> tell, CancellationToken cancellationToken)
{
    /// <summary>SQL, rendered where it is deferred.</summary>
    public Task<CompiledSql> RenderAsync(StepSql sql) => sql.Compiled is { } known ? Task.FromResult(known) : RunAsync(sql.On);

    /// <summary>Anything that needs the session while templates are evaluated.</summary>
    public Task<T> RunAsync<T>(Func<LiveRendering, T> run) => Task.Factory.StartNew(
        () => run(new LiveRendering(new SessionWarehouse(session, cancellationToken), tell, cancellationToken)),
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

/// <summary>Renders what a plan has put off, for commands that run nothing.</summary>
public static class DeferredSql
{
    /// <summary>The plan with all of its SQL, as far as it is wanted; a node that cannot be rendered is a problem.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="warehouse">Where to look.</param>
    /// <param name="tell">Receives what templates say.</param>
    /// <param name="problems">Receives every error.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<Plan> RenderAsync(Plan plan, IWarehouse warehouse, Action<TemplateMessage> tell, Diagnostics.Problems problems, CancellationToken cancellationToken)
    {
        if (!plan.Steps.Any(HasDeferred)) return plan;
        await using var session = await warehouse.OpenSessionAsync(cancellationToken);
        var steps = System.Collections.Immutable.ImmutableArray.CreateBuilder<PlanStep>(plan.Steps.Length);
        foreach (var step in plan.Steps)
        {
            IWarehouseSession its = plan.Personal?.IsReadBy(step.Node) == true ? new DiscreetSession(session) : session;
            steps.Add(await RenderAsync(step, new LateRendering(its, tell, cancellationToken), problems));
        }

        return plan with { Steps = steps.ToImmutable() };
    }

    private static bool HasDeferred(PlanStep step) =>
        step.GatingTests.Any(test => test.Sql.IsDeferred) || step is PlanStep.OfQuery { Sql.IsDeferred: true } || step is PlanStep.RunTest { Test.Sql.IsDeferred: true }
        || step is PlanStep.ShowAnalysis { Sql.IsDeferred: true };

    private static async Task<PlanStep> RenderAsync(PlanStep step, LateRendering rendering, Diagnostics.Problems problems)
    {
        var gating = new List<PlannedTest>();
        foreach (var test in step.GatingTests) gating.Add(test with { Sql = await RenderAsync(test.Node, test.Sql, rendering, problems) });
        step = step with { GatingTests = [.. gating] };
        return step switch
        {
            PlanStep.OfQuery model => model with { Sql = await RenderAsync(model.Node, model.Sql, rendering, problems) },
            PlanStep.ShowAnalysis analysis => analysis with { Sql = await RenderAsync(analysis.Node, analysis.Sql, rendering, problems) },
            PlanStep.RunTest test => test with { Test = test.Test with { Sql = await RenderAsync(test.Node, test.Test.Sql, rendering, problems) } },
            _ => step,
        };
    }

    private static async Task<StepSql> RenderAsync(Node node, StepSql sql, LateRendering rendering, Diagnostics.Problems problems)
    {
        try
        {
            return StepSql.Of(await rendering.RenderAsync(sql));
        }
        catch (Diagnostics.DiagnosticException e)
        {
            var frame = new Diagnostics.DiagnosticFrame($"{NodeId.Word(node.Id.Kind)} {node.Name}, rendered against the database", node.Span);
            problems.Add(e.Diagnostic with { Frames = e.Diagnostic.Frames.Add(frame) });
            return sql;
        }
    }
}
