using System.Text.Json;
using System.Text.RegularExpressions;
using CareTally.Cli;
using CareTally.Cli.Reporting;
using CareTally.Core.Running;
using Spectre.Console.Testing;

namespace CareTally.Tests.Cli;

public sealed class ReporterTests
{
    [Fact]
    public async Task Plain_lines_are_stable()
    {
        var run = await RecordedRun.MakeAsync();
        using var output = new StringWriter { NewLine = "\n" };
        await using var reporter = new PlainReporter(output, RecordedRun.Clock(), new Paint(false));
        foreach (var happened in run.Events) reporter.Report(happened);
        Snapshot.Match("Cli/plain.txt", output.ToString());
    }

    [Fact]
    public async Task Lines_of_json_are_stable_and_each_is_an_object()
    {
        var run = await RecordedRun.MakeAsync();
        using var output = new StringWriter { NewLine = "\n" };
        await using var reporter = new JsonReporter(output, RecordedRun.Clock());
        foreach (var happened in run.Events) reporter.Report(happened);
        foreach (var line in output.ToString().TrimEnd().Split('\n'))
        {
            using var json = JsonDocument.Parse(line);
            json.RootElement.GetProperty("event").GetString().ShouldNotBeNullOrEmpty();
            json.RootElement.GetProperty("at").GetDateTime().ShouldBe(new DateTime(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc));
        }

        Snapshot.Match("Cli/events.jsonl", output.ToString());
    }

    [Fact]
    public async Task The_summary_is_stable()
    {
        var run = await RecordedRun.MakeAsync();
        Snapshot.Match("Cli/summary.txt", Summarize(run, new MessageOptions()));
    }

    [Theory]
    [InlineData(false, 3, false)]
    [InlineData(false, 25, true)]
    [InlineData(true, 25, false)]
    public async Task Many_failures_are_listed_once_more_where_a_log_ends(bool isTerminal, int failures, bool areListed)
    {
        using var tally = new Tally { IsTerminal = isTerminal };
        tally.Write("tally_project.yml", "name: shop");
        for (var i = 1; i <= failures; i++) tally.Write($"tests/fails_{i:00}.sql", "select 1 as n");

        var (code, _, error) = await tally.RunAsync("test", "--no-color");

        code.ShouldBe(ExitCode.NodesFailed);
        error.Split("error[TLY7401]").Length.ShouldBe(failures + 1);
        error.Contains("\n25 failures:\n", StringComparison.Ordinal).ShouldBe(areListed);
        if (!areListed) return;
        var lines = error.TrimEnd().Split('\n');
        lines[^1].ShouldBe("  and 5 more");
        lines[^21..^1].ShouldAllBe(line => Regex.IsMatch(line, @"^  FAIL  test        fails_\d\d  \d\.\d\ds  1 failing row$"));
    }

    [Fact]
    public async Task A_quiet_summary_holds_errors_only()
    {
        var run = await RecordedRun.MakeAsync();
        var text = Summarize(run, new MessageOptions { IsQuiet = true });
        text.ShouldContain("error[TLY7401]");
        text.ShouldNotContain("warning[");
        text.ShouldNotContain("Failed after");
    }

    [Fact]
    public async Task On_a_terminal_what_runs_and_how_far_it_is_stands_below()
    {
        var run = await RecordedRun.MakeAsync();
        var clock = RecordedRun.Clock();
        var view = new ProgressView(clock, new Paint(false), CancellationToken.None);
        var screens = new List<string>();
        foreach (var happened in run.Events)
        {
            view.Apply(happened);
            clock.Advance(TimeSpan.FromSeconds(1));
            if (happened is RunEvent.Started or RunEvent.RunFinished) screens.Add(Draw(view, 80, 24));
        }

        Snapshot.Match("Cli/progress.txt", string.Join("\n", screens));
    }

    [Fact]
    public async Task A_low_and_narrow_terminal_still_shows_the_bar()
    {
        var run = await RecordedRun.MakeAsync();
        var view = new ProgressView(RecordedRun.Clock(), new Paint(false), CancellationToken.None);
        view.Apply(run.Events[0]);
        foreach (var node in run.Manifest.Nodes.Values.OrderBy(node => node.Id)) view.Apply(new RunEvent.Started(node));
        var lines = Draw(view, 50, 8).TrimEnd().Split('\n');
        lines.Length.ShouldBeLessThan(8);
        lines.ShouldAllBe(line => line.Length <= 50);
        lines[^2].ShouldContain("and 7 more");
        lines[^1].ShouldContain("0 of 11");
    }

    [Fact]
    public async Task An_interruption_is_confirmed_while_nodes_are_undone()
    {
        using var interruption = new CancellationTokenSource();
        var view = new ProgressView(RecordedRun.Clock(), new Paint(false), interruption.Token);
        await interruption.CancelAsync();
        Draw(view, 100, 24).ShouldContain("stopping; Ctrl-C again to end at once");
    }

    [Fact]
    public async Task On_a_terminal_everything_that_has_ended_scrolls_away_and_nothing_else_stays()
    {
        var run = await RecordedRun.MakeAsync();
        using var console = new TestConsole();
        console.EmitAnsiSequences();
        await using (var reporter = new LiveReporter(console, TimeProvider.System, new Paint(false), CancellationToken.None))
        {
            foreach (var happened in run.Events) reporter.Report(happened);
        }

        foreach (var finished in run.Events.OfType<RunEvent.Finished>()) console.Output.ShouldContain(NodeText.Name(finished.Node));
        console.Output.ShouldContain("\e[?25l", customMessage: "the cursor is hidden while lines move");
        console.Output.LastIndexOf("\e[?25h", StringComparison.Ordinal).ShouldBeGreaterThan(console.Output.LastIndexOf("\e[?25l", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_an_interruption_left_undone_gets_no_line_of_its_own()
    {
        var run = await RecordedRun.MakeAsync();
        var (node, result) = run.Finished("daily_service");
        ResultLine.IsWorthShowing(result).ShouldBeTrue();
        ResultLine.IsWorthShowing(new NodeResult.Skipped { Node = node.Id, StartedAt = result.StartedAt, Elapsed = TimeSpan.Zero }).ShouldBeFalse();
    }

    private static string Draw(ProgressView view, int width, int height)
    {
        using var console = new TestConsole().Width(width);
        console.Write(view.Render(width, height));
        return console.Output;
    }

    private static string Summarize(RecordedRun run, MessageOptions options)
    {
        using var text = new StringWriter { NewLine = "\n" };
        using var tally = new Tally();
        Summary.Write(run.Manifest, run.Results, new Messages(tally.Surroundings(text, text), options), tally.Surroundings(text, text));
        return text.ToString();
    }
}
