using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Planning;

/// <summary>Decides what a run does, and compiles it: the sixth stage of the pipeline. Writes nothing.</summary>
public static class Planner
{
    /// <summary>The plan for a selection.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="selection">The nodes asked for; of them, only the kinds that the command runs become steps.</param>
    /// <param name="catalog">What the warehouse holds.</param>
    /// <param name="options">What the command does.</param>
    /// <param name="problems">Receives every error.</param>
    /// <exception cref="InvalidProjectException">Something cannot be compiled, or a source's file is missing.</exception>
    public static Plan Plan(Manifest manifest, Selection selection, Catalog catalog, PlanOptions options, Problems problems)
    {
        var chosen = manifest.Order.Where(id => selection.Nodes.Contains(id) && options.Kinds.Contains(id.Kind)).Select(id => manifest.Nodes[id]).ToImmutableArray();
        var built = chosen.Where(node => IsBuilt(node, options)).Cast<RelationNode>().ToImmutableArray();
        if (options.RunsHooks) RefuseOtherDatabases(built, manifest.Project.Target.Database, problems);
        var tests = chosen.OfType<DataTestNode>().ToImmutableArray();

        var graph = new StepGraph(manifest, built.Select(node => node.Id).ToHashSet());
        var gates = tests.ToDictionary(test => test.Id, test => options.TestsGate ? graph.GatedBy(test) : null);
        var deciding = tests.Where(test => gates[test.Id] is not null).ToLookup(test => IncrementalSteps.IsInBatches(manifest.Nodes[gates[test.Id]!]));
        var gating = deciding[false].ToLookup(test => gates[test.Id]!);
        var following = deciding[true].ToLookup(test => gates[test.Id]!);
        var incremental = new IncrementalModels(manifest, catalog);
        var deferred = options.Deferral is { } deferral
            ? DeferredRelations.Find(manifest, selection, chosen, options.RunsHooks ? built.Select(node => node.Id).ToHashSet() : [], catalog, deferral, problems)
            : DeferredRelations.None;
        var scopes = new NodeScopes(manifest, [.. selection.Nodes.Order().Select(id => id.ToString())], incremental, deferred) { NeedsNoFiles = options.NeedsNoFiles };
        var hooks = new Hooks(scopes);
        var rejecting = new RejectingSteps(scopes, problems);
        var materializer = new Materializer(scopes, hooks);
        var parts = new Parts(scopes, graph, materializer, incremental, new IncrementalSteps(scopes, incremental, options));
        var work = new List<Func<NodeCompiler, PlanStep>>();
        foreach (var node in built)
        {
            work.Add(compiler => WithHooks(StepFor(compiler, node, gating[node.Id], parts, problems), hooks));
            foreach (var test in following[node.Id]) work.Add(compiler => TestStep(compiler, test, graph));
        }

        foreach (var test in tests.Where(test => gates[test.Id] is null)) work.Add(compiler => TestStep(compiler, test, graph));

        foreach (var analysis in chosen.OfType<AnalysisNode>()) work.Add(compiler => new PlanStep.ShowAnalysis { Node = analysis, Sql = compiler.Plan(analysis) });

        var shared = new NodeCompiler(scopes, options.Tell);
        var steps = InParallel.Select(work, make => TryMake(() => Timed(() => options.RunsHooks ? rejecting.Mark(make(shared)) : make(shared), options.Clock), problems)).OfType<PlanStep>().ToImmutableArray();
        var kept = rejecting.KeptBy(steps);
        problems.ThrowIfErrors();
        steps = [.. steps.Select(step => AfterTests(step, following))];
        var schemas = built.Where(node => node is not ModelNode { Materialization: Materialization.Ephemeral }).Select(node => node.Relation)
            .Concat(tests.Select(test => test.Store?.Relation).OfType<Relation>()).Concat(kept is null ? [] : [kept]).Select(relation => relation.Schema).Distinct(StringComparer.OrdinalIgnoreCase);
        var plan = new Plan(manifest.Project, steps, [.. schemas.Order(StringComparer.Ordinal)], catalog)
        {
            Comments = QueryComments.For(scopes),
            Rejected = kept,
            Personal = manifest.Personal,
            Forgetting = Forgetting.Find(manifest.Project, catalog),
        };
        return !options.RunsHooks || steps.IsEmpty ? plan : plan with
        {
            OnRunStart = hooks.OfRun(RunHook.Start),
            OnRunEnd = hooks.OfRun(RunHook.End),
        };
    }

    // Its schemas are not made there, nor is it known what stands there. Compiled, and only looked at, it may be.
    private static void RefuseOtherDatabases(ImmutableArray<RelationNode> built, string own, Problems problems)
    {
        foreach (var node in built.Where(node => node.Relation.Database is not null))
        {
            problems.ReportWithHint(
                PlanProblems.OtherDatabase, node.Config.Get("database")?.Span ?? node.Span, "remove its config 'database', or build it with a target that opens that database", node.Id, node.Relation.Database, own);
        }
    }

    // A materialization block runs the hooks of its model itself.
    private static PlanStep WithHooks(PlanStep step, Hooks hooks) =>
        step is PlanStep.Materialize || step.Node.Config.Get(HookConfig.Before) is null && step.Node.Config.Get(HookConfig.After) is null
            ? step
            : step with { PreHooks = hooks.Of(step.Node, HookConfig.Before), PostHooks = hooks.Of(step.Node, HookConfig.After) };

