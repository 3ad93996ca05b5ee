using System.Text.Json;
using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Writes a statement that is run before or after everything else: dbt calls it an operation.</summary>
internal static class HookJson
{
    public static void Write(Utf8JsonWriter json, RunHook hook, ManifestContext context)
    {
        var package = hook.Package.Name;
        json.WriteString("unique_id"u8, hook.Id.ToString());
        json.WriteString("resource_type"u8, NodeId.Word(hook.Id.Kind));
        json.WriteString("package_name"u8, package);
        json.WriteString("name"u8, hook.Name);
        json.WriteString("path"u8, $"hooks/{hook.Name}.sql");
        json.WriteString("original_file_path"u8, $"./{hook.Text.Span.Source.Path}");
        json.WriteTexts("fqn"u8, [package, "hooks", hook.Name]);
        json.WriteString("database"u8, context.Project.Target.Database);
        json.WriteString("schema"u8, context.Project.Target.Schema);
        json.WriteString("alias"u8, hook.Name);
        FileChecksum.OfText(hook.Text.Text).Write(json);
        json.WriteTexts("tags"u8, [hook.Event]);
        json.WriteString("raw_code"u8, hook.Text.Text);
        json.WriteString("language"u8, "sql");
        json.WriteNumber("index"u8, hook.Index);
        json.WriteConstant("created_at"u8, context.CreatedAt);
    }
}
