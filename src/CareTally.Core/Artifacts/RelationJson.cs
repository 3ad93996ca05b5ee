using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Templating.Values;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what nodes with columns and SQL share. A kind takes what it has of it.</summary>
internal static class RelationJson
{
    /// <summary>Where a node lives.</summary>
    public static void WriteAddress(Utf8JsonWriter json, RelationNode node, string identifierKey, ManifestContext context)
    {
        json.WriteString("database", node.Relation.Database ?? context.Project.Target.Database);
        json.WriteString("schema", node.Relation.Schema);
        json.WriteString(identifierKey, node.Relation.Identifier);
        json.WriteString("relation_name", node is ModelNode { Materialization: Materialization.Ephemeral } ? null : FullName(node, context));
    }

    /// <summary>A relation with its database, as dbt names it.</summary>
    public static string FullName(RelationNode node, ManifestContext context) => FullName(node, context.Project);

    /// <summary>A relation with its database, as dbt names it.</summary>
    public static string FullName(RelationNode node, Project project) =>
        (node.Relation.Database is null ? node.Relation with { Database = project.Target.Database } : node.Relation).ToSql();

    /// <summary>What dbt says of every node in the map <c>nodes</c>.</summary>
    public static void WriteHead(Utf8JsonWriter json, Node node, string path, FileChecksum checksum, string rawCode, ConfigShape shape)
    {
        json.WriteString("path", path);
        checksum.Write(json);
        ConfigJson.Write(json, "config", node.Config, shape);
        WriteColumns(json, node);
        json.WriteString("group", node.Config.Text("group"));
        ConfigJson.WriteKey(json, "docs", node.Config, """{"show":true,"node_color":null}""");
        json.WriteString("patch_path", node.PropertiesPath is { } properties && node is not DataTestNode { Generic: not null } ? $"{node.Package}://{properties}" : null);
        json.WriteNull("build_path");
        ConfigJson.WriteConfigured(json, "unrendered_config", node.Config);
        json.WriteString("raw_code", rawCode);
        json.WriteConstant("doc_blocks", "[]");
    }

    /// <summary>What dbt says of every node that is compiled to SQL.</summary>
    public static void WriteSql(Utf8JsonWriter json, Node node, IEnumerable<Macro> macros, ManifestContext context)
    {
        json.WriteString("language", "sql");
        WriteReferences(json, node);
        ManifestContext.WriteDependsOn(json, macros, node.DependsOn);
        var compiled = context.Compiled.GetValueOrDefault(node.Id);
        json.WriteString("compiled_path", compiled is null ? null : $"{context.Project.Paths.Target}/{CompiledPaths.For(node).Replace('\\', '/')}");
        json.WriteBoolean("compiled", compiled is not null);
        json.WriteString("compiled_code", compiled);
        json.WriteBoolean("extra_ctes_injected", compiled is not null);
        json.WriteConstant("extra_ctes", "[]");
        ConfigJson.WriteContract(json, node.Config);
    }

    private static void WriteReferences(Utf8JsonWriter json, Node node)
    {
        json.WriteStartArray("refs");
        foreach (var id in node.DependsOn.Where(id => id.Kind is NodeKind.Model or NodeKind.Seed or NodeKind.Snapshot))
        {
            var dot = id.Name.IndexOf('.', StringComparison.Ordinal);
            json.WriteStartObject();
            json.WriteString("name", id.Name.AsSpan(dot + 1));
            json.WriteString("package", id.Name[..dot] == node.Package ? null : id.Name[..dot]);
            json.WriteNull("version");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("sources");
        foreach (var id in node.DependsOn.Where(id => id.Kind == NodeKind.Source))
        {
            json.WriteStartArray();
            foreach (var part in id.Name.Split('.')[1..]) json.WriteStringValue(part);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteConstant("metrics", "[]");
        json.WriteConstant("functions", "[]");
    }

    /// <summary>The described columns.</summary>
    public static void WriteColumns(Utf8JsonWriter json, Node node)
    {
        json.WriteStartObject("columns");
        foreach (var column in node.Columns.DistinctBy(column => column.Name)) WriteColumn(json, column);
        json.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter json, NodeColumn column)
    {
        json.WriteStartObject(column.Name);
        json.WriteString("name", column.Name);
        json.WriteString("description", column.Description);
        json.WriteString("data_type", column.DataType);
        WriteLabels(json, column.Meta, column.Tags);
        json.WriteStartObject("config");
        WriteLabels(json, column.Meta, column.Tags);
        json.WriteEndObject();
        json.WriteConstant("constraints", "[]");
        json.WriteConstant("quote", column.IsQuoted ? "true" : "null");
        json.WriteNull("granularity");
        json.WriteConstant("doc_blocks", "[]");
        json.WriteEndObject();
    }

    private static void WriteLabels(Utf8JsonWriter json, DictValue meta, IEnumerable<string> tags)
    {
        json.WritePropertyName("meta");
        TemplateJson.Write(json, meta);
        json.WriteTexts("tags", tags);
    }
}
