using System.Text.Json;
using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Writes the macros: the project's, its packages' and the built-in ones.</summary>
internal static class MacroJson
{
    public static void WriteAll(Utf8JsonWriter json, ManifestContext context)
    {
        json.WriteObjects(context.Manifest.Macros.All, macro => macro.Id, (j, macro) => Write(j, macro, context));
    }

    private static void Write(Utf8JsonWriter json, Macro macro, ManifestContext context)
    {
        var span = macro.Definition.Span;
        json.WriteString("unique_id"u8, macro.Id);
        json.WriteString("resource_type"u8, "macro");
        json.WriteString("name"u8, macro.Name);
        json.WriteString("package_name"u8, macro.Package);
        json.WriteString("path"u8, span.Source.Path);
        json.WriteString("original_file_path"u8, span.Source.Path);
        json.WriteString("macro_sql"u8, span.Text);
        ManifestContext.WriteDependsOn(json, MacroCalls.In(macro, context.Project.Name, context.Manifest.Macros), null);
        json.WriteString("description"u8, macro.Description);
        json.WriteConstant("meta"u8, "{}"u8);
        json.WriteConstant("docs"u8, """{"show":true,"node_color":null}"""u8);
        json.WriteNull("patch_path"u8);
        json.WriteStartArray("arguments"u8);
        foreach (var parameter in macro.Definition.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, parameter.Name);
            json.WriteNull("type"u8);
            json.WriteString("description"u8, "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteConstant("created_at"u8, context.CreatedAt);
        if (macro.Definition.SupportedLanguages.IsEmpty) json.WriteNull("supported_languages"u8);
        else json.WriteTexts("supported_languages"u8, macro.Definition.SupportedLanguages);
    }
}
