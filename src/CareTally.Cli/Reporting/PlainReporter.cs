using System.Globalization;
using CareTally.Core.Manifests;
using CareTally.Core.Running;

namespace CareTally.Cli.Reporting;

/// <summary>A line for each node that has ended: for logs, pipes and terminals that cannot move the cursor.</summary>
internal sealed class PlainReporter(TextWriter output, TimeProvider clock, Paint paint) : IRunReporter
{
    private int _ended;
    private int _all;

    public void Report(RunEvent happened)
    {
        switch (happened)
        {
            case RunEvent.RunStarted started:
                _all = started.Plan.NodeCount;
                output.WriteLine($"{Time()}  {NodeText.Count(_all, "node")} to run on {NodeText.Count(started.Threads, "thread")}");
                break;
            case RunEvent.Said said:
                output.WriteLine(ResultLine.For(said, paint));
                break;
            case RunEvent.Finished finished:
                _ended++;
                if (ResultLine.IsWorthShowing(finished.Result)) output.WriteLine($"{Time()}  {ResultLine.For(finished, _ended, _all, paint)}");
                break;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Time() => clock.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}

/// <summary>The line for one node that has ended.</summary>
internal static class ResultLine
{
    // An interruption may leave thousands undone; the summary tells how many.
    public static bool IsWorthShowing(NodeResult result) => result is not NodeResult.Skipped { BecauseOf: null };

    public static string For(RunEvent.Said said, Paint paint) =>
        said.Message.Warning is { } warning ? paint.Diagnostic(warning) : $"{paint.Dim(said.Node?.Name ?? "hook")}  {said.Message.Text}";

    public static string For(RunEvent.Finished finished, int number, int all, Paint paint)
    {
        var (node, result) = finished;
        var width = all.ToString(CultureInfo.InvariantCulture).Length;
        var position = string.Create(CultureInfo.InvariantCulture, $"{number.ToString(CultureInfo.InvariantCulture).PadLeft(width)} of {all}");
        return $"{paint.Dim(position)} {Short(node, result, paint)}";
    }

    /// <summary>Without which of how many it is.</summary>
    public static string Short(Node node, NodeResult result, Paint paint)
    {
        var status = NodeText.ColorOf(result, paint)(NodeText.Status(result).PadRight(NodeText.StatusWidth));
        var time = result is NodeResult.Skipped ? "" : $"  {NodeText.Seconds(result.Elapsed)}";
        var detail = NodeText.Detail(result) is { Length: > 0 } text ? $"  {text}" : "";
        return $"{status} {NodeText.Kind(node).PadRight(NodeText.KindWidth)} {NodeText.Name(node)}{paint.Dim(time + detail)}";
    }
}
