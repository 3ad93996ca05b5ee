using CareTally.Core.Manifests;
using CareTally.Core.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CareTally.Cli.Reporting;

/// <summary>
/// Progress on a terminal: a line for each running node with its time, below it a bar with the counts; what has ended scrolls away above.
/// </summary>
internal sealed class LiveReporter : IRunReporter
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly IAnsiConsole _console;
    private readonly TimeProvider _clock;
    private readonly Paint _paint;
    private readonly ProgressView _view;
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _display;

    /// <param name="console">The terminal.</param>
    /// <param name="clock">Measures how long nodes have been running.</param>
    /// <param name="paint">Colours of the lines that scroll away.</param>
    /// <param name="interrupted">The user's wish to stop, to be confirmed while nodes are being undone.</param>
    public LiveReporter(IAnsiConsole console, TimeProvider clock, Paint paint, CancellationToken interrupted)
    {
        (_console, _clock, _paint) = (console, clock, paint);
        _view = new ProgressView(clock, paint, interrupted);
        _display = Task.Run(ShowAsync, CancellationToken.None);
    }

    public void Report(RunEvent happened)
    {
        lock (_lock)
        {
            _view.Apply(happened);
            if (happened is RunEvent.Said said) _lines.Enqueue(ResultLine.For(said, _paint));
            if (happened is RunEvent.Finished finished && ResultLine.IsWorthShowing(finished.Result)) _lines.Enqueue(ResultLine.For(finished, _view.Ended, _view.All, _paint));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _over.TrySetResult();
        await _display;
    }

    private Task ShowAsync() => _console.Live(Text.Empty).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
    {
        while (!_over.Task.IsCompleted)
        {
            Draw(live);
            await Task.WhenAny(_over.Task, Task.Delay(Tick, _clock));
        }

        Draw(live);
    });

    private void Draw(LiveDisplayContext live)
    {
        lock (_lock)
        {
            if (_lines.Count > 0) _console.Write(new RawLines([.. _lines]));
            _lines.Clear();
            live.UpdateTarget(_view.Render(_console.Profile.Width, _console.Profile.Height));
        }
    }

    // The lines carry their colours already. What is erased is the rest of the progress that stood there.
    private sealed class RawLines(string[] lines) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            lines.SelectMany(line => new[] { Segment.Control($"{line}\e[K"), Segment.LineBreak });
    }
}

/// <summary>What is under way and how far the run has come.</summary>
internal sealed class ProgressView(TimeProvider clock, Paint paint, CancellationToken interrupted)
{
    private const int WidestBar = 30;
    private const int NarrowestBar = 5;
    private const string Spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    private readonly long _start = clock.GetTimestamp();
    private readonly List<(Node Node, long Since)> _running = [];
    private int _built;
    private int _passed;
    private int _warned;
    private int _failed;
    private int _skipped;

    public int All { get; private set; }

    public int Ended { get; private set; }

    public void Apply(RunEvent happened)
    {
        switch (happened)
        {
            case RunEvent.RunStarted started:
                All = started.Plan.NodeCount;
                break;
            case RunEvent.Started started:
                _running.Add((started.Node, clock.GetTimestamp()));
                break;
            case RunEvent.Finished finished:
                _running.RemoveAll(item => item.Node.Id == finished.Node.Id);
                Ended++;
                Count(finished.Result);
                break;
        }
    }

    public IRenderable Render(int width, int height)
    {
        var spin = Spinner[(int)(clock.GetElapsedTime(_start).TotalMilliseconds / 100) % Spinner.Length];
        var room = Math.Max(1, height - 4);
        var lines = _running.Take(room).Select(item => (IRenderable)RunningLine(item.Node, clock.GetElapsedTime(item.Since), spin, width)).ToList();
        if (_running.Count > room) lines.Add(new Text($"  and {_running.Count - room} more"));
        lines.Add(Bar(width));
        return new Rows(lines);
    }

    private void Count(NodeResult result)
    {
        switch (result)
        {
            case NodeResult.Built: _built++; break;
            case NodeResult.Passed or NodeResult.FreshnessChecked { Verdict: Freshness.Fresh }: _passed++; break;
            case NodeResult.Warned or NodeResult.FreshnessChecked { Verdict: Freshness.Ageing }: _warned++; break;
            case NodeResult.Skipped: _skipped++; break;
            default: _failed++; break;
        }
    }

    private Markup RunningLine(Node node, TimeSpan elapsed, char spin, int width)
    {
        var time = NodeText.Seconds(elapsed);
        var room = Math.Max(8, width - NodeText.KindWidth - time.Length - 8);
        var name = NodeText.Name(node);
        if (name.Length > room) name = name[..(room - 1)] + "…";
        return Styled($"[cyan]{spin}[/] {NodeText.Kind(node).PadRight(NodeText.KindWidth)} {Markup.Escape(name)}  [dim]{time}[/]");
    }

    private Markup Bar(int width)
    {
        var color = _failed > 0 ? "red" : "green";
        var counts = new List<string> { $"{Ended} of {All}", NodeText.Seconds(clock.GetElapsedTime(_start)) };
        Add(_built, "built", "green");
        Add(_passed, "passed", "green");
        Add(_warned, "warned", "yellow");
        Add(_failed, "failed", "red");
        Add(_skipped, "skipped", "yellow");
        if (interrupted.IsCancellationRequested) counts.Add("[red]stopping; Ctrl-C again to end at once[/]");
        var text = string.Join("  ", counts);
        var barWidth = Math.Clamp(width - Markup.Remove(text).Length - 3, NarrowestBar, WidestBar);
        var filled = All == 0 ? 0 : barWidth * Ended / All;
        return Styled($"[{color}]{new string('━', filled)}[/][dim]{new string('─', barWidth - filled)}[/]  {text}");

        void Add(int count, string word, string shade)
        {
            if (count > 0) counts.Add($"[{shade}]{count} {word}[/]");
        }
    }

    // Without colours there is no bold or dim text either.
    private Markup Styled(string markup) => new(paint.IsOn ? markup : Markup.Escape(Markup.Remove(markup)));
}
