using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Planning;

/// <summary>Decides which relations are asked how fresh they are: those selected that say how fresh they have to be.</summary>
public static class FreshnessPlanner
{
    /// <summary>The plan for a selection.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="selection">The nodes asked for.</param>
    /// <param name="includesModels">Whether models, seeds and snapshots are asked too.</param>
    /// <param name="tell">Receives what templates say.</param>
    /// <param name="problems">Receives every error.</param>
    /// <exception cref="InvalidProjectException">Something cannot be compiled, or a source's file is missing.</exception>
    public static Plan Plan(Manifest manifest, Selection selection, bool includesModels, Action<TemplateMessage> tell, Problems problems)
    {
        var asked = manifest.Order.Where(selection.Nodes.Contains).Select(id => manifest.Nodes[id]).OfType<RelationNode>()
            .Where(node => node.Freshness is not null && (node is SourceNode || includesModels)).ToArray();
        var scopes = new NodeScopes(manifest, [.. asked.Select(node => node.Id.ToString())], new IncrementalModels(manifest, Catalog.Empty));
        var compiler = new NodeCompiler(scopes, tell);
        var steps = ImmutableArray.CreateBuilder<PlanStep>(asked.Length);
        foreach (var node in asked)
        {
            try
            {
                steps.Add(Step(compiler, node, node.Freshness!, manifest.Project.Root));
            }
            catch (DiagnosticException e)
            {
                problems.Add(e.Diagnostic);
            }
        }

        problems.ThrowIfErrors();
        var plan = new Plan(manifest.Project, steps.ToImmutable(), [], Catalog.Empty) { Personal = manifest.Personal };
        if (steps.Count == 0 || !manifest.Project.FreshnessRunsHooks) return plan;
        var hooks = new Hooks(scopes);
        return plan with
        {
            OnRunStart = hooks.OfRun(RunHook.Start),
            OnRunEnd = hooks.OfRun(RunHook.End),
        };
    }

    private static PlanStep.CheckFreshness Step(NodeCompiler compiler, RelationNode node, FreshnessRules rules, string root)
    {
        if (node is ModelNode { Materialization: Materialization.Ephemeral }) throw new DiagnosticException(PlanProblems.EphemeralFreshness, rules.Span, node.Id);
        if (rules is not { LoadedAtField: null, LoadedAtQuery: null })
            return new PlanStep.CheckFreshness { Node = node, Rules = rules, Sql = compiler.Newest(node, rules) };
        return new PlanStep.CheckFreshness { Node = node, Rules = rules, Files = FilesOf(node, root), Sql = StepSql.Later(_ => throw NoLoadedAt(node, rules)) };
    }

    // Where no row says when it was loaded, a file still says when it was written.
    private static ImmutableArray<string> FilesOf(RelationNode node, string root) =>
        node is SourceNode { External: { } files } && ExternalLocation.Absolute(files.Location, root) is var path && !ExternalLocation.IsUrl(path)
            ? [.. ExternalLocation.Find(path)]
            : [];

    private static DiagnosticException NoLoadedAt(RelationNode node, FreshnessRules rules) => new(Diagnostic.Of(PlanProblems.NoLoadedAt, rules.Span, node.Id) with
    {
        Hint = "name the column that says when a row was loaded with loaded_at_field, or write a loaded_at_query",
    });
}
