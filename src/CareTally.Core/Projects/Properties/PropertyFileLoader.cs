using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Properties;

/// <summary>Reads a property file in the shapes dbt accepts.</summary>
internal static class PropertyFileLoader
{
    private static readonly string[] TopLevelConfigs = ["meta", "tags", "docs", "enabled", "external", "quoting", "freshness", "loaded_at_field", "loaded_at_query"];

    public static PropertyFile? Load(ProjectFile file, Problems problems)
    {
        switch (YamlParser.Parse(file.Source, problems))
        {
            case null:
                return null;
            case YamlMapping root:
                return Load(file, root, problems);
            case { } other:
                problems.Report(ProjectProblems.WrongType, other.Span, file.Source.Path, "a mapping with keys such as models and sources", YamlValues.Describe(other));
                return null;
        }
    }

    private static PropertyFile Load(ProjectFile file, YamlMapping root, Problems problems)
    {
        var reader = new MappingReader(root, "a property file", problems);
        reader.Accept("version", "anchors");
        var result = new PropertyFile
        {
            File = file,
            Models = [.. reader.Maps("models").SelectMany(map => ModelLoader.Load(map, problems))],
            Seeds = Each("seeds", map => Seed(map, problems)),
            Sources = Each("sources", map => SourceLoader.Load(map, problems)),
            Analyses = Each("analyses", map => Resource(new MappingReader(map, "an analysis", problems), problems, takesTests: false)),
            Snapshots = Each("snapshots", map => Snapshot(map, problems)),
            Functions = Each("functions", map => FunctionLoader.Load(map, problems)),
            Macros = Each("macros", map => Macro(map, problems)),
            Groups = Each("groups", map => GroupLoader.Load(map, problems)),
            Exposures = Each("exposures", map => ExposureLoader.Load(map, problems)),
            UnitTests = Each("unit_tests", map => UnitTestLoader.Load(map, problems)),
            SingularTests = [.. Each("tests", map => SingularTest(map, problems)), .. Each("data_tests", map => SingularTest(map, problems))],
        };
        reader.WarnNotYet("semantic_models", "metrics", "saved_queries");
        reader.RejectUnknown();
        return result;

        ImmutableArray<T> Each<T>(string key, Func<YamlMapping, T> load) => [.. reader.Maps(key).Select(load)];
    }

    private static ResourceProperties Seed(YamlMapping map, Problems problems) => Resource(new MappingReader(map, "a seed", problems), problems, topLevelConfigs: "group");

    private static SnapshotProperties Snapshot(YamlMapping map, Problems problems)
    {
        var reader = new MappingReader(map, "a snapshot", problems);
        var relation = reader.Scalar("relation");
        return new SnapshotProperties(Resource(reader, problems), relation);
    }

    private static ResourceProperties SingularTest(YamlMapping map, Problems problems) => Resource(new MappingReader(map, "a singular test", problems), problems);

    private static MacroProperties Macro(YamlMapping map, Problems problems)
    {
        var reader = new MappingReader(map, "a macro", problems);
        reader.Accept("arguments", "meta", "docs", "config");
        var macro = new MacroProperties(reader.RequiredText("name"), reader.Scalar("description"), NameSpan(map));
        reader.RejectUnknown();
        return macro;
    }

    /// <summary>The keys that models, seeds, source tables, analyses, functions and singular tests share; every other key is an error.</summary>
    /// <param name="reader">The entry.</param>
    /// <param name="problems">Where to complain.</param>
    /// <param name="takesTests">Whether it can be tested.</param>
    /// <param name="isSource">Whether it is a table of a source, the columns of which may be optional.</param>
    /// <param name="topLevelConfigs">Configs that this kind of resource may have outside <c>config:</c>, besides those of all.</param>
    public static ResourceProperties Resource(MappingReader reader, Problems problems, bool takesTests = true, bool isSource = false, params string[] topLevelConfigs)
    {
        var map = reader.Mapping;
        var resource = new ResourceProperties
        {
            Name = reader.RequiredText("name"),
            Span = NameSpan(map),
            Description = reader.Scalar("description"),
            Columns = [.. reader.Maps("columns").Select(column => Column(column, problems, takesTests, isSource))],
            DataTests = takesTests ? DataTestLoader.Load(reader, problems) : [],
            Configs = Configs(reader, topLevelConfigs),
        };
        reader.RejectUnknown();
        return resource;
    }

    /// <summary>Configs at the top level, as dbt once had them, and those below <c>config:</c>, which win.</summary>
    public static ImmutableArray<YamlMapping> Configs(MappingReader reader, params string[] further)
    {
        var top = reader.Mapping.Entries.Any(IsConfig) ? reader.Mapping.Entries.Where(IsConfig).ToImmutableArray() : [];
        reader.Accept(TopLevelConfigs);
        reader.Accept(further);
        var nested = reader.Map("config");
        ImmutableArray<YamlMapping> configs = top.IsEmpty ? [] : [new YamlMapping(top, reader.Mapping.Span)];
        return nested is null ? configs : configs.Add(nested);

        bool IsConfig(YamlEntry entry) => Array.IndexOf(TopLevelConfigs, entry.Key.Text) >= 0 || Array.IndexOf(further, entry.Key.Text) >= 0;
    }

    public static SourceSpan NameSpan(YamlMapping map) => (map["name"] ?? map).Span;

    public static ColumnProperties Column(YamlMapping map, Problems problems, bool takesTests = true, bool isOfSource = false)
    {
        var reader = new MappingReader(map, "a column", problems);
        reader.WarnNotYet("policy_tags");
        reader.Accept("granularity", "docs");
        var config = reader.Map("config") is { } nested ? new MappingReader(nested, "a column's config", problems) : null;
        var column = new ColumnProperties
        {
            Name = reader.RequiredText("name"),
            Span = NameSpan(map),
            DataType = reader.Text("data_type"),
            TypeSpan = reader.Node("data_type")?.Span ?? NameSpan(map),
            Constraints = ConstraintLoader.Load(reader, isOfColumn: true, problems),
            Description = reader.Scalar("description"),
            IsQuoted = reader.Bool("quote") ?? false,
            IsOptional = isOfSource && config?.Bool("optional") == true,
            Tags = [.. reader.Texts("tags"), .. config?.Texts("tags") ?? []],
            Meta = reader.Map("meta") ?? config?.Map("meta"),
            DataTests = takesTests ? DataTestLoader.Load(reader, problems) : [],
        };
        config?.RejectUnknown();
        reader.RejectUnknown();
        return column;
    }
}
