using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Resolves a project into its manifest: the third stage of the pipeline. Everything wrong is collected.</summary>
internal static class ManifestBuilder
{
    /// <summary>The manifest; incomplete where problems were reported, so look at those first.</summary>
    public static Manifest Build(Project project, Problems problems)
    {
        var macros = MacroLibrary.Build(project, problems);
        var facts = new MacroFacts(macros);
        var packages = project.Packages.Select(package => new PackageContext(project, package, facts, problems)).ToImmutableArray();
        // A name may stand twice where only one of the two is enabled: that one comes first and counts.
        var relations = packages.SelectMany(ModelBuilder.Build).Concat(packages.SelectMany(SeedBuilder.Build)).Concat(packages.SelectMany(SourceBuilder.Build))
            .OrderByDescending(draft => draft.Node.Config.IsEnabled).ToImmutableArray();
        var singular = packages.SelectMany(SingularTestBuilder.Build).ToImmutableArray();
        UniqueNames.Check(relations.Concat(singular).Select(draft => draft.Node).Where(node => node.Config.IsEnabled), problems);
        foreach (var package in packages) package.Properties.ReportUnused(package.Problems);

        var subjects = relations.DistinctBy(draft => draft.Node.Id).ToDictionary(draft => draft.Node.Id);
        var tests = packages.SelectMany(package => GenericTestBuilder.Build(package, subjects)).Concat(singular).Concat(packages.SelectMany(package => UnitTestBuilder.Build(package, [.. subjects.Values.Select(draft => draft.Node)])));
        var all = relations.Concat(tests).DistinctBy(draft => draft.Node.Id).ToImmutableArray();
        foreach (var draft in all) CheckEnabled(draft.Node, problems);
        ConfigFolders.WarnOfUnused(project, problems);

        var nodes = ReferenceResolver.Resolve(all, project.Name, problems);
        UniqueNames.CheckRelations(nodes, problems);
        var dag = new Dag<NodeId>(nodes.ToDictionary(node => node.Id, node => node.DependsOn));
        if (dag.Sort() is not { } order)
        {
            ReportCycle(dag.FindCycle(), nodes, problems);
            order = [];
        }

        return new Manifest(project, macros, order.IsEmpty ? [] : nodes, order, all.Select(draft => draft.Node).Where(node => !node.Config.IsEnabled));
    }

    // A text is always true, "false" too.
    private static void CheckEnabled(Node node, Problems problems)
    {
        if (node.Config.Get("enabled") is { Value.IsBool: false } enabled)
            problems.Report(ManifestProblems.BadConfig, enabled.Span ?? node.Span, "enabled", "true or false", enabled.Value.ToText());
    }

    private static void ReportCycle(ImmutableArray<NodeId> cycle, ImmutableArray<Node> nodes, Problems problems)
    {
        var first = nodes.First(node => node.Id == cycle[0]);
        problems.ReportWithHint(
            ManifestProblems.Cycle, first.Span, "each one needs the one before it; take one ref out, or move what both need into a model of its own",
            string.Join(" -> ", cycle.Select(id => id.Name.Split('.', 2)[1])));
    }
}

/// <summary>A node whose references are not resolved yet.</summary>
internal sealed record NodeDraft(Node Node, TemplateReferences References);
