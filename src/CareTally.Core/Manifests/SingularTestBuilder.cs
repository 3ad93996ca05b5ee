using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Manifests;

/// <summary>Makes test nodes of the SQL files in the test folders.</summary>
internal static class SingularTestBuilder
{
    public static IEnumerable<NodeDraft> Build(BuildContext context) =>
        context.Project.Contents.SingularTests
            .Where(file => !file.Template.Root.Body.All(IsNoSql))
            .Select(file => Build(context, file));

    // A file of macros, of comments, or of nothing is no test.
    private static bool IsNoSql(Statement statement) => statement is MacroDefinition || (statement is TextStatement text && string.IsNullOrWhiteSpace(text.Text));

    private static NodeDraft Build(BuildContext context, TemplateFile file)
    {
        var project = context.Project;
        var name = file.File.Name;
        var references = context.ReferencesOf(file.Template, name);
        var described = context.Properties.Find("test", name);
        ImmutableArray<string> fqn = [project.Name, .. file.File.Folders, name];
        var config = NodeConfig.Merge([
            .. project.Contents.TestConfigs.LayersFor(fqn),
            .. described?.Properties.Configs.Select(map => ConfigReader.Read(map, context.Yaml, context.Problems)) ?? [],
            .. references.Configs.Select(call => ConfigReader.Read(call.Values, call.Span, context.Problems))]);
        var start = file.Source.Span(0, 0);
        return new NodeDraft(
            new DataTestNode
            {
                Id = new NodeId(NodeKind.Test, $"{project.Name}.{name}"),
                Package = project.Name,
                Name = name,
                Alias = GenericTestNames.Alias(name, name),
                Fqn = fqn,
                Path = file.Source.Path,
                PropertiesPath = described?.File.File.Source.Path,
                Span = start,
                Config = config,
                Description = context.Descriptions.Render(described?.Properties.Description),
                Rules = DataTestRulesReader.Read(config, start, context.Problems),
                Template = file.Template,
            },
            references);
    }
}
