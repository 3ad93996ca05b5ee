using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what sources alone have.</summary>
internal static class SourceJson
{
    public static void Write(Utf8JsonWriter json, SourceNode source, ManifestContext context)
    {
        RelationJson.WriteAddress(json, source, "identifier"u8, context);
        json.WriteString("path"u8, source.Path);
        json.WriteString("source_name"u8, source.SourceName);
        json.WriteString("source_description"u8, source.SourceDescription);
        json.WriteString("loader"u8, source.Loader);
        json.WritePropertyName("quoting"u8);
        MetadataJson.WriteQuoting(json, context.Project.FindPackage(source.Package)!.Quoting);
        json.WriteString("loaded_at_field"u8, source.Freshness?.LoadedAtField);
        json.WriteString("loaded_at_query"u8, source.Freshness?.LoadedAtQuery);
        FreshnessJson.Write(json, "freshness", source.Freshness);
        WriteExternal(json, source.External);
        RelationJson.WriteColumns(json, source);
        json.WritePropertyName("source_meta"u8);
        TemplateJson.Write(json, source.SourceMeta);
        ConfigJson.Write(json, "config"u8, source.Config, ConfigShape.Source);
        json.WriteNull("patch_path"u8);
        ConfigJson.WriteConfigured(json, "unrendered_config"u8, source.Config);
        json.WriteString("unrendered_schema"u8, source.UnrenderedSchema);
        json.WriteString("unrendered_database"u8, source.UnrenderedDatabase);
        json.WriteTexts("doc_blocks"u8, source.DocBlocks);
    }

    private static void WriteExternal(Utf8JsonWriter json, ExternalFiles? files)
    {
        if (files is null)
        {
            json.WriteNull("external"u8);
            return;
        }

        json.WriteStartObject("external"u8);
        json.WriteString("location"u8, files.Location);
        json.WriteString("file_format"u8, files.Format);
        json.WriteNull("row_format"u8);
        json.WriteNull("tbl_properties"u8);
        json.WriteNull("partitions"u8);
        json.WritePropertyName("options"u8);
        TemplateJson.Write(json, files.Options);
        json.WriteEndObject();
    }
}
