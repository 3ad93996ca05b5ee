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
        var context = new BuildContext(project, macros, problems);
        // A name may stand twice where only one of the two is enabled: that one comes first and counts.
        var relations = ModelBuilder.Build(context).Concat(SeedBuilder.Build(context)).Concat(SourceBuilder.Build(context))
            .OrderByDescending(draft => draft.Node.Config.IsEnabled).ToImmutableArray();
        var singular = SingularTestBuilder.Build(context).ToImmutableArray();
        UniqueNames.Check(relations.Concat(singular).Select(draft => draft.Node).Where(node => node.Config.IsEnabled), problems);
        context.Properties.ReportUnused(problems);

        var subjects = relations.DistinctBy(draft => draft.Node.Id).ToDictionary(draft => draft.Node.Id);
        var tests = GenericTestBuilder.Build(context, subjects).Concat(singular);
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

/// <summary>What every part of the build needs.</summary>
/// <param name="Project">The project.</param>
/// <param name="Macros">Its macros.</param>
/// <param name="Problems">Where to complain.</param>
internal sealed record BuildContext(Project Project, MacroLibrary Macros, Problems Problems)
{
    public MacroFacts Facts { get; } = new(Macros);

    public PropertyIndex Properties { get; } = new(Project, Problems);

    public YamlRenderer Yaml { get; } = new(Project.Scope, Problems);

    public RelationNamer Naming { get; } = new(Project, Macros);

    public Descriptions Descriptions { get; } = new(Project, Problems);

    /// <summary>What a template refers to; where it cannot be rendered, the problem is reported.</summary>
    public TemplateReferences ReferencesOf(Templating.Template template, string name)
    {
        if (TemplateReader.Read(template, Facts, Project.Name) is { } read) return read;
        try
        {
            return new TemplateRecorder(Project, Facts).Record(template, Project.Name, name);
        }
        catch (DiagnosticException e)
        {
            Problems.Add(e.Diagnostic);
            return TemplateReferences.None;
        }
    }
}

/// <summary>A node whose references are not resolved yet.</summary>
internal sealed record NodeDraft(Node Node, TemplateReferences References);
