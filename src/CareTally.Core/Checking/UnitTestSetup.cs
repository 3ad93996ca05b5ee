using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Checking;

/// <summary>Brings unit tests into a plan: the types of what they give rows for come from a check.</summary>
public static class UnitTestSetup
{
    /// <summary>The plan with unit tests, which a runner runs in the database in memory that it is given.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="plan">The plan without unit tests.</param>
    /// <param name="tests">The tests.</param>
    /// <param name="check">What is known from a check of the plan; null where there was none.</param>
    /// <param name="places">Where columns and types are looked for.</param>
    /// <param name="problems">Receives every warning and error.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidProjectException">A test cannot be compiled.</exception>
    public static async Task<Plan> AddAsync(
        Manifest manifest, Plan plan, ImmutableArray<UnitTestNode> tests, CheckResults? check, CheckPlaces places, Problems problems, CancellationToken cancellationToken)
    {
        if (tests.IsEmpty) return plan;
        var inputs = tests.SelectMany(test => test.Given.Select(input => input.Node ?? test.Model)).OfType<NodeId>().ToImmutableHashSet();
        // What a test gives must not depend on what the warehouse holds.
        var changed = plan.Steps.Where(step => step is PlanStep.ChangeModel or PlanStep.RunBatches or PlanStep.TakeSnapshot).Select(step => step.Node.Id);
        if (check is null || inputs.Any(id => check.ColumnsOf(id) is null) || changed.Any(inputs.Contains))
        {
            // A check looks at a source only where a model of its plan reads it.
            var needed = SelectionClosure.WithAncestors(manifest, new Selection(inputs.Union(tests.Select(test => test.Model).OfType<NodeId>())));
            var ofInputs = Planner.Plan(manifest, needed, Catalog.Empty, PlanOptions.Check, problems);
            check = await ProjectCheck.AloneAsync(manifest, ofInputs, places, cancellationToken);
        }

        return UnitTestPlanner.Add(manifest, plan, tests, check.ColumnsOf, problems);
    }
}
