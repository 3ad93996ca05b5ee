using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Properties;

/// <summary>Reads an entry of <c>sources:</c>.</summary>
internal static class SourceLoader
{
    public static SourceProperties Load(YamlMapping map, Problems problems)
    {
        var reader = new MappingReader(map, "a source", problems);
        reader.Accept("overrides");
        var source = new SourceProperties
        {
            Name = reader.RequiredText("name"),
            Span = PropertyFileLoader.NameSpan(map),
            Description = reader.Scalar("description"),
            Database = reader.Scalar("database"),
            Schema = reader.Scalar("schema"),
            Loader = reader.Text("loader"),
            Configs = PropertyFileLoader.Configs(reader),
            Tables = [.. reader.Maps("tables").Select(table => Table(table, problems))],
        };
        reader.RejectUnknown();
        return source;
    }

    private static SourceTableProperties Table(YamlMapping map, Problems problems)
    {
        var reader = new MappingReader(map, "a source table", problems);
        var (identifier, loader) = (reader.Scalar("identifier"), reader.Text("loader"));
        var resource = PropertyFileLoader.Resource(reader, problems, isSource: true);
        UniqueColumns.Check(resource.Columns.Select(column => (column.Name, column.Span)), problems);
        return new SourceTableProperties(resource, identifier, loader);
    }
}
