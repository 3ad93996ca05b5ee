using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Makes seed nodes of the CSV files in the seed folders.</summary>
internal static class SeedBuilder
{
    public static IEnumerable<NodeDraft> Build(BuildContext context) =>
        context.Project.Contents.Seeds.Select(file => Build(context, file)).OfType<NodeDraft>();

    private static NodeDraft? Build(BuildContext context, ProjectFile file)
    {
        var project = context.Project;
        var described = context.Properties.Find("seed", file.Name);
        var start = file.Source.Span(0, 0);
        ImmutableArray<string> fqn = [project.Name, .. file.Folders, file.Name];
        var config = NodeConfig.Merge([
            .. project.Contents.SeedConfigs.LayersFor(fqn),
            .. described?.Properties.Configs.Select(map => ConfigReader.Read(map, context.Yaml, context.Problems)) ?? []]);
        try
        {
            return new NodeDraft(
                new SeedNode
                {
                    Id = new NodeId(NodeKind.Seed, $"{project.Name}.{file.Name}"),
                    Package = project.Name,
                    Name = file.Name,
                    Fqn = fqn,
                    Path = file.Source.Path,
                    PropertiesPath = described?.File.File.Source.Path,
                    Span = start,
                    Config = config,
                    Description = context.Descriptions.Render(described?.Properties.Description),
                    Columns = context.Descriptions.Columns(described?.Properties.Columns ?? []),
                    Relation = context.Naming.NameOf(file.Name, project.Name, file.Source.Path, fqn, config, "seed"),
                    File = Path.GetFullPath(Path.Combine(project.Root, file.Source.Path)),
                    ColumnTypes = ColumnTypes(config, start, context.Problems),
                    Delimiter = config.Text("delimiter") ?? ",",
                },
                TemplateReferences.None);
        }
        catch (DiagnosticException e)
        {
            context.Problems.Add(e.Diagnostic);
            return null;
        }
    }

    private static Dictionary<string, string> ColumnTypes(NodeConfig config, SourceSpan start, Problems problems)
    {
        if (config.Get("column_types") is not { } types) return [];
        if (types.Value.AsObject is DictValue dictionary)
            return dictionary.Entries.ToDictionary(entry => entry.Key.ToText(), entry => entry.Value.ToText(), StringComparer.OrdinalIgnoreCase);
        problems.Report(ManifestProblems.BadConfig, types.Span ?? start, "column_types", "a mapping from column to type", types.Value.ToText());
        return [];
    }
}
