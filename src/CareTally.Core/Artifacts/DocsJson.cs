using System.Text.Json;
using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Writes the docs blocks of the project and its packages.</summary>
internal static class DocsJson
{
    public static void WriteAll(Utf8JsonWriter json, ManifestContext context)
    {
        foreach (var package in context.Project.Packages)
        {
            foreach (var block in package.Contents.DocsBlocks.Values.OrderBy(block => block.Name, StringComparer.Ordinal))
            {
                var id = Descriptions.IdOf(package, block);
                json.WriteStartObject(id);
                json.WriteString("unique_id"u8, id);
                json.WriteString("resource_type"u8, "doc");
                json.WriteString("name"u8, block.Name);
                json.WriteString("package_name"u8, package.Name);
                json.WriteString("path"u8, block.File.PathInFolder);
                json.WriteString("original_file_path"u8, block.File.Path);
                json.WriteString("block_contents"u8, block.Text.Trim());
                json.WriteEndObject();
            }
        }
    }
}
