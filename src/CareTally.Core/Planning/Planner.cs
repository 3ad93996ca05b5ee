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
        var tests = chosen.OfType<DataTestNode>().ToImmutableArray();

        var graph = new StepGraph(manifest, built.Select(node => node.Id).ToHashSet());
        var gates = tests.ToDictionary(test => test.Id, test => options.TestsGate ? graph.GatedBy(test) : null);
        var gating = tests.Where(test => gates[test.Id] is not null).ToLookup(test => gates[test.Id]!);
        var work = new List<Func<NodeCompiler, PlanStep>>();
        foreach (var node in built) work.Add(compiler => StepFor(compiler, node, graph, gating[node.Id]));
        foreach (var test in tests.Where(test => gates[test.Id] is null)) work.Add(compiler => TestStep(compiler, test, graph));

        var shared = new NodeCompiler(manifest);
        var steps = InParallel.Select(work, make => TryMake(() => make(shared), problems)).OfType<PlanStep>().ToImmutableArray();
        problems.ThrowIfErrors();
        var schemas = built.Where(node => node is not ModelNode { Materialization: Materialization.Ephemeral }).Select(node => node.Relation.Schema).Distinct(StringComparer.OrdinalIgnoreCase);
        return new Plan(steps, [.. schemas.Order(StringComparer.Ordinal)], catalog);
    }

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

    private static PlanStep StepFor(NodeCompiler compiler, RelationNode node, StepGraph graph, IEnumerable<DataTestNode> gating)
    {
        var waitsFor = graph.WaitsFor(node).Order().ToImmutableArray();
        var tests = gating.OrderBy(test => test.Id).Select(test => PlanTest(compiler, test, node.Id)).ToImmutableArray();
        return node switch
        {
            ModelNode model => new PlanStep.BuildModel
            {
                Node = model,
                WaitsFor = waitsFor,
                GatingTests = tests,
                Target = model.Relation,
                Kind = model.Materialization == Materialization.Table ? RelationKind.Table : RelationKind.View,
                Sql = compiler.Compile(model),
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
        Test = PlanTest(compiler, test, null),
    };

    private static PlannedTest PlanTest(NodeCompiler compiler, DataTestNode test, NodeId? pending)
    {
        var sql = compiler.Compile(test, null);
        var run = pending is null ? sql : compiler.Compile(test, pending);
        return new PlannedTest(test, sql, compiler.CountFailures(test, run, pending));
    }
}
