using System.Threading.Channels;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Running;
using CareTally.Diagnostics;

namespace CareTally.Core.Artifacts;

/// <summary>
/// Keeps run_results.json up to date while a run goes on: where the process is killed, the file says what had not ended, and a retry can go
/// on from there. It is there before anything is run.
/// </summary>
public sealed class RunRecording : IAsyncDisposable
{
    /// <summary>The message of a node before which the run was interrupted.</summary>
    public const string Interrupted = "interrupted";

    // The file is written whole. After each writing there is a pause many times as long, so that all of them together cost next to nothing:
    // of a small project hardly anything is missing at any moment, of a large one what ended in the last second.
    private const int PauseFactor = 50;
    private const int LeastPauseFactor = 10;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly RunRecord _record;
    private readonly Action<RunResults> _write;
    private readonly TimeProvider _clock;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _end = new();
    private readonly Task _writing;

    private RunRecording(RunRecord record, Action<RunResults> write, TimeProvider clock)
    {
        (_record, _write, _clock) = (record, write, clock);
        _write(_record.SoFar());
        _writing = Task.Run(WriteChangesAsync);
    }

    /// <summary>Writes the file, with all that is planned as skipped, and then whenever it has changed.</summary>
    /// <param name="artifacts">Where.</param>
    /// <param name="manifest">The project.</param>
    /// <param name="plan">What is to be done.</param>
    /// <param name="command">The command, for example <c>build</c>.</param>
    /// <param name="clock">Measures.</param>
    /// <exception cref="DiagnosticException">The folder cannot be written to.</exception>
    public static RunRecording Begin(ArtifactWriter artifacts, Manifest manifest, Plan plan, string command, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(artifacts);
        return new RunRecording(new RunRecord(plan, clock), results => artifacts.WriteResultsSoFar(manifest, plan, results, command), clock);
    }

    /// <summary>Takes note of what has happened.</summary>
    public void Hear(RunEvent happened)
    {
        _record.Hear(happened);
        if (happened is RunEvent.Finished or RunEvent.BatchEnded or RunEvent.HookEnded) _changes.Writer.TryWrite(true);
    }

    /// <summary>Writes no more: the results of the whole run are to follow.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _writing;
        _end.Dispose();
    }

    private static TimeSpan PauseAfter(TimeSpan writing) =>
        writing * PauseFactor < LongestPause ? writing * PauseFactor : TimeSpan.FromTicks(Math.Max(LongestPause.Ticks, (writing * LeastPauseFactor).Ticks));

    private async Task WriteChangesAsync()
    {
        try
        {
            while (await _changes.Reader.WaitToReadAsync(_end.Token))
            {
                _changes.Reader.TryRead(out _);
                var start = _clock.GetTimestamp();
                _write(_record.SoFar());
                await Task.Delay(PauseAfter(_clock.GetElapsedTime(start)), _clock, _end.Token);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (DiagnosticException)
        {
            // The run goes on; if the file still cannot be written when it is over, that is when it is said.
        }
    }
}
