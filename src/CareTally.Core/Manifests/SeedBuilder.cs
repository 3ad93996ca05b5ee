using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Makes seed nodes of the CSV files in the seed folders.</summary>
internal static class SeedBuilder
{
    public static IEnumerable<NodeDraft> Build(PackageContext context) =>
        context.Package.Contents.Seeds.Select(file => Build(context, file)).OfType<NodeDraft>();

    private static NodeDraft? Build(PackageContext context, ProjectFile file)
    {
        var package = context.Package.Name;
        var described = context.Properties.Find("seed", file.Name);
        var start = file.Source.Span(0, 0);
        ImmutableArray<string> fqn = [package, .. file.Folders, file.Name];
        var config = context.MergeConfigs(contents => contents.SeedConfigs, fqn, context.Described(described));
        try
        {
            return new NodeDraft(
                context.Naming.Place(new SeedNode
                {
                    Id = new NodeId(NodeKind.Seed, $"{package}.{file.Name}"),
                    Package = package,
                    Name = file.Name,
                    Fqn = fqn,
                    Path = file.Path,
                    PropertiesPath = described?.File.File.Path,
                    Span = start,
                    Config = config,
                    Description = context.Descriptions.Render(described?.Properties.Description),
                    DocBlocks = context.Descriptions.DocsIn(described?.Properties.Description),
                    Columns = context.Descriptions.Columns(described?.Properties.Columns ?? []),
                    Relation = context.Naming.Provisional(file.Name),
                    Freshness = FreshnessReader.Read(config, $"seed {file.Name}", start, context.Problems),
                    File = Path.GetFullPath(Path.Combine(context.Package.Root, file.Path)),
                    ColumnTypes = ColumnTypes(config, start, context.Problems),
                    Delimiter = Delimiter(config, start, context.Problems),
                }),
                HookConfig.ReferencesOf(context, config, NodeKind.Seed, file.Name));
        }
        catch (DiagnosticException e)
        {
            context.Problems.Add(e.Diagnostic);
            return null;
        }
    }

    // With none DuckDB would guess one.
    private static string Delimiter(NodeConfig config, SourceSpan start, Problems problems)
    {
        var delimiter = config.Text("delimiter") ?? ",";
        if (delimiter.Length == 0) problems.Report(ManifestProblems.BadConfig, config.Get("delimiter")?.Span ?? start, "delimiter", "what stands between two fields", delimiter);
        return delimiter;
    }

    private static Dictionary<string, string> ColumnTypes(NodeConfig config, SourceSpan start, Problems problems)
    {
        if (config.Get("column_types") is not { } types) return [];
        if (types.Value.AsObject is DictValue dictionary)
        {
            // Of the same column in several places the nearest to the seed counts, and comes last.
            var byName = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, type) in dictionary.Entries) byName[name.ToText()] = type.ToText();
            return byName;
        }

        problems.Report(ManifestProblems.BadConfig, types.Span ?? start, "column_types", "a mapping from column to type", types.Value.ToText());
        return [];
    }
}
