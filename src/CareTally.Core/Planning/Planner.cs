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
        var gating = tests.Where(test => gates[test.Id] is not null).ToLookup(test => gates[test.Id]!);
        var scopes = new NodeScopes(manifest, [.. selection.Nodes.Order().Select(id => id.ToString())]) { NeedsNoFiles = options.NeedsNoFiles };
        var hooks = new Hooks(scopes);
        var materializer = new Materializer(scopes, hooks);
        var work = new List<Func<NodeCompiler, PlanStep>>();
        foreach (var node in built) work.Add(compiler => WithHooks(StepFor(compiler, materializer, node, graph, gating[node.Id]), hooks));
        foreach (var test in tests.Where(test => gates[test.Id] is null)) work.Add(compiler => TestStep(compiler, test, graph));

        var shared = new NodeCompiler(scopes, options.Tell);
        var steps = InParallel.Select(work, make => TryMake(() => make(shared), problems)).OfType<PlanStep>().ToImmutableArray();
        problems.ThrowIfErrors();
        var schemas = built.Where(node => node is not ModelNode { Materialization: Materialization.Ephemeral }).Select(node => node.Relation.Schema).Distinct(StringComparer.OrdinalIgnoreCase);
        var plan = new Plan(steps, [.. schemas.Order(StringComparer.Ordinal)], catalog);
        return !options.RunsHooks || steps.IsEmpty ? plan : plan with
        {
            Database = manifest.Project.Target.Database,
            OnRunStart = hooks.OfRun("on-run-start", package => package.OnRunStart),
            OnRunEnd = hooks.OfRun("on-run-end", package => package.OnRunEnd),
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
        node is SeedNode || (node is ModelNode model && (options.IncludesEphemeral || model.Materialization != Materialization.Ephemeral));

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

    private static PlanStep StepFor(NodeCompiler compiler, Materializer materializer, RelationNode node, StepGraph graph, IEnumerable<DataTestNode> gating)
    {
        var waitsFor = graph.WaitsFor(node).Order().ToImmutableArray();

        // What a block makes stands under its real name at once, and is undone where a test fails.
        var pending = node is ModelNode { Materialization: Materialization.Custom } ? null : node.Id;
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
                Run = (live, sql) => materializer.Run(model, sql, live),
            },
            ModelNode model => new PlanStep.BuildModel
            {
                Node = model,
                WaitsFor = waitsFor,
                GatingTests = tests,
                Target = model.Relation,
                Kind = model.Materialization == Materialization.Table ? RelationKind.Table : RelationKind.View,
                Sql = compiler.Plan(model),
            },
            SeedNode seed => LoadStep(seed, waitsFor, tests),
            _ => throw new ArgumentOutOfRangeException(nameof(node), node.Id, "neither a model nor a seed"),
        };
    }

    private static PlanStep.LoadSeed LoadStep(SeedNode seed, ImmutableArray<NodeId> waitsFor, ImmutableArray<PlannedTest> tests)
    {
        var sql = SeedSql.For(seed);
        return new PlanStep.LoadSeed { Node = seed, WaitsFor = waitsFor, GatingTests = tests, Target = seed.Relation, Sql = sql.Load, Check = sql.Check };
    }

    private static PlanStep.RunTest TestStep(NodeCompiler compiler, DataTestNode test, StepGraph graph) => new()
    {
        Node = test,
        WaitsFor = [.. graph.WaitsFor(test).Order()],
        Test = compiler.Plan(test, (NodeId?)null),
    };
}
