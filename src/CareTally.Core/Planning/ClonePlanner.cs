using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Planning;

/// <summary>Plans <c>tally clone</c>: a view on the state's relation for each node, as DuckDB has no copy that costs nothing.</summary>
public static class ClonePlanner
{
    /// <summary>The plan.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="selection">The nodes asked for.</param>
    /// <param name="catalog">What exists; it stays, but where it is to be replaced.</param>
    /// <param name="options">Holds the state.</param>
    /// <param name="replaces">Whether what exists is replaced.</param>
    /// <param name="problems">Receives every error.</param>
    /// <exception cref="InvalidProjectException">A relation of the state is out of reach.</exception>
    public static Plan Plan(Manifest manifest, Selection selection, Catalog catalog, PlanOptions options, bool replaces, Problems problems)
    {
        var steps = ImmutableArray.CreateBuilder<PlanStep>();
        var inputs = new ViewInputs(catalog);
        foreach (var node in manifest.Order.Where(selection.Nodes.Contains).Select(id => manifest.Nodes[id]).Where(node => Deferral.CanBeDeferred(node) && options.Kinds.Contains(node.Id.Kind)).Cast<RelationNode>())
        {
            if (KeptFrom(node, catalog, replaces) is { } reason) options.Tell(new TemplateMessage(reason));
            else if (StepFor(node, manifest, inputs, options, problems) is { } step) steps.Add(step);
        }

        problems.ThrowIfErrors();
        var schemas = steps.Cast<PlanStep.BuildModel>().Select(step => step.Target.Schema).Distinct(StringComparer.OrdinalIgnoreCase);
        return new Plan(manifest.Project, steps.ToImmutable(), [.. schemas.Order(StringComparer.Ordinal)], catalog);
    }

    // A view keeps no rows, and of these there may be no others.
    private static string? KeptFrom(RelationNode node, Catalog catalog, bool replaces) => (node, catalog.Find(node.Relation)) switch
    {
        (SnapshotNode, _) => $"{node.Id} is left out: a snapshot is a table with rows of its own; --defer reads that of the state",
        (_, null) => null,
        (ModelNode { Materialization: Materialization.Incremental }, { Kind: RelationKind.Table }) => $"{node.Relation} is the table of an incremental model, and is left as it is",
        _ => replaces ? null : $"{node.Relation} exists and is left as it is; --full-refresh replaces it",
    };

    private static PlanStep.BuildModel? StepFor(RelationNode node, Manifest manifest, ViewInputs inputs, PlanOptions options, Problems problems)
    {
        if (options.Deferral!.RelationOf(node, manifest.Project.Target) is not { } original)
        {
            problems.Report(PlanProblems.NotInState, node.Span, node.Id);
            return null;
        }

        if (original.Database is { } database)
        {
            problems.ReportWithHint(
                PlanProblems.CloneFromElsewhere, node.Span, "a clone is a view, and a view sees its own database file only: clone in a copy of that file, or read the state with --defer",
                node.Id, database, manifest.Project.Target.Database);
            return null;
        }

        if (original == node.Relation)
        {
            options.Tell(new TemplateMessage($"{node.Relation} is the relation of the state itself"));
            return null;
        }

        if (inputs.StandsOn(original, node.Relation))
        {
            problems.ReportWithHint(
                PlanProblems.CloneOfItself, node.Span, $"the state's relation has been cloned from this target: build {node.Name} there first, or leave it out", node.Id, original, node.Relation);
            return null;
        }

        return new PlanStep.BuildModel { Node = node, Target = node.Relation, Kind = RelationKind.View, Sql = StepSql.Of(CompiledSql.Of($"select * from {original.ToSql()}")) };
    }
}
