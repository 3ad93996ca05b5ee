using System.Collections.Immutable;
using System.Globalization;
using CareTally.Core.Projects;
using CareTally.Core.Python;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>How much time a batch of a microbatch model covers.</summary>
public enum BatchSize
{
    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day.</summary>
    Day,

    /// <summary>A month.</summary>
    Month,

    /// <summary>A year.</summary>
    Year,
}

/// <summary>The time of the rows of one batch, in UTC.</summary>
/// <param name="Start">The first moment of it.</param>
/// <param name="End">The first moment behind it.</param>
/// <param name="Size">How long batches of this model are.</param>
public sealed record EventWindow(DateTimeOffset Start, DateTimeOffset End, BatchSize Size)
{
    /// <summary>dbt's name for it: 2024, 202409, 20240917 or 20240917T16.</summary>
    public string Id => Start.ToString(
        Size switch { BatchSize.Hour => "yyyyMMdd'T'HH", BatchSize.Day => "yyyyMMdd", BatchSize.Month => "yyyyMM", _ => "yyyy" }, CultureInfo.InvariantCulture);

    /// <summary>The windows between two moments; both ends are cut where batches meet, but for the last one, which ends with the second moment.</summary>
    public static ImmutableArray<EventWindow> Between(DateTimeOffset start, DateTimeOffset end, BatchSize size)
    {
        var windows = ImmutableArray.CreateBuilder<EventWindow>();
        for (var from = Floor(start, size); from < end; from = Offset(from, size, 1))
        {
            var to = Offset(from, size, 1);
            windows.Add(new EventWindow(from, to < end ? to : end, size));
        }

        return windows.ToImmutable();
    }

    /// <summary>How many windows there are between two moments, about.</summary>
    public static long CountBetween(DateTimeOffset start, DateTimeOffset end, BatchSize size)
    {
        var days = (end - start).TotalDays;
        return (long)Math.Ceiling(size switch { BatchSize.Hour => days * 24, BatchSize.Day => days, BatchSize.Month => days / 30, _ => days / 365 });
    }

    /// <summary>The last place at or before a moment where two batches meet.</summary>
    public static DateTimeOffset Floor(DateTimeOffset moment, BatchSize size)
    {
        var utc = moment.UtcDateTime;
        return size switch
        {
            BatchSize.Hour => new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, 0, 0, TimeSpan.Zero),
            BatchSize.Day => new DateTimeOffset(utc.Year, utc.Month, utc.Day, 0, 0, 0, TimeSpan.Zero),
            BatchSize.Month => new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero),
            _ => new DateTimeOffset(utc.Year, 1, 1, 0, 0, 0, TimeSpan.Zero),
        };
    }

    /// <summary>The first place at or behind a moment where two batches meet.</summary>
    public static DateTimeOffset Ceiling(DateTimeOffset moment, BatchSize size)
    {
        var floor = Floor(moment, size);
        return floor == moment ? floor : Offset(floor, size, 1);
    }

    /// <summary>A place where two batches meet, so many batches later.</summary>
    public static DateTimeOffset Offset(DateTimeOffset boundary, BatchSize size, int batches) => size switch
    {
        BatchSize.Hour => boundary.AddHours(batches),
        BatchSize.Day => boundary.AddDays(batches),
        BatchSize.Month => boundary.AddMonths(batches),
        _ => boundary.AddYears(batches),
    };

    /// <summary>The condition that keeps the rows of a time.</summary>
    /// <param name="column">The column that says when a row happened.</param>
    /// <param name="times">The time.</param>
    internal static string FilterOn(string column, EventTimes times) =>
        $"{column} >= '{new DateTimeValue(times.Start).ToText()}' and {column} < '{new DateTimeValue(times.End).ToText()}'";

    /// <summary>What templates see as <c>model.batch</c>.</summary>
    internal DictValue ToValue() => new(new Dictionary<string, Value>
    {
        ["id"] = Id,
        ["event_time_start"] = new DateTimeValue(Start),
        ["event_time_end"] = new DateTimeValue(End),
    });
}
