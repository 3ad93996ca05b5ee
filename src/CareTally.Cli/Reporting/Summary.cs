using CareTally.Core.Manifests;
using CareTally.Core.Running;
using CareTally.Diagnostics;

namespace CareTally.Cli.Reporting;

/// <summary>What is said at the end of a run: every failure once more, who was skipped and why, and the counts.</summary>
internal static class Summary
{
    private const int NamesShown = 8;

    // So many failures and what is said of each fit on a screen; of more there is a list.
    private const int FailuresOnAScreen = 3;
    private const int FailuresListed = 20;

    /// <summary>Failures and warnings go to the error stream, the last line to the output.</summary>
    public static void Write(Manifest manifest, RunResults results, Messages messages, Surroundings surroundings)
    {
        var error = surroundings.Error;
        var ofRejected = ResultDiagnostics.TestsOfRejected(manifest, results);
        foreach (var result in results.Results.OrderBy(result => result.IsFailure))
        {
            var node = manifest.Nodes[result.Node];
            if (ResultDiagnostics.Of(node, result) is not { } diagnostic) continue;
            if (messages.SaysText && (!messages.IsQuiet || diagnostic.Severity == Severity.Error)) error.WriteLine();
            messages.WriteOfResult(WayToSee(node, result, ofRejected.Contains(node.Id)) is { } hint ? diagnostic with { Hint = hint } : diagnostic);
            if (messages.SaysText && result is NodeResult.TestFailed { Diff: { } diff }) WriteDiff(diff, messages.OnError, error);
        }

        foreach (var failure in results.HookFailures) messages.WriteOfResult(failure);
        foreach (var line in SkippedLines(results)) error.WriteLine(messages.OnError.Yellow(line));
        if (!surroundings.OutputIsTerminal && !messages.IsQuiet)
        {
            foreach (var line in FailureLines(manifest, results, messages.OnError)) error.WriteLine(line);
        }

        messages.Note("");
        messages.Note(LastLine(results, messages));
    }

    // What a rejected relation holds, the published one does not.
    private static string? WayToSee(Node node, NodeResult result, bool isOfRejected) => result switch
    {
        not (NodeResult.TestFailed { Diff: null } or NodeResult.Warned) => null,
        _ when node is DataTestNode { Store: { } store } => $"they are kept: select * from {store.Relation.ToSql()}",
        _ => isOfRejected ? null : $"see them with: tally show {node.Name}",
    };

    private static void WriteDiff(UnitTestDiff diff, Paint paint, TextWriter error)
    {
        foreach (var line in diff.Lines())
        {
            Func<string, string> color = line.Split(' ', 2)[0] switch
            {
                UnitTestDiff.Missing => paint.Red,
                UnitTestDiff.Surplus => paint.Green,
                UnitTestDiff.Changed => paint.Yellow,
                _ => paint.Dim,
            };
            error.WriteLine($"  {color(line)}");
        }

        error.WriteLine(paint.Dim("  --- expected and missing, +++ not expected, → expected→actual"));
    }

    private static IEnumerable<string> SkippedLines(RunResults results)
    {
        var skipped = results.Results.OfType<NodeResult.Skipped>().ToArray();
        if (skipped.Length > 0) yield return "";
        foreach (var group in skipped.GroupBy(result => result.BecauseOf))
        {
            var names = group.Select(result => NodeText.ShortName(result.Node)).Order(StringComparer.Ordinal).ToArray();
            var shown = string.Join(", ", names.Take(NamesShown)) + (names.Length > NamesShown ? $" and {names.Length - NamesShown} more" : "");
            var reason = group.Key is { } culprit ? $"because {NodeText.ShortName(culprit)} failed" : results.HookFailures.IsEmpty ? "because of the interruption" : "because a hook failed";
            yield return $"skipped {NodeText.Count(names.Length, "node")} {reason}: {shown}";
        }
    }

    // A log is read from its end, where what was said of the first of many is far away.
    private static IEnumerable<string> FailureLines(Manifest manifest, RunResults results, Paint paint)
    {
        var failures = results.Results.Where(result => result is { IsFailure: true } and not NodeResult.Skipped).ToArray();
        if (failures.Length <= FailuresOnAScreen) yield break;
        yield return "";
        yield return paint.Red($"{NodeText.Count(failures.Length, "failure")}:");
        foreach (var failure in failures.Take(FailuresListed)) yield return $"  {ResultLine.Short(manifest.Nodes[failure.Node], failure, paint)}";
        if (failures.Length > FailuresListed) yield return $"  and {failures.Length - FailuresListed} more";
    }

    private static string LastLine(RunResults results, Messages messages)
    {
        var paint = messages.OnOutput;
        var counts = new List<string>();
        Add<NodeResult.Built>("built", paint.Green);
        AddCount(results.Results.Count(r => r is NodeResult.Passed or NodeResult.FreshnessChecked { Verdict: Freshness.Fresh }), "passed", paint.Green);
        AddCount(results.Results.Count(r => r is NodeResult.Warned or NodeResult.FreshnessChecked { Verdict: Freshness.Ageing }), "warned", paint.Yellow);
        AddCount(results.Results.Count(r => r is NodeResult.TestFailed or NodeResult.Rejected or NodeResult.FreshnessChecked { IsFailure: true }), "failed", paint.Red);
        Add<NodeResult.PartlyBuilt>("partly built", paint.Red);
        Add<NodeResult.Errored>("in error", paint.Red);
        Add<NodeResult.Skipped>("skipped", paint.Yellow);
        var rows = results.Results.OfType<NodeResult.Built>().Sum(built => built.Rows ?? 0);
        if (rows > 0) counts.Add($"{NodeText.Count(rows, "row")} written");
        var rejected = results.Results.SelectMany(result => result.Unreadable).Sum(unreadable => unreadable.Count);
        if (rejected > 0) counts.Add(paint.Yellow($"{NodeText.Count(rejected, "row")} rejected"));
        var verdict = results.IsInterrupted ? paint.Red("Interrupted") : results.IsSuccess ? paint.Green("Done") : paint.Red("Failed");
        return $"{verdict} after {NodeText.Seconds(results.Elapsed)}: {(counts.Count == 0 ? "nothing to do" : string.Join(", ", counts))}";

        void Add<T>(string word, Func<string, string> color) => AddCount(results.Results.OfType<T>().Count(), word, color);

        void AddCount(int count, string word, Func<string, string> color)
        {
            if (count > 0) counts.Add(color($"{count} {word}"));
        }
    }
}
