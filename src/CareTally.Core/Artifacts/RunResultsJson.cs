using System.Collections.Immutable;
using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Templating.Values;

namespace CareTally.Core.Artifacts;

/// <summary>Writes run_results.json, after dbt's schema run_results v6.</summary>
internal static class RunResultsJson
{
    public static void Write(Utf8JsonWriter json, Manifest manifest, Plan plan, RunResults results, string command)
    {
        var compiled = plan.CompiledNodes.ToDictionary(pair => pair.Node.Id, pair => pair.Sql.Text);
        var times = plan.Steps.SelectMany(step => step.GatingTests.Select(test => test.Node.Id).Prepend(step.Node.Id).Select(id => (Id: id, step.Compiled)))
            .DistinctBy(pair => pair.Id).ToDictionary(pair => pair.Id, pair => pair.Compiled);
        json.WriteStartObject();
        MetadataJson.Write(json, manifest.Project, "run-results/v6");
        json.WriteStartArray("results");
        foreach (var result in results.Results)
            WriteResult(json, result, MessageOf(result, results), manifest, result.RenderedSql?.Text ?? compiled.GetValueOrDefault(result.Node), times.GetValueOrDefault(result.Node));
        foreach (var hook in results.Hooks) WriteHook(json, hook);
        json.WriteEndArray();
        json.WriteNumber("elapsed_time", results.Elapsed.TotalSeconds);
        WriteArguments(json, manifest.Project, command);
        json.WriteEndObject();
    }

    // All that the command was given, so that a retry can be given the same; and the target, as the default may be another by then.
    private static void WriteArguments(Utf8JsonWriter json, Project project, string command)
    {
        json.WriteStartObject("args");
        json.WriteString("which", command);
        json.WriteString("project_dir", ".");
        json.WriteString("invocation_command", project.Options.Flags.InvocationCommand);
        json.WritePropertyName("vars");
        TemplateJson.Write(json, new DictValue(project.Vars.CommandLine));
        var arguments = new Dictionary<string, Value>(project.Options.Arguments) { ["target"] = project.Target.Name };
        foreach (var (name, value) in arguments.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            TemplateJson.Write(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, NodeResult result, string? message, Manifest manifest, string? compiled, CompileTime? compiling)
    {
        json.WriteStartObject();
        json.WriteString("unique_id", result.Node.ToString());
        json.WriteString("status", result.Status);
        json.WriteString("message", message);
        if (FailuresOf(result) is { } failures) json.WriteNumber("failures", failures);
        else json.WriteNull("failures");
        json.WriteNumber("execution_time", result.Elapsed.TotalSeconds);
        json.WriteStartArray("timing");
        if (result is not NodeResult.Skipped)
        {
            if (compiling is not null) WriteTiming(json, "compile", compiling.StartedAt, compiling.Elapsed);
            WriteTiming(json, "execute", result.StartedAt, result.Elapsed);
        }

        json.WriteEndArray();
        json.WriteStartObject("adapter_response");
        if (RowsOf(result) is { } rows) json.WriteNumber("rows_affected", rows);
        WriteUnreadable(json, result.Unreadable);
        json.WriteEndObject();
        json.WriteString("thread_id", result.Thread is { } thread ? $"Thread-{thread} (worker)" : "");
        json.WriteBoolean("compiled", compiled is not null);
        json.WriteString("compiled_code", compiled);
        json.WriteString("relation_name", manifest.Nodes[result.Node] switch
        {
            RelationNode node => RelationJson.FullName(node, manifest.Project),
            DataTestNode test => RelationJson.FullName(test, manifest.Project),
            _ => null,
        });
        WriteBatches(json, result.Batches);
        json.WriteEndObject();
    }

    private static void WriteUnreadable(Utf8JsonWriter json, ImmutableArray<UnreadableRows> unreadable)
    {
        if (unreadable.IsEmpty) return;
        json.WriteStartObject("rows_rejected");
        foreach (var rows in unreadable) json.WriteNumber(rows.Source, rows.Count);
        json.WriteEndObject();
    }

    private static void WriteHook(Utf8JsonWriter json, HookResult hook)
    {
        json.WriteStartObject();
        json.WriteString("unique_id", hook.Hook.ToString());
        json.WriteString("status", hook.Failure is null ? "success" : "error");
        json.WriteString("message", hook.Failure?.Message);
        json.WriteNull("failures");
        json.WriteNumber("execution_time", hook.Elapsed.TotalSeconds);
        json.WriteStartArray("timing");
        WriteTiming(json, "execute", hook.StartedAt, hook.Elapsed);
        json.WriteEndArray();
        json.WriteStartObject("adapter_response");
        json.WriteEndObject();
        json.WriteString("thread_id", "main");
        json.WriteBoolean("compiled", true);
        json.WriteNull("compiled_code");
        json.WriteNull("relation_name");
        json.WriteNull("batch_results");
        json.WriteEndObject();
    }

    private static void WriteTiming(Utf8JsonWriter json, string name, DateTimeOffset startedAt, TimeSpan elapsed)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteMoment("started_at", startedAt);
        json.WriteMoment("completed_at", startedAt + elapsed);
        json.WriteEndObject();
    }

    // What a later run needs to make only those that failed. It goes on only from where some were made, in whichever run.
    private static void WriteBatches(Utf8JsonWriter json, BatchResults? batches)
    {
        if (batches is null)
        {
            json.WriteNull("batch_results");
            return;
        }

        json.WriteStartObject("batch_results");
        Write("successful", batches.Earlier.AddRange(batches.Successful));
        Write("failed", batches.Failed);
        json.WriteEndObject();

        void Write(string name, ImmutableArray<EventWindow> windows)
        {
            json.WriteStartArray(name);
            foreach (var window in windows)
            {
                json.WriteStartArray();
                json.WriteStringValue(window.Start);
                json.WriteStringValue(window.End);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }
    }

    private static long? RowsOf(NodeResult result) => result switch
    {
        NodeResult.Built built => built.Rows,
        NodeResult.PartlyBuilt built => built.Rows,
        _ => null,
    };

    private static long? FailuresOf(NodeResult result) => result switch
    {
        NodeResult.Passed => 0,
        NodeResult.Warned warned => warned.Failures,
        NodeResult.TestFailed failed => failed.Failures,
        _ => null,
    };

    private static string? MessageOf(NodeResult result, RunResults results) => result switch
    {
        NodeResult.Built { Rows: { } rows } => $"OK, {rows} rows",
        NodeResult.Built => "OK",
        NodeResult.Warned warned => $"Got {warned.Failures} results, configured to warn",
        NodeResult.TestFailed { Diff: { } diff } => $"actual differs from expected:\n\n{diff}\n",
        NodeResult.TestFailed failed => $"Got {failed.Failures} results, configured to fail",
        NodeResult.Errored errored => errored.Diagnostic.Message,
        NodeResult.PartlyBuilt { Batches: { } batches } partly => $"{batches.Failed.Length} of {batches.Failed.Length + batches.Successful.Length} batches failed: {partly.Diagnostic.Message}",
        NodeResult.Rejected rejected => $"rejected by {string.Join(", ", rejected.FailedTests)}{(rejected.RejectedRelation is { } kept ? $"; kept as {kept}" : "")}",
        NodeResult.Skipped { BecauseOf: { } culprit } => $"skipped because {culprit} failed",
        NodeResult.Skipped => results.IsInterrupted ? RunRecording.Interrupted : "a hook failed",
        _ => null,
    };
}
