using System.Collections.Immutable;
using CareTally.Core.Projects;

namespace CareTally.Core.Manifests;

/// <summary>Makes analysis nodes of the SQL files in the analysis folders.</summary>
internal static class AnalysisBuilder
{
    // What dbt puts between the package and the folders.
    private const string Folder = "analysis";

    public static IEnumerable<NodeDraft> Build(PackageContext context) =>
        context.Package.Contents.Analyses.Where(file => file.HoldsSql).Select(file => Build(context, file));

    private static NodeDraft Build(PackageContext context, TemplateFile file)
    {
        var package = context.Package.Name;
        var name = file.File.Name;
        var references = context.ReferencesOf(file.Template, name);
        var described = context.Properties.Find(Folder, name);
        ImmutableArray<string> fqn = [package, Folder, .. file.File.Folders, name];
        return new NodeDraft(
            new AnalysisNode
            {
                Id = new NodeId(NodeKind.Analysis, $"{package}.{name}"),
                Package = package,
                Name = name,
                Fqn = fqn,
                Path = file.File.Path,
                PropertiesPath = described?.File.File.Path,
                Span = file.Source.Span(0, 0),
                Config = context.MergeConfigs(contents => contents.AnalysisConfigs, fqn, [.. context.Described(described), .. context.InFile(references)]),
                Description = context.Descriptions.Render(described?.Properties.Description),
                DocBlocks = context.Descriptions.DocsIn(described?.Properties.Description),
                Columns = context.Descriptions.Columns(described?.Properties.Columns ?? []),
                Template = file.Template,
            },
            references);
    }
}
