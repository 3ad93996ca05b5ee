using System.Globalization;
using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Running;

namespace CareTally.Core.Artifacts;

/// <summary>Writes how fresh relations are, after dbt's sources v3.</summary>
internal static class SourcesJson
{
    public static void Write(Utf8JsonWriter json, Manifest manifest, RunResults results, Func<Node, bool> which)
    {
        json.WriteStartObject();
        MetadataJson.Write(json, manifest.Project, "sources/v3");
        json.WriteStartArray("results");
        foreach (var result in results.Results.Where(result => which(manifest.Nodes[result.Node])).OrderBy(result => result.Node)) WriteResult(json, manifest, result);
        json.WriteEndArray();
        json.WriteNumber("elapsed_time", results.Elapsed.TotalSeconds);
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Manifest manifest, NodeResult result)
    {
        switch (result)
        {
            case NodeResult.FreshnessChecked check:
                WriteChecked(json, check, ((RelationNode)manifest.Nodes[result.Node]).Freshness!);
                break;
            case NodeResult.Errored errored:
                json.WriteStartObject();
                json.WriteString("unique_id", result.Node.ToString());
                json.WriteString("error", errored.Diagnostic.Message);
                json.WriteString("status", "runtime error");
                json.WriteEndObject();
                break;
        }
    }

    private static void WriteChecked(Utf8JsonWriter json, NodeResult.FreshnessChecked check, FreshnessRules rules)
    {
        json.WriteStartObject();
        json.WriteString("unique_id", check.Node.ToString());
        json.WriteString("max_loaded_at", Text(check.NewestAt ?? DateTimeOffset.MinValue));
        json.WriteString("snapshotted_at", Text(check.CheckedAt));
        json.WriteNumber("max_loaded_at_time_ago_in_s", check.Age.TotalSeconds);
        json.WriteString("status", check.Status);
        FreshnessJson.Write(json, "criteria", rules);
        json.WriteStartObject("adapter_response");
        json.WriteEndObject();
        json.WriteStartArray("timing");
        json.WriteStartObject();
        json.WriteString("name", "execute");
        json.WriteString("started_at", Text(check.StartedAt));
        json.WriteString("completed_at", Text(check.StartedAt + check.Elapsed));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("thread_id", "");
        json.WriteNumber("execution_time", check.Elapsed.TotalSeconds);
        json.WriteEndObject();
    }

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);
}
