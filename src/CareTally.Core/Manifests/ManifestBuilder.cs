using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Resolves a project into its manifest: the third stage of the pipeline. Everything wrong is collected.</summary>
internal static class ManifestBuilder
{
    /// <summary>The manifest; incomplete where problems were reported, so look at those first.</summary>
    /// <param name="project">The project, without what the broken files would have said.</param>
    /// <param name="broken">Files that have been complained of already.</param>
    /// <param name="all">Receives what is wrong, but for what may only follow from the broken files.</param>
    public static Manifest Build(Project project, BrokenFiles broken, Problems all)
    {
        var problems = all.Without(broken.MayCause);
        var macros = MacroLibrary.Build(project, problems);
        var facts = new MacroFacts(macros);
        var packages = project.Packages.Select(package => new PackageContext(project, package, facts, problems)).ToImmutableArray();
        // A name may stand twice where only one of the two is enabled: that one comes first and counts.
        var relations = packages.SelectMany(ModelBuilder.Build).Concat(packages.SelectMany(SeedBuilder.Build)).Concat(packages.SelectMany(SnapshotBuilder.Build)).Concat(packages.SelectMany(SourceBuilder.Build)).Concat(packages.SelectMany(FunctionBuilder.Build))
            .OrderByDescending(draft => draft.Node.Config.IsEnabled).ToImmutableArray();
        var singular = packages.SelectMany(SingularTestBuilder.Build).ToImmutableArray();
        var analyses = packages.SelectMany(AnalysisBuilder.Build).OrderByDescending(draft => draft.Node.Config.IsEnabled).ToImmutableArray();
        var named = relations.Concat(singular).Concat(analyses).Select(draft => draft.Node).Where(node => node.Config.IsEnabled).ToImmutableArray();
        UniqueNames.Check(named, problems);
        SpacesInNames.Check(named, project, problems);
        var notUnderstood = packages.SelectMany(OtherLanguages.Report).Concat(broken.Models).ToHashSet(StringComparer.Ordinal);
        foreach (var package in packages) package.Properties.ReportUnused(notUnderstood, package.Problems);

        var subjects = relations.DistinctBy(draft => draft.Node.Id).ToDictionary(draft => draft.Node.Id);
        var tests = packages.SelectMany(package => GenericTestBuilder.Build(package, subjects)).Concat(singular).Concat(analyses);
        var unitTests = packages.SelectMany(package => UnitTestBuilder.Build(package, [.. subjects.Values.Select(draft => draft.Node)]));
        var groups = GroupBuilder.Build(packages, problems);
        var exposures = packages.SelectMany(ExposureBuilder.Build).ToImmutableArray();
        UniqueNames.Check(exposures.Select(draft => draft.Node).Where(node => node.Config.IsEnabled), problems);
        var drafts = relations.Concat(tests).Concat(unitTests).Concat(exposures).DistinctBy(draft => draft.Node.Id).ToImmutableArray();
        foreach (var draft in drafts)
        {
            CheckEnabled(draft.Node, problems);
            CheckGrants(draft.Node, problems);
        }

        ConfigFolders.WarnOfUnused(project, problems);

        var nodes = ReferenceResolver.Resolve(drafts, project, notUnderstood, problems);
        GroupBuilder.Check(nodes, groups, problems);
        UniqueNames.CheckRelations(nodes, problems);
        var dag = new Dag<NodeId>(nodes.ToDictionary(node => node.Id, node => node.DependsOn));
        if (dag.Sort() is not { } order)
        {
            ReportCycle(dag.FindCycle(), drafts, problems);
            order = [];
        }

        return new Manifest(project, macros, order.IsEmpty ? [] : nodes, order, drafts.Select(draft => draft.Node).Where(node => !node.Config.IsEnabled)) { Groups = groups };
    }

    // A text is always true, "false" too.
    private static void CheckEnabled(Node node, Problems problems)
    {
        if (node.Config.Get("enabled") is { Value.IsBool: false } enabled)
            problems.Report(ManifestProblems.BadConfig, enabled.Span ?? node.Span, "enabled", "true or false", enabled.Value.ToText());
    }

    private static void CheckGrants(Node node, Problems problems)
    {
        if (node.Config.IsEnabled && node.Config.Get("grants") is { Value.IsTruthy: true } grants)
            problems.ReportWithHint(ManifestProblems.NobodyToGrantTo, grants.Span ?? node.Span, "put them under a condition on target.type where the project runs on other databases too", node.Id);
    }

    // The path ends where it began: the ref to the one before the last closes it.
    private static void ReportCycle(ImmutableArray<NodeId> cycle, ImmutableArray<NodeDraft> drafts, Problems problems)
    {
        var first = drafts.First(draft => draft.Node.Id == cycle[0]);
        var last = drafts.First(draft => draft.Node.Id == cycle[^2]).Node;
        var closing = first.References.Refs.FirstOrDefault(call => call.Name == last.Name && (call.Package ?? last.Package) == last.Package);
        problems.ReportWithHint(
            ManifestProblems.Cycle, closing?.Span ?? first.Node.Span, "each one needs the one before it; take one ref out, or move what both need into a model of its own",
            string.Join(" -> ", cycle.Select(id => id.Name.Split('.', 2)[1])));
    }
}

/// <summary>A node whose references are not resolved yet.</summary>
internal sealed record NodeDraft(Node Node, TemplateReferences References);
