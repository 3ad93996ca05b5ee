using System.Collections.Immutable;
using CareTally.Core.Projects.Configs;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Makes source nodes of the tables under <c>sources:</c> in property files.</summary>
internal static class SourceBuilder
{
    private static readonly string[] Formats = ["csv", "json", "jsonl", "parquet"];
    private static readonly string[] ExternalKeys = ["location", "format", "options", "optional"];

    public static IEnumerable<NodeDraft> Build(PackageContext context) =>
        from file in context.Package.Contents.Properties
        from source in file.Sources
        from table in source.Tables
        select new NodeDraft(Build(context, file, source, table), TemplateReferences.None);

    private static SourceNode Build(PackageContext context, PropertyFile file, SourceProperties source, SourceTableProperties table)
    {
        var package = context.Package.Name;
        var name = table.Resource.Name;
        ImmutableArray<string> fqn = [package, .. file.File.Folders, source.Name, name];
        var config = context.MergeConfigs(contents => contents.SourceConfigs, fqn,
            [.. FreshnessReader.Level(context.Read(source.Configs), context.Problems), .. FreshnessReader.Level(context.Read(table.Resource.Configs), context.Problems)]);
        var database = context.Yaml.RenderText(source.Database);
        var external = config.Get("external") is { } files ? External(files, table.Resource.Columns, table.Resource.Span, context.Problems) : null;
        if (external is not null) external = external with { MaxUnreadableShare = UnreadableRules.Read(config, external, context.Problems) };
        CheckOptional(table.Resource.Columns, config.Get("external") is not null, context.Problems);
        return new SourceNode
        {
            Id = new NodeId(NodeKind.Source, $"{package}.{source.Name}.{name}"),
            Package = package,
            Name = name,
            SourceName = source.Name,
            Loader = table.Loader ?? source.Loader ?? "",
            SourceMeta = NodeConfig.Merge([.. context.Read(source.Configs)]).Meta,
            SourceDescription = context.Descriptions.Render(source.Description),
            Fqn = fqn,
            Path = file.File.Path,
            PropertiesPath = file.File.Path,
            Span = table.Resource.Span,
            Config = config,
            Description = context.Descriptions.Render(table.Resource.Description),
            DocBlocks = context.Descriptions.DocsIn(table.Resource.Description),
            Columns = context.Descriptions.Columns(table.Resource.Columns),
            Relation = new Relation(
                string.Equals(database, context.Project.Target.Database, StringComparison.OrdinalIgnoreCase) ? null : database,
                context.Yaml.RenderText(source.Schema) ?? source.Name,
                context.Yaml.RenderText(table.Identifier) ?? name),
            UnrenderedSchema = source.Schema?.Text,
            UnrenderedDatabase = source.Database?.Text,
            Freshness = FreshnessReader.Read(config, $"source {source.Name}.{name}", table.Resource.Span, context.Problems),
            External = external,
        };
    }

    // What is not there must have a type all the same; a table in the warehouse has its columns, whatever is said of them.
    private static void CheckOptional(ImmutableArray<ColumnProperties> columns, bool isInFiles, Problems problems)
    {
        foreach (var column in columns.Where(column => column.IsOptional))
        {
            if (!isInFiles) problems.Report(ManifestProblems.BadOptional, column.Span, column.Name, "only a source in files can be without a column");
            else if (column.DataType is null) problems.ReportWithHint(ManifestProblems.BadOptional, column.Span, "give it a data_type", column.Name, "where it is missing nothing tells its type");
        }
    }

    private static ExternalFiles? External(ConfigValue external, ImmutableArray<ColumnProperties> columns, SourceSpan table, Problems problems)
    {
        var span = external.Span ?? table;
        if (external.Value.AsObject is not DictValue keys || !keys.TryGet("location", out var location) || location.ToText().Length == 0)
        {
            problems.ReportWithHint(ManifestProblems.BadExternal, span, "for example external: {location: 'data/calls_*.csv'}", "it needs a location");
            return null;
        }

        foreach (var key in keys.Keys.Select(key => key.ToText()).Except(ExternalKeys))
            problems.ReportWithHint(ManifestProblems.BadExternal, span, HintFor(key), $"unknown key '{key}'");

        var format = keys.TryGet("format", out var given) ? given.ToText() : FormatOf(location.ToText());
        if (format is null || !Formats.Contains(format))
        {
            problems.ReportWithHint(
                ManifestProblems.BadExternal, span, $"formats: {string.Join(", ", Formats)}",
                format is null ? $"the format of '{location.ToText()}' cannot be told from its name" : $"unknown format '{format}'");
            return null;
        }

        var readerOptions = keys.TryGet("options", out var options) && options.AsObject is DictValue dictionary ? dictionary : new DictValue();
        return new ExternalFiles(location.ToText(), format, readerOptions, IsOptional(keys, columns, span, problems), span);
    }

    // Where there is no file only the declaration tells what the source looks like.
    private static bool IsOptional(DictValue external, ImmutableArray<ColumnProperties> columns, SourceSpan span, Problems problems)
    {
        if (!external.TryGet("optional", out var optional) || !optional.IsTruthy) return false;
        if (columns.IsEmpty) problems.Report(ManifestProblems.BadExternal, span, "files that may be missing need declared columns, each with a data_type");
        foreach (var column in columns.Where(column => column.DataType is null))
            problems.Report(ManifestProblems.BadExternal, column.Span, $"files that may be missing need a data_type for every column, and '{column.Name}' has none");
        return true;
    }

    private static string HintFor(string key) => DidYouMean.Hint(key, ExternalKeys)
        ?? (UnreadableRules.Keys.Contains(key) ? $"it is a config of its own: config: {{{key}: ...}}" : "the file reader's own options belong under 'options:'");

    private static string? FormatOf(string location)
    {
        var name = location.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? location[..^3] : location;
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" or ".txt" => "csv",
            ".json" => "json",
            ".jsonl" or ".ndjson" => "jsonl",
            ".parquet" => "parquet",
            _ => null,
        };
    }
}
