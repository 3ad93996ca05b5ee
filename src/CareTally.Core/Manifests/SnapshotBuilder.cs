using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Projects.Yaml;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Manifests;

/// <summary>Makes snapshot nodes of the blocks in the snapshot folders, and of the entries under <c>snapshots:</c> that name a relation.</summary>
internal static class SnapshotBuilder
{
    public static IEnumerable<NodeDraft> Build(PackageContext context) =>
        context.Package.Contents.Snapshots.SelectMany(file => OfFile(context, file)).Concat(context.Package.Contents.Properties.SelectMany(file => OfProperties(context, file)));

    private static IEnumerable<NodeDraft> OfFile(PackageContext context, TemplateFile file)
    {
        var blocks = file.Template.Macros.Where(block => block.MacroKind == MacroKind.Snapshot).ToArray();
        if (blocks.Length == 0 && !string.IsNullOrWhiteSpace(file.Source.Text))
            context.Problems.ReportWithHint(ManifestProblems.NoSnapshotBlock, file.Source.Span(0, 0), "write {% snapshot NAME %} before the query and {% endsnapshot %} behind it", file.Source.Path);
        foreach (var block in blocks)
        {
            var references = context.ReferencesOf(block, block.Name);
            var described = context.Properties.Find("snapshot", block.Name);
            var place = new Place(file.File, [context.Package.Name, .. file.File.Folders, file.File.Name, block.Name], block.NameSpan);
            var draft = Draft(context, place, new SnapshotQuery(file.Template, block, block.BodySpan), references, [.. context.Described(described), .. context.InFile(references)], described);
            if (draft is not null) yield return draft;
        }
    }

    private static IEnumerable<NodeDraft> OfProperties(PackageContext context, PropertyFile file)
    {
        foreach (var (resource, relation) in file.Snapshots)
        {
            if (relation is null || QueryOf(relation, context.Problems) is not { } query) continue;
            var references = InRelation(context, query, resource.Name);
            var described = context.Properties.Find("snapshot", resource.Name);
            var place = new Place(file.File, [context.Package.Name, .. file.File.Folders, resource.Name], resource.Span);
            if (Draft(context, place, query, references, [.. context.Read(resource.Configs)], described) is { } draft) yield return draft;
        }
    }

    // ref('orders') stands for a template; so does what is one already.
    private static SnapshotQuery? QueryOf(YamlScalar relation, Problems problems)
    {
        var expression = YamlRenderer.IsTemplate(relation.Text) ? relation.Text : $"{{{{ {relation.Text} }}}}";
        try
        {
            return new SnapshotQuery(Template.Parse(new SourceText(relation.Span.Source.Path, $"select * from {expression}")), null, relation.Span);
        }
        catch (TemplateException e)
        {
            problems.Add(e.Diagnostic with { Span = relation.Span });
            return null;
        }
    }

    private static TemplateReferences InRelation(PackageContext context, SnapshotQuery query, string name)
    {
        var found = context.ReferencesOf(query.Template, name, query.Span);
        return found.At(_ => query.Span);
    }

    private static NodeDraft? Draft(PackageContext context, Place place, SnapshotQuery query, TemplateReferences references, ImmutableArray<ConfigLayer> own, Described? described)
    {
        var (package, name) = (context.Package.Name, place.Fqn[^1]);
        var config = context.MergeConfigs(contents => contents.SnapshotConfigs, place.Fqn, own);
        try
        {
            var node = context.Naming.Place(
                new SnapshotNode
                {
                    Id = new NodeId(NodeKind.Snapshot, $"{package}.{name}"),
                    Package = package,
                    Name = name,
                    Fqn = place.Fqn,
                    Path = place.File.Path,
                    PropertiesPath = described?.File.File.Path,
                    Span = place.Span,
                    Config = config,
                    Description = context.Descriptions.Render(described?.Properties.Description),
                    DocBlocks = context.Descriptions.DocsIn(described?.Properties.Description),
                    Columns = context.Descriptions.Columns(described?.Properties.Columns ?? []),
                    Relation = context.Naming.Provisional(name),
                    Freshness = FreshnessReader.Read(config, $"snapshot {name}", place.Span, context.Problems),
                    Rules = RulesOf(context, place, config, references),
                    Query = query,
                });
            return new NodeDraft(
                node with { Relation = Legacy(node.Relation, config, context.Project.Target.Database) },
                references.Plus(HookConfig.ReferencesOf(context, config, NodeKind.Snapshot, name)));
        }
        catch (DiagnosticException e)
        {
            context.Problems.Add(e.Diagnostic);
            return null;
        }
    }

    // Of a block that could not be rendered, which has been reported, the configuration is not known.
    private static SnapshotRules RulesOf(PackageContext context, Place place, NodeConfig config, TemplateReferences references) =>
        ReferenceEquals(references, TemplateReferences.None) ? SnapshotRules.None : new SnapshotRulesReader(context, place.Fqn[^1], config, place.Span).Read();

    // What dbt called target_schema and target_database is taken as it stands: no macro makes another name of it.
    private static Relation Legacy(Relation relation, NodeConfig config, string ownDatabase)
    {
        if (config.Text("target_schema") is { } schema) relation = relation with { Schema = schema };
        if (config.Text("target_database") is not { } database) return relation;
        return relation with { Database = string.Equals(database, ownDatabase, StringComparison.OrdinalIgnoreCase) ? null : database };
    }

    /// <param name="File">The file it is defined in.</param>
    /// <param name="Fqn">Package, folders, and for a block its file; then the name.</param>
    /// <param name="Span">Where its name stands.</param>
    private sealed record Place(ProjectFile File, ImmutableArray<string> Fqn, SourceSpan Span);
}
