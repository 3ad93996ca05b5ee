using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Makes model nodes of the SQL files in the model folders.</summary>
internal static class ModelBuilder
{
    public static IEnumerable<NodeDraft> Build(PackageContext context) =>
        InParallel.Select(context.Package.Contents.Models, file => Build(context, file)).OfType<NodeDraft>();

    private static NodeDraft? Build(PackageContext context, TemplateFile file)
    {
        var package = context.Package.Name;
        var name = file.File.Name;
        var start = file.Source.Span(0, 0);
        if (string.IsNullOrWhiteSpace(file.Source.Text))
        {
            context.Problems.Report(ManifestProblems.EmptyModel, start, name);
            return null;
        }

        var references = context.ReferencesOf(file.Template, name);
        var described = context.Properties.Find("model", name);
        ImmutableArray<string> fqn = [package, .. file.File.Folders, name];
        var config = context.MergeConfigs(contents => contents.ModelConfigs, fqn, FreshnessReader.Level([.. context.Described(described), .. context.InFile(references)], context.Problems));
        var (materialization, block) = MaterializationOf(config, start, context);
        try
        {
            return new NodeDraft(
                new ModelNode
                {
                    Id = new NodeId(NodeKind.Model, $"{package}.{name}"),
                    Package = package,
                    Name = name,
                    Fqn = fqn,
                    Path = file.File.Path,
                    PropertiesPath = described?.File.File.Path,
                    Span = start,
                    Config = config,
                    Description = context.Descriptions.Render(described?.Properties.Description),
                    Columns = context.Descriptions.Columns(described?.Properties.Columns ?? []),
                    Relation = context.Naming.NameOf(name, package, file.File.Path, fqn, config, "model"),
                    Freshness = FreshnessReader.Read(config, $"model {name}", start, context.Problems),
                    Materialization = materialization,
                    MaterializedBy = block,
                    Template = file.Template,
                },
                references.Plus(HookConfig.ReferencesOf(context, config, NodeKind.Model, name)));
        }
        catch (DiagnosticException e)
        {
            context.Problems.Add(e.Diagnostic);
            return null;
        }
    }

    // A block of the project or a package goes before what tally itself does under the same name.
    private static (Materialization Kind, Macro? Block) MaterializationOf(NodeConfig config, SourceSpan start, PackageContext context)
    {
        var configured = config.Get("materialized");
        var name = configured?.Value.ToText() ?? "view";
        var blocks = context.Macros.FindMaterializations(name, context.Project.Target.Type);
        if (blocks.Length > 1)
        {
            context.Problems.ReportWithHint(
                ManifestProblems.TwoMaterializations, configured?.Span ?? start, "define it in the project itself, which goes before packages", name,
                string.Join(" and ", blocks.Select(block => block.Package)));
        }

        if (!blocks.IsEmpty) return (Materialization.Custom, blocks[0]);
        switch (name)
        {
            case "view": return (Materialization.View, null);
            case "table": return (Materialization.Table, null);
            case "ephemeral": return (Materialization.Ephemeral, null);
            default:
                context.Problems.ReportWithHint(
                    ManifestProblems.UnknownMaterialization, configured?.Span ?? start, DidYouMean.Hint(name, ["view", "table", "ephemeral"]), name);
                return (Materialization.View, null);
        }
    }
}
