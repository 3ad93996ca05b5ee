using System.Collections.Immutable;
using CareTally.Core.Projects;

namespace CareTally.Core.Manifests;

/// <summary>Makes test nodes of the SQL files in the test folders.</summary>
internal static class SingularTestBuilder
{
    public static IEnumerable<NodeDraft> Build(PackageContext context) =>
        context.Package.Contents.SingularTests
            .Where(file => file.HoldsSql)
            .Select(file => Build(context, file));

    private static NodeDraft Build(PackageContext context, TemplateFile file)
    {
        var package = context.Package.Name;
        var name = file.File.Name;
        var references = context.ReferencesOf(file.Template, name);
        var described = context.Properties.Find("test", name);
        ImmutableArray<string> fqn = [package, .. file.File.Folders, name];
        var config = context.MergeConfigs(contents => contents.TestConfigs, fqn, [.. context.Described(described), .. context.InFile(references)]);
        var start = file.Source.Span(0, 0);
        var node = new DataTestNode
        {
            Id = new NodeId(NodeKind.Test, $"{package}.{name}"),
            Package = package,
            Name = name,
            Alias = GenericTestNames.Alias(name, name),
            Fqn = fqn,
            Path = file.File.Path,
            PropertiesPath = described?.File.File.Path,
            Span = start,
            Config = config,
            Description = context.Descriptions.Render(described?.Properties.Description),
            DocBlocks = context.Descriptions.DocsIn(described?.Properties.Description),
            Rules = DataTestRulesReader.Read(config, start, context.Problems),
            Template = file.Template,
        };
        return new NodeDraft(node with { Store = FailureStores.Of(node, context) }, references);
    }
}
