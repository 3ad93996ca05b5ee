using System.Collections.Immutable;
using System.Globalization;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Diagnostics;

namespace CareTally.Core.Planning;

/// <summary>The batches of a model that an earlier run has left to be made.</summary>
/// <param name="Failed">Those.</param>
/// <param name="Successful">Those that it has made.</param>
public sealed record MissingBatches(ImmutableArray<EventTimes> Failed, ImmutableArray<EventTimes> Successful);

/// <summary>How a microbatch model is cut into batches.</summary>
/// <param name="EventTime">Its column that says when a row happened.</param>
/// <param name="Begin">Where its first batch begins.</param>
/// <param name="Size">How long a batch is.</param>
/// <param name="Lookback">How many batches before the current one are made again.</param>
public sealed record MicrobatchConfig(string EventTime, DateTimeOffset Begin, BatchSize Size, int Lookback)
{
    private const long MostBatches = 100_000;

    private static readonly ImmutableArray<string> Sizes = [.. Enum.GetNames<BatchSize>().Select(name => name.ToLowerInvariant())];

    /// <exception cref="DiagnosticException">Something is missing or wrong.</exception>
    internal static MicrobatchConfig Read(ModelNode model)
    {
        if (model.Config.Get("unique_key") is { } key)
        {
            throw new DiagnosticException(Diagnostic.Of(IncrementalProblems.KeyOfMicrobatch, key.Span ?? model.Span, model.Id) with
            {
                Hint = "a batch takes the place of all rows of its time; remove unique_key, or use the strategy merge",
            });
        }

        return new MicrobatchConfig(Required(model, "event_time", "the column that says when a row happened"), BeginOf(model), SizeOf(model), LookbackOf(model));
    }

    /// <summary>The batches of a run.</summary>
    /// <param name="now">The moment the command was started.</param>
    /// <param name="times">What the command is restricted to; null for nothing.</param>
    /// <param name="isIncremental">Whether the table is there and is not built anew.</param>
    public ImmutableArray<EventWindow> WindowsOf(DateTimeOffset now, EventTimes? times, bool isIncremental)
    {
        var (start, end) = Span(now, times, isIncremental);
        return EventWindow.Between(start, end, Size);
    }

    /// <summary>Each batch is a transaction: with as many as this, something is mistaken.</summary>
    /// <exception cref="DiagnosticException">There are too many.</exception>
    internal void RequireFew(ModelNode model, DateTimeOffset now, EventTimes? times, bool isIncremental)
    {
        var (start, end) = Span(now, times, isIncremental);
        if (EventWindow.CountBetween(start, end, Size) is not (> MostBatches and var count)) return;
        var (size, since) = (Size.ToString().ToLowerInvariant(), start.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        throw new DiagnosticException(Diagnostic.Of(IncrementalProblems.TooManyBatches, model.Config.Get("begin")?.Span ?? model.Span, model.Id, count.ToString("N0", CultureInfo.InvariantCulture), size, since) with
        {
            Hint = "let it begin later, take a larger batch_size, or build a part of it with --event-time-start and --event-time-end",
        });
    }

    // The end is where two batches meet, so the current batch begins one before it.
    private (DateTimeOffset Start, DateTimeOffset End) Span(DateTimeOffset now, EventTimes? times, bool isIncremental)
    {
        var end = EventWindow.Ceiling(times?.End ?? now, Size);
        return (times?.Start ?? (isIncremental ? EventWindow.Offset(end, Size, -Lookback - 1) : Begin), end);
    }

    /// <summary>A moment as people write it: a date, or a date and a time; UTC where it names no zone.</summary>
    public static DateTimeOffset? Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;

    private static DateTimeOffset BeginOf(ModelNode model)
    {
        var text = Required(model, "begin", "the day of its first rows, for example '2024-01-01'");
        return Moment(text) ?? throw Bad(model, "begin", "a date or a date and a time", text);
    }

    private static BatchSize SizeOf(ModelNode model)
    {
        var text = Required(model, "batch_size", string.Join(", ", Sizes));
        return Sizes.Contains(text) ? Enum.Parse<BatchSize>(text, ignoreCase: true) : throw Bad(model, "batch_size", string.Join(" or ", Sizes), text, DidYouMean.Hint(text, Sizes));
    }

    private static int LookbackOf(ModelNode model)
    {
        if (model.Config.Text("lookback") is not { } text) return 1;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var batches) ? batches : throw Bad(model, "lookback", "a number of batches", text);
    }

    private static string Required(ModelNode model, string key, string what) =>
        model.Config.Text(key) is { Length: > 0 } text
            ? text
            : throw new DiagnosticException(Diagnostic.Of(IncrementalProblems.MicrobatchNeeds, model.Config.Get("incremental_strategy")?.Span ?? model.Span, model.Id, key) with { Hint = $"{key}: {what}" });

    private static DiagnosticException Bad(ModelNode model, string key, string expected, string found, string? hint = null) =>
        new(Diagnostic.Of(ManifestProblems.BadConfig, model.Config.Get(key)?.Span ?? model.Span, key, expected, found) with { Hint = hint });
}
