using System.Text.Json;
using CareTally.Core.Artifacts;
using CareTally.Core.Manifests;
using CareTally.Core.Running;
using CareTally.Diagnostics;

namespace CareTally.Cli;

/// <summary>The results of the last run, from target/run_results.json: for a site that is made without a run.</summary>
internal static class LastRun
{
    private const string FileName = "run_results.json";

    private static readonly DiagnosticKind Failed = new("TLY7404", Severity.Error, "{0}");

    /// <summary>The results of nodes that still exist, or null where there are none to be read.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="messages">Told where the file is there but cannot be understood.</param>
    public static RunResults? Read(Manifest manifest, Messages messages)
    {
        var path = Path.Combine(manifest.Project.TargetFolder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var nodes = manifest.Nodes.Values.ToDictionary(node => node.Id.ToString());
            var results = json.RootElement.GetProperty("results").EnumerateArray()
                .Where(result => nodes.ContainsKey(result.GetProperty("unique_id").GetString()!))
                .Select(result => ToResult(result, nodes[result.GetProperty("unique_id").GetString()!]))
                .ToArray();
            var generatedAt = json.RootElement.GetProperty("metadata").GetProperty("generated_at").GetDateTimeOffset();
            var elapsed = TimeSpan.FromSeconds(json.RootElement.GetProperty("elapsed_time").GetDouble());
            return new RunResults([.. results], generatedAt, elapsed, IsInterrupted: json.RootElement.GetProperty("results").EnumerateArray().Any(IsInterrupted));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            messages.Write(Diagnostic.Of(CliProblems.UnreadableResults, null, path, e.Message) with { Hint = "the next 'tally build' writes it anew" });
            return null;
        }
    }

    // A run that was killed leaves it so as well.
    private static bool IsInterrupted(JsonElement result) =>
        result.GetProperty("status").GetString() == "skipped" && result.GetProperty("message").GetString() == RunRecording.Interrupted;

    private static NodeResult ToResult(JsonElement result, Node node)
    {
        var id = node.Id;
        var elapsed = TimeSpan.FromSeconds(result.GetProperty("execution_time").GetDouble());
        var startedAt = result.GetProperty("timing").EnumerateArray().Select(timing => timing.GetProperty("started_at").GetDateTimeOffset()).FirstOrDefault();
        var failures = result.GetProperty("failures") is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : 0;
        long? rows = result.GetProperty("adapter_response").TryGetProperty("rows_affected", out var affected) ? affected.GetInt64() : null;
        return result.GetProperty("status").GetString() switch
        {
            "success" => new NodeResult.Built { Node = id, StartedAt = startedAt, Elapsed = elapsed, Rows = rows },
            "pass" => new NodeResult.Passed { Node = id, StartedAt = startedAt, Elapsed = elapsed },
            "warn" => new NodeResult.Warned { Node = id, StartedAt = startedAt, Elapsed = elapsed, Failures = failures },
            "fail" => new NodeResult.TestFailed { Node = id, StartedAt = startedAt, Elapsed = elapsed, Failures = failures },
            "skipped" => new NodeResult.Skipped { Node = id, StartedAt = startedAt, Elapsed = elapsed },
            "partial success" => new NodeResult.PartlyBuilt
            {
                Node = id,
                StartedAt = startedAt,
                Elapsed = elapsed,
                Rows = rows,
                Diagnostic = Diagnostic.Of(Failed, node.Span, result.GetProperty("message").GetString()),
            },
            "error" => new NodeResult.Errored
            {
                Node = id,
                StartedAt = startedAt,
                Elapsed = elapsed,
                Diagnostic = Diagnostic.Of(Failed, node.Span, result.GetProperty("message").GetString()),
            },
            var other => throw new FormatException($"status '{other}' is not known"),
        };
    }
}
