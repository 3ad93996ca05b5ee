using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;

namespace CareTally.Core.Artifacts;

/// <summary>Writes manifest.json: the part of dbt's manifest v12 that this version knows.</summary>
internal static class ManifestJson
{
    private const string Schema = "https://schemas.getdbt.com/dbt/manifest/v12.json";

    public static void Write(Utf8JsonWriter json, Manifest manifest)
    {
        json.WriteStartObject();
        WriteMetadata(json, manifest.Project, Schema);
        WriteMap(json, "nodes", manifest.Order.Select(id => manifest.Nodes[id]).Where(node => node is not (SourceNode or UnitTestNode)), (j, node) => WriteNode(j, node, manifest));
        WriteMap(json, "sources", manifest.Nodes.Values.OfType<SourceNode>().OrderBy(node => node.Id), (j, node) => WriteNode(j, node, manifest));
        WriteMap(json, "unit_tests", manifest.Nodes.Values.OfType<UnitTestNode>().OrderBy(node => node.Id), (j, node) => WriteNode(j, node, manifest));
        WriteMacros(json, manifest.Macros);
        WriteEdges(json, "parent_map", manifest, id => manifest.Nodes[id].DependsOn);
        WriteEdges(json, "child_map", manifest, id => manifest.ChildrenOf(id));
        json.WriteStartObject("disabled");
        foreach (var node in manifest.Disabled.OrderBy(node => node.Id))
        {
            json.WriteStartArray(node.Id.ToString());
            json.WriteStartObject();
            WriteNode(json, node, manifest);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteMetadata(Utf8JsonWriter json, Project project, string schema)
    {
        json.WriteStartObject("metadata");
        json.WriteString("dbt_schema_version", schema);
        json.WriteString("generated_at", project.Options.StartedAt.UtcDateTime);
        json.WriteString("invocation_id", project.Options.InvocationId);
        json.WriteString("project_name", project.Name);
        json.WriteString("adapter_type", project.Target.Type);
        json.WriteEndObject();
    }

    private static void WriteMap<T>(Utf8JsonWriter json, string name, IEnumerable<T> nodes, Action<Utf8JsonWriter, T> write) where T : Node
    {
        json.WriteStartObject(name);
        foreach (var node in nodes)
        {
            json.WriteStartObject(node.Id.ToString());
            write(json, node);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter json, Node node, Manifest manifest)
    {
        json.WriteString("unique_id", node.Id.ToString());
        json.WriteString("resource_type", NodeId.Word(node.Id.Kind));
        json.WriteString("package_name", node.Package);
        json.WriteString("name", node.Name);
        json.WriteString("original_file_path", node.Path);
        if (node.PropertiesPath is { } properties) json.WriteString("patch_path", $"{node.Package}://{properties}");
        WriteTexts(json, "fqn", node.Fqn);
        WriteTexts(json, "tags", node.Tags);
        json.WriteString("description", node.Description);
        WriteColumns(json, node);
        WriteConfig(json, node.Config);
        json.WritePropertyName("meta");
        TemplateJson.Write(json, node.Config.Meta);
        json.WriteStartObject("depends_on");
        WriteTexts(json, "nodes", node.DependsOn.Select(id => id.ToString()));
        json.WriteEndObject();
        if (node is RelationNode relation) WriteRelation(json, relation, manifest.Project);
        WriteOwn(json, node);
    }

    private static void WriteRelation(Utf8JsonWriter json, RelationNode node, Project project)
    {
        json.WriteString("database", node.Relation.Database ?? project.Target.Database);
        json.WriteString("schema", node.Relation.Schema);
        json.WriteString(node is SourceNode ? "identifier" : "alias", node.Relation.Identifier);
        json.WriteString("relation_name", node.Relation.ToSql());
    }

    private static void WriteOwn(Utf8JsonWriter json, Node node)
    {
        switch (node)
        {
            case ModelNode model:
                json.WriteString("raw_code", model.Template.Source.Text);
                break;
            case SourceNode source:
                json.WriteString("source_name", source.SourceName);
                json.WriteString("source_description", source.SourceDescription);
                if (source.External is { } files) json.WriteString("external_location", files.Location);
                break;
            case UnitTestNode unit:
                json.WriteString("model", unit.Model?.Name.Split('.', 2)[1]);
                json.WriteString("tested_node_unique_id", unit.Model?.ToString());
                if (unit.Macro is { } macro) json.WriteString("macro", macro.Id);
                break;
            case DataTestNode { Generic: { } use } test:
                json.WriteString("alias", test.Alias);
                json.WriteString("attached_node", use.Subject.ToString());
                json.WriteString("column_name", use.Column);
                json.WriteStartObject("test_metadata");
                json.WriteString("name", use.TestName);
                json.WriteString("namespace", use.Package);
                json.WritePropertyName("kwargs");
                TemplateJson.Write(json, use.Arguments);
                json.WriteEndObject();
                break;
            case DataTestNode { Template: { } template } test:
                json.WriteString("alias", test.Alias);
                json.WriteString("raw_code", template.Source.Text);
                break;
        }
    }

    private static void WriteColumns(Utf8JsonWriter json, Node node)
    {
        json.WriteStartObject("columns");
        foreach (var column in node.Columns.DistinctBy(column => column.Name))
        {
            json.WriteStartObject(column.Name);
            json.WriteString("name", column.Name);
            json.WriteString("description", column.Description);
            json.WriteString("data_type", column.DataType);
            json.WritePropertyName("meta");
            TemplateJson.Write(json, column.Meta);
            WriteTexts(json, "tags", column.Tags);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteConfig(Utf8JsonWriter json, NodeConfig config)
    {
        json.WriteStartObject("config");
        foreach (var (key, value) in config.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(key);
            TemplateJson.Write(json, value.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteMacros(Utf8JsonWriter json, MacroLibrary macros)
    {
        json.WriteStartObject("macros");
        foreach (var macro in macros.All)
        {
            json.WriteStartObject(macro.Id);
            json.WriteString("unique_id", macro.Id);
            json.WriteString("resource_type", "macro");
            json.WriteString("name", macro.Name);
            json.WriteString("package_name", macro.Package);
            json.WriteString("original_file_path", macro.Definition.Span.Source.Path);
            json.WriteString("macro_sql", macro.Definition.Span.Text);
            json.WriteString("description", macro.Description);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteEdges(Utf8JsonWriter json, string name, Manifest manifest, Func<NodeId, IEnumerable<NodeId>> edges)
    {
        json.WriteStartObject(name);
        foreach (var id in manifest.Order) WriteTexts(json, id.ToString(), edges(id).Select(other => other.ToString()));
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