    private static bool IsBuilt(Node node, PlanOptions options) =>
        node is SeedNode or SnapshotNode or FunctionNode || (node is ModelNode model && (options.IncludesEphemeral || model.Materialization != Materialization.Ephemeral));

    private static PlanStep Timed(Func<PlanStep> make, TimeProvider clock)
    {
        var (startedAt, start) = (clock.GetUtcNow(), clock.GetTimestamp());
        return make() with { Compiled = new CompileTime(startedAt, clock.GetElapsedTime(start)) };
    }

    private static PlanStep? TryMake(Func<PlanStep> make, Problems problems)
    {
        try
        {
            return make();
        }
        catch (DiagnosticException e)
        {
            problems.Add(e.Diagnostic);
            return null;
        }
    }

    // What needs a model waits for the tests that follow it too, so that it is skipped where one fails.
    private static PlanStep AfterTests(PlanStep step, ILookup<NodeId, DataTestNode> following)
    {
        if (following.Count == 0 || step is PlanStep.RunTest) return step;
        var tests = step.WaitsFor.SelectMany(id => following[id]).Select(test => test.Id).Order().ToArray();
        return tests.Length == 0 ? step : step with { WaitsFor = [.. step.WaitsFor, .. tests] };
    }

    private static PlanStep StepFor(NodeCompiler compiler, RelationNode node, IEnumerable<DataTestNode> gating, Parts parts, Problems problems)
    {
        var waitsFor = parts.Graph.WaitsFor(node).Order().ToImmutableArray();

        // What a block makes, what is changed in place, what a snapshot keeps and a function stands under its real name at once, and is undone where a test fails.
        var pending = node is SnapshotNode or FunctionNode or ModelNode { Materialization: Materialization.Custom } || parts.Incremental.IsChangedInPlace(node) ? null : node.Id;
        var tests = gating.OrderBy(test => test.Id).Select(test => compiler.Plan(test, pending)).ToImmutableArray();
        return node switch
        {
            ModelNode { Materialization: Materialization.Custom } model => new PlanStep.Materialize
            {
                Node = model,
                WaitsFor = waitsFor,
                GatingTests = tests,
                Target = model.Relation,
                Sql = compiler.Plan(model),
                Run = (live, sql) => parts.Materializer.Run(model, sql, live),
            },
            ModelNode { Materialization: Materialization.Incremental } model => WithContract(parts.IncrementalSteps.StepFor(compiler, model), PlannedContract.Of(model, problems)) with { WaitsFor = waitsFor, GatingTests = tests },
            ModelNode model => new PlanStep.BuildModel
            {
                Node = model,
                WaitsFor = waitsFor,
                GatingTests = tests,
                Target = model.Relation,
                Kind = model.Materialization == Materialization.Table ? RelationKind.Table : RelationKind.View,
                Sql = compiler.Plan(model),
                Contract = PlannedContract.Of(model, problems),
                Indexes = model.Materialization == Materialization.Table ? Indexes.Of(model, parts.Scopes) : null,
            },
            SeedNode seed => LoadStep(seed, waitsFor, tests, compiler.IsEmptyRun) with { Indexes = Indexes.Of(seed, parts.Scopes) },
            SnapshotNode snapshot => SnapshotSteps.For(compiler, snapshot, waitsFor, tests) with { Indexes = Indexes.Of(snapshot, parts.Scopes) },
            FunctionNode function => new PlanStep.MakeFunction(new FunctionMacros(parts.Scopes, function))
            {
                Node = function,
                WaitsFor = waitsFor,
                GatingTests = tests,
                Target = function.Relation,
                Sql = compiler.Plan(function),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(node), node.Id, "neither a model, a seed, a snapshot nor a function"),
        };
    }

    // Made anew it is held as for any table; changed in place, the query is compared before.
    private static PlanStep WithContract(PlanStep step, PlannedContract? contract) => step switch
    {
        PlanStep.RunBatches batches => batches with { Batches = [.. batches.Batches.Select(batch => batch with { Step = batch.Step with { Contract = contract } })] },
        PlanStep.OfQuery query => query with { Contract = contract },
        _ => step,
    };

    private static PlanStep.LoadSeed LoadStep(SeedNode seed, ImmutableArray<NodeId> waitsFor, ImmutableArray<PlannedTest> tests, bool isEmpty)
    {
        var sql = SeedSql.For(seed, isEmpty);
        return new PlanStep.LoadSeed { Node = seed, WaitsFor = waitsFor, GatingTests = tests, Target = seed.Relation, Sql = sql.Load, Check = sql.Check };
    }

    private static PlanStep.RunTest TestStep(NodeCompiler compiler, DataTestNode test, StepGraph graph) => new()
    {
        Node = test,
        WaitsFor = [.. graph.WaitsFor(test).Order()],
        Test = compiler.Plan(test, (NodeId?)null),
    };

    /// <summary>What the steps of nodes are made with.</summary>
    private sealed record Parts(NodeScopes Scopes, StepGraph Graph, Materializer Materializer, IncrementalModels Incremental, IncrementalSteps IncrementalSteps);
}
