using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CareTally.Core.Projects;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what every artifact says of itself, so that a reader knows which schema it follows and what made it.</summary>
internal static class MetadataJson
{
    /// <param name="json">Where.</param>
    /// <param name="project">The project.</param>
    /// <param name="schema">Name and version of the schema, for example <c>manifest/v12</c>.</param>
    /// <param name="more">Writes what only this artifact has.</param>
    public static void Write(Utf8JsonWriter json, Project project, string schema, Action<Utf8JsonWriter>? more = null)
    {
        json.WriteStartObject("metadata");
        json.WriteString("dbt_schema_version", $"https://schemas.getdbt.com/dbt/{schema}.json");
        json.WriteString("dbt_version", ProjectScope.DbtVersion);
        json.WriteMoment("generated_at", project.Options.StartedAt);
        json.WriteString("invocation_id", project.Options.InvocationId);
        json.WriteMoment("invocation_started_at", project.Options.StartedAt);
        json.WriteStartObject("env");
        foreach (var (name, value) in ProjectScope.MetadataOf(project.Options.Environment)) json.WriteString(name, value);
        json.WriteEndObject();
        more?.Invoke(json);
        json.WriteEndObject();
    }

    /// <summary>What only the manifest says.</summary>
    public static void WriteProject(Utf8JsonWriter json, Project project)
    {
        json.WriteString("project_name", project.Name);
        json.WriteString("project_id", ProjectId(project.Name));
        json.WriteNull("user_id");
        json.WriteBoolean("send_anonymous_usage_stats", false);
        json.WriteString("adapter_type", project.Target.Type);
        json.WritePropertyName("quoting");
        WriteQuoting(json, project.Packages[0].Quoting);
        json.WriteMoment("run_started_at", project.Options.StartedAt);
    }

    public static void WriteQuoting(Utf8JsonWriter json, Quoting quoting)
    {
        json.WriteStartObject();
        Write("database", quoting.Database);
        Write("schema", quoting.Schema);
        Write("identifier", quoting.Identifier);
        json.WriteNull("column");
        json.WriteEndObject();

        void Write(string name, bool? value)
        {
            if (value is { } given) json.WriteBoolean(name, given);
            else json.WriteNull(name);
        }
    }

    // The schema asks for this hash; nothing is kept secret by it.
#pragma warning disable CA5351
    private static string ProjectId(string name) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(name)));
#pragma warning restore CA5351
}
