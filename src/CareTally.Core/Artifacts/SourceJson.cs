using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what sources alone have.</summary>
internal static class SourceJson
{
    public static void Write(Utf8JsonWriter json, SourceNode source, ManifestContext context)
    {
        RelationJson.WriteAddress(json, source, "identifier", context);
        json.WriteString("path", source.Path);
        json.WriteString("source_name", source.SourceName);
        json.WriteString("source_description", source.SourceDescription);
        json.WriteString("loader", source.Loader);
        json.WritePropertyName("quoting");
        MetadataJson.WriteQuoting(json, context.Project.FindPackage(source.Package)!.Quoting);
        json.WriteString("loaded_at_field", source.Config.Text("loaded_at_field"));
        json.WriteString("loaded_at_query", source.Config.Text("loaded_at_query"));
        json.WriteNull("freshness");
        WriteExternal(json, source.External);
        RelationJson.WriteColumns(json, source);
        json.WritePropertyName("source_meta");
        TemplateJson.Write(json, source.SourceMeta);
        ConfigJson.Write(json, "config", source.Config, ConfigShape.Source);
        json.WriteNull("patch_path");
        ConfigJson.WriteConfigured(json, "unrendered_config", source.Config);
        json.WriteConstant("doc_blocks", "[]");
    }

    private static void WriteExternal(Utf8JsonWriter json, ExternalFiles? files)
    {
        if (files is null)
        {
            json.WriteNull("external");
            return;
        }

        json.WriteStartObject("external");
        json.WriteString("location", files.Location);
        json.WriteString("file_format", files.Format);
        json.WriteNull("row_format");
        json.WriteNull("tbl_properties");
        json.WriteNull("partitions");
        json.WritePropertyName("options");
        TemplateJson.Write(json, files.Options);
        json.WriteEndObject();
    }
}
