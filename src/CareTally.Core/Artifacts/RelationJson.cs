using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.State;
using CareTally.Core.Warehouses;
using CareTally.Templating.Values;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what nodes with columns and SQL share. A kind takes what it has of it.</summary>
internal static class RelationJson
{
    /// <summary>Where a node lives.</summary>
    public static void WriteAddress(Utf8JsonWriter json, RelationNode node, ReadOnlySpan<byte> identifierKey, ManifestContext context)
    {
        json.WriteString("database"u8, node.Relation.Database ?? context.Project.Target.Database);
        json.WriteString("schema"u8, node.Relation.Schema);
        json.WriteString(identifierKey, node.Relation.Identifier);
        json.WriteString("relation_name"u8, node is ModelNode { Materialization: Materialization.Ephemeral } ? null : FullName(node, context.Project));
    }

    /// <summary>A relation with its database, as dbt names it.</summary>
    public static string FullName(RelationNode node, Project project) => FullName(node.Relation, project);

    /// <summary>The relation that keeps the rows a test finds; null where none does.</summary>
    public static string? FullName(DataTestNode test, Project project) => test.Store is { } store ? FullName(store.Relation, project) : null;

    private static string FullName(Relation relation, Project project) =>
        (relation.Database is null ? relation with { Database = project.Target.Database } : relation).ToSql();

    /// <summary>What dbt says of every node in the map <c>nodes</c>.</summary>
    public static void WriteHead(Utf8JsonWriter json, Node node, string path, string rawCode, ConfigShape shape)
    {
        json.WriteString("path"u8, path);
        ChecksumJson.Write(json, NodeChecksum.Of(node));
        ConfigJson.Write(json, "config"u8, node.Config, shape);
        WriteColumns(json, node);
        json.WriteString("group"u8, node.Config.Text("group"));
        ConfigJson.WriteDocs(json, node.Config);
        json.WriteString("patch_path"u8, node.PropertiesPath is { } properties && node is not DataTestNode { Generic: not null } ? $"{node.Package}://{properties}" : null);
        ConfigJson.WriteConfigured(json, "unrendered_config"u8, node.Config);
        json.WriteString("raw_code"u8, rawCode);
        json.WriteTexts("doc_blocks"u8, node.DocBlocks);
        json.WriteNull("build_path"u8);
    }

    /// <summary>What dbt says of every node that is compiled to SQL.</summary>
    public static void WriteSql(Utf8JsonWriter json, Node node, IEnumerable<Macro> macros, ManifestContext context)
    {
        WriteReferences(json, node);
        json.WriteConstant("metrics"u8, "[]"u8);
        WriteFunctions(json, node);
        json.WriteString("language"u8, FunctionNode.Language);
        ManifestContext.WriteDependsOn(json, macros, node.DependsOn);
        WriteCompiled(json, node, context);
        ConfigJson.WriteContract(json, node.Config, (node as ModelNode)?.Contract.Checksum);
    }

    // As function() names them: with the package where it is another one.
    private static void WriteFunctions(Utf8JsonWriter json, Node node)
    {
        json.WriteStartArray("functions"u8);
        foreach (var id in node.DependsOn.Where(id => id.Kind == NodeKind.Function))
        {
            json.WriteStartArray();
            var parts = id.Name.Split('.', 2);
            if (parts[0] != node.Package) json.WriteStringValue(parts[0]);
            json.WriteStringValue(parts[1]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteCompiled(Utf8JsonWriter json, Node node, ManifestContext context)
    {
        if (!context.Compiled.TryGetValue(node.Id, out var compiled))
        {
            json.WriteConstant("compiled"u8, """false,"compiled_path":null,"compiled_code":null,"extra_ctes_injected":false,"extra_ctes":[]"""u8);
            return;
        }

        json.WriteConstant("compiled"u8, """true,"extra_ctes_injected":true"""u8);
        json.WriteStartArray("extra_ctes"u8);
        foreach (var cte in compiled.Ctes)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, cte.Model.ToString());
            json.WriteString("sql"u8, $" {cte.Name} as (\n{cte.Sql}\n)");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("compiled_path"u8, $"{context.Project.Paths.Target}/{CompiledPaths.For(node).Replace('\\', '/')}");
        json.WriteString("compiled_code"u8, compiled.Text);
    }

    /// <summary>The refs and sources of a node.</summary>
    public static void WriteReferences(Utf8JsonWriter json, Node node)
    {
        json.WriteStartArray("refs"u8);
        foreach (var id in node.DependsOn.Where(id => id.Kind is NodeKind.Model or NodeKind.Seed or NodeKind.Snapshot))
        {
            var dot = id.Name.IndexOf('.', StringComparison.Ordinal);

            // A model's version is the last part of its id.
            var end = id.Kind == NodeKind.Model ? id.Name.LastIndexOf(".v", StringComparison.Ordinal) : -1;
            json.WriteStartObject();
            json.WriteString("name"u8, end > dot ? id.Name.AsSpan(dot + 1, end - dot - 1) : id.Name.AsSpan(dot + 1));
            json.WriteString("package"u8, id.Name[..dot] == node.Package ? null : id.Name[..dot]);
            json.WriteString("version"u8, end > dot ? id.Name[(end + 2)..] : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("sources"u8);
        foreach (var id in node.DependsOn.Where(id => id.Kind == NodeKind.Source))
        {
            json.WriteStartArray();
            foreach (var part in id.Name.Split('.')[1..]) json.WriteStringValue(part);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>The described columns.</summary>
    public static void WriteColumns(Utf8JsonWriter json, Node node)
    {
        json.WriteStartObject("columns"u8);
        foreach (var column in node.Columns.DistinctBy(column => column.Name)) WriteColumn(json, column);
        json.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter json, NodeColumn column)
    {
        json.WriteStartObject(column.Name);
        json.WriteString("name"u8, column.Name);
        json.WriteString("description"u8, column.Description);
        json.WriteString("data_type"u8, column.DataType);
        WriteLabels(json, column.Meta, column.Tags);
        json.WriteStartObject("config"u8);
        WriteLabels(json, column.Meta, column.Tags);
        json.WriteEndObject();
        json.WriteConstant("quote"u8, column.IsQuoted ? "true"u8 : "null"u8);
        GovernanceJson.WriteConstraints(json, column.Constraints);
        json.WriteNull("granularity"u8);
        json.WriteTexts("doc_blocks"u8, column.DocBlocks);
        json.WriteEndObject();
    }

    private static void WriteLabels(Utf8JsonWriter json, DictValue meta, IEnumerable<string> tags)
    {
        if (meta.Count == 0)
        {
            json.WriteConstant("meta"u8, "{}"u8);
        }
        else
        {
            json.WritePropertyName("meta"u8);
            TemplateJson.Write(json, meta);
        }

        json.WriteTexts("tags"u8, tags);
    }
}
