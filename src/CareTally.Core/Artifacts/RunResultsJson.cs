using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Running;

namespace CareTally.Core.Artifacts;

/// <summary>Writes run_results.json, after dbt's run_results v6.</summary>
internal static class RunResultsJson
{
    private const string Schema = "https://schemas.getdbt.com/dbt/run-results/v6.json";

    public static void Write(Utf8JsonWriter json, Manifest manifest, Plan plan, RunResults results, string command)
    {
        var compiled = plan.CompiledNodes.ToDictionary(pair => pair.Node.Id, pair => pair.Sql.Text);
        json.WriteStartObject();
        ManifestJson.WriteMetadata(json, manifest.Project, Schema);
        json.WriteStartArray("results");
        foreach (var result in results.Results) WriteResult(json, result, manifest, result.RenderedSql?.Text ?? compiled.GetValueOrDefault(result.Node));
        json.WriteEndArray();
        json.WriteNumber("elapsed_time", results.Elapsed.TotalSeconds);
        json.WriteStartObject("args");
        json.WriteString("which", command);
        json.WriteString("project_dir", ".");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, NodeResult result, Manifest manifest, string? compiled)
    {
        json.WriteStartObject();
        json.WriteString("unique_id", result.Node.ToString());
        json.WriteString("status", result.Status);
        json.WriteString("message", MessageOf(result));
        if (FailuresOf(result) is { } failures) json.WriteNumber("failures", failures);
        else json.WriteNull("failures");
        json.WriteNumber("execution_time", result.Elapsed.TotalSeconds);
        json.WriteStartArray("timing");
        if (result is not NodeResult.Skipped)
        {
            json.WriteStartObject();
            json.WriteString("name", "execute");
            json.WriteString("started_at", result.StartedAt.UtcDateTime);
            json.WriteString("completed_at", (result.StartedAt + result.Elapsed).UtcDateTime);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("adapter_response");
        if (result is NodeResult.Built { Rows: { } rows }) json.WriteNumber("rows_affected", rows);
        json.WriteEndObject();
        json.WriteString("thread_id", "");
        json.WriteBoolean("compiled", compiled is not null);
        json.WriteString("compiled_code", compiled);
        json.WriteString("relation_name", manifest.Nodes[result.Node] is RelationNode node ? node.Relation.ToSql() : null);
        json.WriteEndObject();
    }

    private static long? FailuresOf(NodeResult result) => result switch
    {
        NodeResult.Passed => 0,
        NodeResult.Warned warned => warned.Failures,
        NodeResult.TestFailed failed => failed.Failures,
        _ => null,
    };

    private static string? MessageOf(NodeResult result) => result switch
    {
        NodeResult.Warned warned => $"Got {warned.Failures} results, configured to warn",
        NodeResult.TestFailed { Diff: { } diff } => $"actual differs from expected:\n\n{diff}\n",
        NodeResult.TestFailed failed => $"Got {failed.Failures} results, configured to fail",
        NodeResult.Errored errored => errored.Diagnostic.Message,
        NodeResult.Rejected rejected => $"rejected by {string.Join(", ", rejected.FailedTests)}{(rejected.RejectedRelation is { } kept ? $"; kept as {kept}" : "")}",
        NodeResult.Skipped { BecauseOf: { } culprit } => $"skipped because {culprit} failed",
        NodeResult.Skipped => "interrupted",
        _ => null,
    };
}
