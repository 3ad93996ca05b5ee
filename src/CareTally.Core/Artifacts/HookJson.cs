using System.Text.Json;
using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Writes a statement that is run before or after everything else: dbt calls it an operation.</summary>
internal static class HookJson
{
    public static void Write(Utf8JsonWriter json, RunHook hook, ManifestContext context)
    {
        var package = hook.Package.Name;
        json.WriteString("unique_id", hook.Id.ToString());
        json.WriteString("resource_type", NodeId.Word(hook.Id.Kind));
        json.WriteString("package_name", package);
        json.WriteString("name", hook.Name);
        json.WriteString("path", $"hooks/{hook.Name}.sql");
        json.WriteString("original_file_path", $"./{hook.Text.Span.Source.Path}");
        json.WriteTexts("fqn", [package, "hooks", hook.Name]);
        json.WriteString("database", context.Project.Target.Database);
        json.WriteString("schema", context.Project.Target.Schema);
        json.WriteString("alias", hook.Name);
        FileChecksum.OfText(hook.Text.Text).Write(json);
        json.WriteTexts("tags", [hook.Event]);
        json.WriteString("raw_code", hook.Text.Text);
        json.WriteString("language", "sql");
        json.WriteNumber("index", hook.Index);
        json.WriteNumber("created_at", context.CreatedAt);
    }
}
