using System.Text.Json;
using CareTally.Core.Artifacts;
using CareTally.Core.Manifests;
using CareTally.Core.Running;
using CareTally.Core.State;
using CareTally.Diagnostics;

namespace CareTally.Cli;

/// <summary>The results of the last run, from target/run_results.json: for a site that is made without a run.</summary>
internal static class LastRun
{
    private static readonly DiagnosticKind Failed = new("TLY7404", Severity.Error, "{0}");

    /// <summary>The results of nodes that still exist, or null where there are none to be read.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="messages">Told where the file is there but cannot be understood.</param>
    public static RunResults? Read(Manifest manifest, Messages messages)
    {
        var folder = manifest.Project.TargetFolder;
        if (!File.Exists(Path.Combine(folder, PreviousResults.FileName))) return null;
        try
        {
            var previous = PreviousResults.Read(folder);
            if (OfOtherData(previous.Arguments, manifest.Project.Target.Name) is { } what)
            {
                messages.Note($"The last run is not shown: it was {what}");
                return null;
            }

            var nodes = manifest.Nodes.Values.ToDictionary(node => node.Id.ToString());
            var results = previous.Results.Where(result => nodes.ContainsKey(result.Node)).Select(result => ToResult(result, nodes[result.Node]));

            // A run that was killed leaves it so as well.
            var isInterrupted = previous.Results.Any(result => result is { Status: "skipped", Message: RunRecording.Interrupted });
            return new RunResults([.. results], previous.GeneratedAt ?? throw new FormatException("it does not say when the run was"), previous.Elapsed, isInterrupted);
        }
        catch (DiagnosticException e)
        {
            WriteUnreadable(messages, e.Diagnostic.Message);
        }
        catch (FormatException e)
        {
            WriteUnreadable(messages, e.Message);
        }

        return null;
    }

    // What it says of tables is not true of those that are shown.
    private static string? OfOtherData(JsonElement arguments, string target)
    {
        if (arguments.TryGetProperty("target", out var other) && other.ValueKind == JsonValueKind.String && other.GetString() != target) return $"of the target {other}, and the site is of {target}";
        foreach (var option in (string[])["empty", "sample"])
        {
            if (arguments.TryGetProperty(option, out var given) && given.ValueKind is JsonValueKind.True or JsonValueKind.String) return $"made with --{option}";
        }

        return null;
    }

    private static void WriteUnreadable(Messages messages, string reason) =>
        messages.Write(Diagnostic.Of(CliProblems.UnreadableResults, null, reason) with { Hint = "the next 'tally build' writes it anew" });

    private static NodeResult ToResult(PreviousResult result, Node node)
    {
        var (id, startedAt, elapsed, failures) = (node.Id, result.StartedAt, result.Elapsed, result.Failures ?? 0);
        var diagnostic = Diagnostic.Of(Failed, node.Span, result.Message);
        return result.Status switch
        {
            "success" => new NodeResult.Built { Node = id, StartedAt = startedAt, Elapsed = elapsed, Rows = result.Rows },
            "pass" => new NodeResult.Passed { Node = id, StartedAt = startedAt, Elapsed = elapsed },
            "warn" => new NodeResult.Warned { Node = id, StartedAt = startedAt, Elapsed = elapsed, Failures = failures },
            "fail" => new NodeResult.TestFailed { Node = id, StartedAt = startedAt, Elapsed = elapsed, Failures = failures },
            "skipped" => new NodeResult.Skipped { Node = id, StartedAt = startedAt, Elapsed = elapsed },
            "partial success" => new NodeResult.PartlyBuilt { Node = id, StartedAt = startedAt, Elapsed = elapsed, Rows = result.Rows, Diagnostic = diagnostic },
            "error" or "runtime error" => new NodeResult.Errored { Node = id, StartedAt = startedAt, Elapsed = elapsed, Diagnostic = diagnostic },
            var other => throw new FormatException($"the status '{other}' of {result.Node} is not known"),
        };
    }
}
