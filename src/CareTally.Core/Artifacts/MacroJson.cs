using System.Text.Json;
using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Writes the macros: the project's, its packages' and the built-in ones.</summary>
internal static class MacroJson
{
    public static void WriteAll(Utf8JsonWriter json, ManifestContext context)
    {
        foreach (var macro in context.Manifest.Macros.All)
        {
            json.WriteStartObject(macro.Id);
            Write(json, macro, context);
            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, Macro macro, ManifestContext context)
    {
        var span = macro.Definition.Span;
        json.WriteString("unique_id", macro.Id);
        json.WriteString("resource_type", "macro");
        json.WriteString("name", macro.Name);
        json.WriteString("package_name", macro.Package);
        json.WriteString("path", span.Source.Path);
        json.WriteString("original_file_path", span.Source.Path);
        json.WriteString("macro_sql", span.Text);
        ManifestContext.WriteDependsOn(json, MacroCalls.In(macro, context.Project.Name, context.Manifest.Macros), null);
        json.WriteString("description", macro.Description);
        json.WriteConstant("meta", "{}");
        json.WriteConstant("docs", """{"show":true,"node_color":null}""");
        json.WriteNull("patch_path");
        json.WriteStartArray("arguments");
        foreach (var parameter in macro.Definition.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", parameter.Name);
            json.WriteNull("type");
            json.WriteString("description", "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("created_at", context.CreatedAt);
        if (macro.Definition.SupportedLanguages.IsEmpty) json.WriteNull("supported_languages");
        else json.WriteTexts("supported_languages", macro.Definition.SupportedLanguages);
    }
}
