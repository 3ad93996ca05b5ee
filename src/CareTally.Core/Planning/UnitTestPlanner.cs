using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Planning;

/// <summary>Adds unit tests to a plan: each is run before the model that it tests, which waits for it.</summary>
public static class UnitTestPlanner
{
    /// <summary>The selected unit tests.</summary>
    public static ImmutableArray<UnitTestNode> Chosen(Manifest manifest, Selection selection) =>
        [.. manifest.Order.Where(id => id.Kind == NodeKind.UnitTest && selection.Nodes.Contains(id)).Select(id => (UnitTestNode)manifest.Nodes[id])];

    /// <summary>The plan with them.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="plan">The plan without them.</param>
    /// <param name="tests">The tests.</param>
    /// <param name="columnsOf">The columns of what the tests give rows for, where they are known.</param>
    /// <param name="problems">Receives every error.</param>
    /// <exception cref="InvalidProjectException">A test cannot be compiled.</exception>
    public static Plan Add(Manifest manifest, Plan plan, ImmutableArray<UnitTestNode> tests, Func<NodeId, ImmutableArray<Column>?> columnsOf, Problems problems)
    {
        if (tests.IsEmpty) return plan;
        var compiler = new UnitTestCompiler(new NodeScopes(manifest, [.. tests.Select(test => test.Id.ToString())], new IncrementalModels(manifest, Catalog.Empty)), columnsOf, problems);
        var steps = InParallel.Select(tests, test => TryCompile(compiler, test, problems)).OfType<PlanStep>().ToImmutableArray();
        problems.ThrowIfErrors();
        var ofModel = tests.Where(test => test.Model is not null).ToLookup(test => test.Model!, test => test.Id);
        var waiting = plan.Steps.Select(step => ofModel.Contains(step.Node.Id) ? step with { WaitsFor = [.. step.WaitsFor, .. ofModel[step.Node.Id]] } : step);
        return plan with { Steps = [.. steps, .. waiting] };
    }

    private static PlanStep.RunUnitTest? TryCompile(UnitTestCompiler compiler, UnitTestNode test, Problems problems)
    {
        try
        {
            return compiler.Compile(test);
        }
        catch (DiagnosticException e)
        {
            problems.Add(e.Diagnostic);
            return null;
        }
    }
}
