using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareTally.Core.Artifacts;
using CareTally.Core.Checking;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Running;
using CareTally.Diagnostics;

namespace CareTally.Cli.Reporting;

/// <summary>Events and diagnostics as JSON objects, each on one line.</summary>
internal static class EventJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line of JSON.</summary>
    public static string Line(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string Of(Diagnostic diagnostic) => Line(json =>
    {
        json.WriteString("event", "diagnostic");
        WriteFields(json, diagnostic);
    });

    public static string Of(TemplateMessage message) => Line(json =>
    {
        json.WriteString("event", "message");
        json.WriteString("message", message.Text);
    });

    public static string Of(RunEvent happened, DateTimeOffset at) => Line(json =>
    {
        json.WriteString("event", happened switch
        {
            RunEvent.RunStarted => "run_started",
            RunEvent.Started => "started",
            RunEvent.Finished => "finished",
            RunEvent.BatchEnded => "batch_ended",
            RunEvent.HookEnded => "hook_ended",
            RunEvent.Said => "message",
            RunEvent.RunFinished => "run_finished",
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "an unknown event"),
        });
        json.WriteString("at", at.UtcDateTime);
        switch (happened)
        {
            case RunEvent.RunStarted started:
                json.WriteNumber("nodes", started.Plan.NodeCount);
                json.WriteNumber("threads", started.Threads);
                break;
            case RunEvent.Started started:
                WriteNode(json, started.Node);
                break;
            case RunEvent.Said said:
                if (said.Node is { } speaker) WriteNode(json, speaker);
                json.WriteString("message", said.Message.Text);
                break;
            case RunEvent.BatchEnded batch:
                WriteNode(json, batch.Node);
                json.WriteNumber("successful", batch.SoFar.Successful.Length);
                json.WriteNumber("left", batch.SoFar.Failed.Length);
                break;
            case RunEvent.HookEnded hook:
                json.WriteString("unique_id", hook.Result.Hook.ToString());
                json.WriteString("status", hook.Result.Failure is null ? "success" : "error");
                break;
            case RunEvent.Finished finished:
                WriteNode(json, finished.Node);
                WriteResult(json, finished.Node, finished.Result);
                break;
            case RunEvent.RunFinished finished:
                WriteSummary(json, finished.Results);
                break;
        }
    });

    /// <summary>What a check says of one node.</summary>
    public static string Of(CheckResult result) => Line(json =>
    {
        json.WriteString("event", "checked");
        WriteNode(json, result.Node);
        json.WriteString("status", result.Status);
        CheckJson.WriteDetails(json, result);
        if (result is not CheckResult.Failed failed) return;
        json.WriteStartObject("diagnostic");
        WriteFields(json, failed.Diagnostic);
        json.WriteEndObject();
    });

    /// <summary>What a check says of all.</summary>
    public static string Of(CheckResults results) => Line(json =>
    {
        json.WriteString("event", "check_finished");
        json.WriteBoolean("success", results.IsSuccess);
        json.WriteNumber("execution_time", Math.Round(results.Elapsed.TotalSeconds, 6));
        json.WriteStartObject("statuses");
        foreach (var group in results.Results.GroupBy(result => result.Status).OrderBy(group => group.Key, StringComparer.Ordinal))
            json.WriteNumber(group.Key, group.Count());
        json.WriteEndObject();
    });

    private static void WriteNode(Utf8JsonWriter json, Node node)
    {
        json.WriteString("unique_id", node.Id.ToString());
        json.WriteString("resource_type", NodeId.Word(node.Id.Kind));
        json.WriteString("name", node.Name);
        if (node is RelationNode relation) json.WriteString("relation", relation.Relation.ToString());
    }

    private static void WriteResult(Utf8JsonWriter json, Node node, NodeResult result)
    {
        json.WriteString("status", result.Status);
        json.WriteNumber("execution_time", Math.Round(result.Elapsed.TotalSeconds, 6));
        if (!result.Unreadable.IsEmpty)
        {
            json.WriteStartObject("rows_rejected");
            foreach (var rows in result.Unreadable) json.WriteNumber(rows.Source, rows.Count);
            json.WriteEndObject();
        }

        switch (result)
        {
            case NodeResult.Built { Rows: { } rows }: json.WriteNumber("rows", rows); break;
            case NodeResult.PartlyBuilt { Batches: { } batches }:
                json.WriteNumber("batches", batches.Failed.Length + batches.Successful.Length);
                json.WriteNumber("failed_batches", batches.Failed.Length);
                break;
            case NodeResult.TestFailed failed:
                json.WriteNumber("failures", failed.Failures);
                if (failed.Diff is { } diff) json.WriteString("diff", diff.ToString());
                break;
            case NodeResult.Warned warned: json.WriteNumber("failures", warned.Failures); break;
            case NodeResult.FreshnessChecked check:
                json.WriteString("max_loaded_at", check.NewestAt?.UtcDateTime.ToString("O"));
                json.WriteString("snapshotted_at", check.CheckedAt.UtcDateTime);
                json.WriteNumber("max_loaded_at_time_ago_in_s", check.Age.TotalSeconds);
                break;
            case NodeResult.Skipped { BecauseOf: { } culprit }: json.WriteString("because_of", culprit.ToString()); break;
            case NodeResult.Rejected rejected:
                json.WriteStartArray("failed_tests");
                foreach (var test in rejected.FailedTests) json.WriteStringValue(test.ToString());
                json.WriteEndArray();
                json.WriteString("rejected_relation", rejected.RejectedRelation?.ToString());
                break;
        }

        if (ResultDiagnostics.Of(node, result) is not { } diagnostic) return;
        json.WriteStartObject("diagnostic");
        WriteFields(json, diagnostic);
        json.WriteEndObject();
    }

    private static void WriteSummary(Utf8JsonWriter json, RunResults results)
    {
        json.WriteBoolean("success", results.IsSuccess);
        json.WriteBoolean("interrupted", results.IsInterrupted);
        json.WriteNumber("execution_time", Math.Round(results.Elapsed.TotalSeconds, 6));
        json.WriteNumber("rows", results.Results.OfType<NodeResult.Built>().Sum(built => built.Rows ?? 0));
        json.WriteStartObject("statuses");
        foreach (var group in results.Results.GroupBy(result => result.Status).OrderBy(group => group.Key, StringComparer.Ordinal))
            json.WriteNumber(group.Key, group.Count());
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        json.WriteString("severity", diagnostic.Severity == Severity.Error ? "error" : "warning");
        json.WriteString("code", diagnostic.Kind.Code);
        json.WriteString("message", diagnostic.Message);
        if (diagnostic.Span is { } span)
        {
            var (line, column) = span.Position;
            json.WriteString("file", span.Source.Path);
            json.WriteNumber("line", line);
            json.WriteNumber("column", column);
        }

        if (diagnostic.Hint is { } hint) json.WriteString("hint", hint);
    }
}

/// <summary>A JSON object for each event.</summary>
internal sealed class JsonReporter(TextWriter output, TimeProvider clock) : IRunReporter
{
    public void Report(RunEvent happened) => output.WriteLine(EventJson.Of(happened, clock.GetUtcNow()));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Says nothing while a run goes on.</summary>
internal sealed class QuietReporter : IRunReporter
{
    public void Report(RunEvent happened)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
