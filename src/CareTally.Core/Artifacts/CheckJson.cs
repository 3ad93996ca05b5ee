using System.Text.Json;
using CareTally.Core.Checking;
using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Writes check.json: what is known of every node's columns without data.</summary>
public static class CheckJson
{
    internal static void Write(Utf8JsonWriter json, Manifest manifest, CheckResults results)
    {
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteString("generated_at", manifest.Project.Options.StartedAt.UtcDateTime);
        json.WriteString("invocation_id", manifest.Project.Options.InvocationId);
        json.WriteString("project_name", manifest.Project.Name);
        json.WriteEndObject();
        json.WriteStartObject("nodes");
        foreach (var result in results.Results.Where(result => result.Node is RelationNode))
        {
            json.WriteStartObject(result.Node.Id.ToString());
            json.WriteString("status", result.Status);
            WriteDetails(json, result);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>What else there is to say of a result: its columns, or why it has none.</summary>
    public static void WriteDetails(Utf8JsonWriter json, CheckResult result)
    {
        switch (result)
        {
            case CheckResult.Sound { Node: RelationNode } sound:
                json.WriteStartObject("columns");
                foreach (var column in sound.Columns)
                {
                    json.WriteStartObject(column.Name);
                    json.WriteString("name", column.Name);
                    json.WriteString("data_type", column.DataType);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                break;
            case CheckResult.NotCheckable not:
                json.WriteString("reason", not.Reason);
                if (not.Because is { } node) json.WriteString("because_of", node.ToString());
                break;
            case CheckResult.Skipped skipped:
                json.WriteString("because_of", skipped.BecauseOf.ToString());
                break;
        }
    }
}
