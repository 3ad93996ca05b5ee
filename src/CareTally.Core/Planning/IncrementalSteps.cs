using System.Collections.Immutable;
using System.Globalization;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Planning;

/// <summary>Makes the steps of incremental models: built anew, changed in place, or made in batches.</summary>
internal sealed class IncrementalSteps(NodeScopes scopes, IncrementalModels models, PlanOptions options)
{
    /// <summary>The step of a model, without what it waits for and its tests.</summary>
    public PlanStep StepFor(NodeCompiler compiler, ModelNode model)
    {
        var config = IncrementalConfig.Read(model, scopes.Manifest.Macros);

        // What is only looked at is not cut.
        return config.Microbatch is { } microbatch && options.RunsHooks ? Batches(compiler, model, config, microbatch) : Single(compiler, model, config, null, models.IsChangedInPlace(model));
    }

    /// <summary>Whether a node is made in batches. Each is published when it is made, so its tests cannot decide about that: they follow.</summary>
    public static bool IsInBatches(Node node) =>
        node is ModelNode { Materialization: Materialization.Incremental } && node.Config.Text("incremental_strategy") == Contexts.IncrementalStrategies.Microbatch;

    private PlanStep.RunBatches Batches(NodeCompiler compiler, ModelNode model, IncrementalConfig config, MicrobatchConfig microbatch)
    {
        var again = options.Batches.GetValueOrDefault(model.Id);
        var isThere = models.IsChangedInPlace(model) || again is not null;
        var now = scopes.Manifest.Project.Options.StartedAt;
        if (again is null) microbatch.RequireFew(model, now, options.EventTimes, isThere);
        var windows = again is null ? Due() : WindowsOf(again.Failed);
        if (windows.IsEmpty) throw new DiagnosticException(IncrementalProblems.NoBatches, model.Config.Get("begin")?.Span ?? model.Span, model.Id, microbatch.Begin.UtcDateTime.ToString("u", CultureInfo.InvariantCulture), now.UtcDateTime.ToString("u", CultureInfo.InvariantCulture));
        ImmutableArray<PlannedBatch> batches = [.. windows.Select((window, i) => new PlannedBatch(window, Single(compiler, model, config, window, isThere || i > 0)))];
        return new PlanStep.RunBatches
        {
            Node = model,
            Target = model.Relation,
            Sql = batches[^1].Step.Sql,
            Batches = batches,
            Made = again is null ? [] : WindowsOf(again.Successful),
            BuildsAnew = !isThere,
        };

        // A first build that was killed has left a table that looks like a whole one.
        ImmutableArray<EventWindow> Due()
        {
            var due = microbatch.WindowsOf(now, options.EventTimes, isThere);
            return isThere && options.EventTimes is null && options.LeftBatches.GetValueOrDefault(model.Id) is { } left
                ? [.. due.Concat(WindowsOf(left.Failed)).DistinctBy(window => window.Start).OrderBy(window => window.Start)]
                : due;
        }

        ImmutableArray<EventWindow> WindowsOf(ImmutableArray<EventTimes> batches) => [.. batches.Select(times => new EventWindow(times.Start, times.End, microbatch.Size))];
    }

    private PlanStep.OfQuery Single(NodeCompiler compiler, ModelNode model, IncrementalConfig config, EventWindow? window, bool isInPlace) => isInPlace
        ? new PlanStep.ChangeModel(new NodeMacros(model, scopes, window))
        {
            Node = model,
            Target = model.Relation,
            Sql = compiler.Plan(model, window, window is null ? null : isInPlace),
            Config = config,
        }
        : new PlanStep.BuildModel
        {
            Node = model,
            Target = model.Relation,
            Kind = RelationKind.Table,
            Sql = compiler.Plan(model, window, window is null ? null : isInPlace),
            Indexes = Indexes.Of(model, scopes),
        };
}
