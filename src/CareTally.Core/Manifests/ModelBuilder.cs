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
        var described = context.Properties.Find("model", file.File.Name);
        var version = described?.Properties.Version;
        var name = version is null ? file.File.Name : described!.Properties.Name;
        var start = file.Source.Span(0, 0);
        if (string.IsNullOrWhiteSpace(file.Source.Text))
        {
            context.Problems.Report(ManifestProblems.EmptyModel, start, name);
            return null;
        }

        var references = context.ReferencesOf(file.Template, name);
        ImmutableArray<string> fqn = version is null ? [package, .. file.File.Folders, name] : [package, .. file.File.Folders, name, version.Version.ToString()];
        var config = context.MergeConfigs(contents => contents.ModelConfigs, fqn, FreshnessReader.Level([.. context.Described(described), .. context.InFile(references)], context.Problems));
        var (materialization, block) = MaterializationOf(config, start, context);
        try
        {
            var columns = context.Descriptions.Columns(described?.Properties.Columns ?? []);
            var constraints = context.Descriptions.Rendered(described?.Properties.Constraints ?? []);
            return new NodeDraft(
                LatestPointerReader.Point(context.Naming.Place(new ModelNode
                {
                    Id = new NodeId(NodeKind.Model, $"{package}.{described?.Properties.FullName ?? name}"),
                    Package = package,
                    Name = name,
                    Fqn = fqn,
                    Path = file.File.Path,
                    PropertiesPath = described?.File.File.Path,
                    Span = start,
                    Config = config,
                    Description = context.Descriptions.Render(described?.Properties.Description),
                    DocBlocks = context.Descriptions.DocsIn(described?.Properties.Description),
                    Columns = columns,
                    Relation = context.Naming.Provisional(name),
                    Freshness = FreshnessReader.Read(config, $"model {name}", start, context.Problems),
                    Materialization = materialization,
                    MaterializedBy = block,
                    Template = file.Template,
                    Version = version?.Version,
                    LatestVersion = version?.Latest,
                    DeprecationDate = described?.Properties.DeprecationDate,
                    Access = AccessRules.Read(config, materialization, start, context.Problems),
                    Contract = ContractReader.Read(config, columns, constraints, described?.Properties.Span ?? start, context.Problems),
                    Constraints = constraints,
                }), context),
                references.Plus(HookConfig.ReferencesOf(context, config, NodeKind.Model, name)).Plus(ContractReader.ReferencesOf(columns, constraints, context)));
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
            case "incremental": return (Materialization.Incremental, null);
            case "ephemeral": return (Materialization.Ephemeral, null);
            case "materialized_view":
                context.Problems.ReportWithHint(
                    ManifestProblems.NoMaterializedViews, configured?.Span ?? start, "'table' stores the rows anew at each run, 'incremental' only those that are new", name);
                return (Materialization.View, null);
            default:
                context.Problems.ReportWithHint(
                    ManifestProblems.UnknownMaterialization, configured?.Span ?? start, DidYouMean.Hint(name, ["view", "table", "incremental", "ephemeral"]), name);
                return (Materialization.View, null);
        }
    }
}
