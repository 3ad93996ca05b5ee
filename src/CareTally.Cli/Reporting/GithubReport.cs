using System.Globalization;
using System.Text;
using CareTally.Core.Manifests;
using CareTally.Core.Running;
using CareTally.Diagnostics;

namespace CareTally.Cli.Reporting;

/// <summary>Says diagnostics as GitHub's workflow commands, and leaves a summary of the run where GitHub shows it.</summary>
/// <param name="command">The command.</param>
/// <param name="output">Where GitHub reads commands.</param>
/// <param name="summaryFile">Where it reads summaries; null where it reads none.</param>
/// <param name="paths">Names files.</param>
/// <param name="scrub">Takes secrets out of what is written.</param>
internal sealed class GithubReport(string command, TextWriter output, string? summaryFile, ReportPaths paths, Func<string, string> scrub) : ICommandReport
{
    // GitHub cuts off what is longer than a megabyte, and nobody reads that far.
    private const int MostRows = 50;

    private readonly List<Diagnostic> _diagnostics = [];
    private RunResults? _results;

    public bool SaysDiagnostics => true;

    public void Add(Diagnostic diagnostic, bool isOfResult)
    {
        _diagnostics.Add(diagnostic);
        output.WriteLine(CommandOf(diagnostic));
    }

    public void Add(RunEvent happened)
    {
        if (happened is RunEvent.RunFinished finished) _results = finished.Results;
    }

    public void Finish(ExitCode code)
    {
        if (summaryFile is { Length: > 0 }) File.AppendAllText(summaryFile, scrub(Summarize(code)));
    }

    private string CommandOf(Diagnostic diagnostic)
    {
        var properties = new List<string>();
        if (diagnostic.Span is { } span)
        {
            var (line, column) = span.Position;
            properties.AddRange([$"file={Property(paths.Of(span.Source.Path))}", Number("line", line), Number("col", column)]);
        }

        properties.Add($"title={Property(diagnostic.Kind.Code)}");
        return $"::{Word(diagnostic)} {string.Join(',', properties)}::{Data(TextOf(diagnostic))}";
    }

    private static string TextOf(Diagnostic diagnostic)
    {
        var calls = diagnostic.Frames.Select(frame => $"\nin {frame.Text}, called at {frame.Span}");
        return $"{diagnostic.Message}{string.Concat(calls)}{(diagnostic.Hint is { } hint ? $"\nhint: {hint}" : "")}";
    }

    private string Summarize(ExitCode code)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"### tally {command}: {(code == ExitCode.Success ? "succeeded" : "failed")}\n\n");
        if (_results is { } results) AppendResults(text, results);
        foreach (var diagnostic in _diagnostics.OrderByDescending(diagnostic => diagnostic.Severity).Take(MostRows))
        {
            var place = diagnostic.Span is { } span ? $" `{paths.Of(span.Source.Path)}:{span.Position.Line}`" : "";
            text.Append(CultureInfo.InvariantCulture, $"- **{Word(diagnostic)}** {diagnostic.Kind.Code}{place} {Markdown(diagnostic.Message)}\n");
        }

        if (_diagnostics.Count > MostRows) text.Append(CultureInfo.InvariantCulture, $"- and {_diagnostics.Count - MostRows} more\n");
        return text.Append('\n').ToString();
    }

    private static void AppendResults(StringBuilder text, RunResults results)
    {
        text.Append("| | success | warn | failed | skipped |\n|---|--:|--:|--:|--:|\n");
        foreach (var kind in results.Results.GroupBy(result => result.Node.Kind).OrderBy(group => group.Key))
        {
            var (skipped, warned, failed) = (kind.Count(r => r is NodeResult.Skipped), kind.Count(r => r is NodeResult.Warned or NodeResult.FreshnessChecked { Verdict: Freshness.Ageing }), kind.Count(r => r.IsFailure && r is not NodeResult.Skipped));
            text.Append(CultureInfo.InvariantCulture, $"| {NodeId.Word(kind.Key)}s | {kind.Count() - skipped - warned - failed} | {warned} | {failed} | {skipped} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{NodeText.Count(results.Results.Length, "node")} in {NodeText.Seconds(results.Elapsed)}\n\n");
    }

    private static string Word(Diagnostic diagnostic) => diagnostic.Severity == Severity.Error ? "error" : "warning";

    private static string Number(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"{name}={value}");

    // A command ends with its line, and a property at a comma or colon.
    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string Markdown(string text) =>
        text.ReplaceLineEndings(" ").Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("`", "\\`", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
