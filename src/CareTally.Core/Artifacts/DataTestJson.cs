using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what data tests alone have.</summary>
internal static class DataTestJson
{
    public static void Write(Utf8JsonWriter json, DataTestNode test, ManifestContext context)
    {
        json.WriteString("database"u8, context.Project.Target.Database);
        json.WriteString("schema"u8, test.Store?.Relation.Schema ?? $"{context.Project.Target.Schema}_dbt_test__audit");
        json.WriteString("alias"u8, test.Alias);
        json.WriteString("relation_name"u8, RelationJson.FullName(test, context.Project));
        if (test.Generic is { } use) WriteGeneric(json, test, use, context);
        else WriteSingular(json, test, context);
    }

    private static void WriteSingular(Utf8JsonWriter json, DataTestNode test, ManifestContext context)
    {
        var template = test.Template!;
        var path = ManifestContext.PathBelow(test.Path, context.Project.FindPackage(test.Package)!.Paths.Tests);
        RelationJson.WriteHead(json, test, path, MacroUses.RawCode(test)!.Trim(), ConfigShape.DataTest);
        RelationJson.WriteSql(json, test, MacroCalls.In(template, test.Package, context.Manifest.Macros), context);
    }

    private static void WriteGeneric(Utf8JsonWriter json, DataTestNode test, GenericTestUse use, ManifestContext context)
    {
        var macro = context.Manifest.Macros.FindTest(use.TestName, use.Package, test.Package)!;
        var call = use.Package is { } package ? $"{package}.{macro.Name}" : macro.Name;
        RelationJson.WriteHead(json, test, $"{test.Alias}.sql", $"{{{{ {call}(**_dbt_generic_test_kwargs) }}}}", ConfigShape.DataTest);
        RelationJson.WriteSql(json, test, [macro], context);
        json.WriteString("column_name"u8, use.Column);
        json.WriteString("file_key_name"u8, $"{NodeId.Word(use.Subject.Kind)}s.{use.Subject.Name[(use.Subject.Name.IndexOf('.', StringComparison.Ordinal) + 1)..]}");
        json.WriteString("attached_node"u8, use.Subject.ToString());
        json.WriteStartObject("test_metadata"u8);
        json.WriteString("name"u8, use.TestName);
        json.WritePropertyName("kwargs"u8);
        WriteArguments(json, use);
        json.WriteString("namespace"u8, use.Package);
        json.WriteEndObject();
    }

    private static void WriteArguments(Utf8JsonWriter json, GenericTestUse use)
    {
        json.WriteStartObject();
        if (use.Column is { } column) json.WriteString("column_name"u8, column);
        foreach (var (key, value) in use.Arguments.Entries)
        {
            json.WritePropertyName(key.ToText());
            TemplateJson.Write(json, value);
        }

        json.WriteEndObject();
    }
}
