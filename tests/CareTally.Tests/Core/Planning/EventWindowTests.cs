using CareTally.Core.Planning;
using CareTally.Core.Projects;

namespace CareTally.Tests.CoreTests.Planning;

/// <summary>Where batches begin and end. A lookback of N makes N + 1 batches.</summary>
public class EventWindowTests
{
    [Theory]
    [InlineData(BatchSize.Day, 1, "2024-09-17 16:30", "20240916 20240917")]
    [InlineData(BatchSize.Day, 0, "2024-09-17 16:30", "20240917")]
    [InlineData(BatchSize.Day, 3, "2024-09-17 16:30", "20240914 20240915 20240916 20240917")]
    [InlineData(BatchSize.Day, 1, "2024-09-17 00:00", "20240915 20240916")]
    [InlineData(BatchSize.Day, 0, "2024-09-17 00:00", "20240916")]
    [InlineData(BatchSize.Day, 1, "2024-09-17 00:00:00.0000001", "20240916 20240917")]
    [InlineData(BatchSize.Hour, 1, "2024-09-17 00:10", "20240916T23 20240917T00")]
    [InlineData(BatchSize.Hour, 1, "2024-09-17 16:00", "20240917T14 20240917T15")]
    [InlineData(BatchSize.Month, 1, "2024-03-31 12:00", "202402 202403")]
    [InlineData(BatchSize.Month, 2, "2024-01-01 00:00", "202310 202311 202312")]
    [InlineData(BatchSize.Year, 1, "2024-06-01 00:00", "2023 2024")]
    [InlineData(BatchSize.Year, 0, "2025-01-01 00:00", "2024")]
    public void What_is_due_is_the_current_batch_and_those_looked_back_at(BatchSize size, int lookback, string now, string expected) =>
        Ids(new MicrobatchConfig("at", Moment("2020-01-01"), size, lookback).WindowsOf(Moment(now), null, isIncremental: true)).ShouldBe(expected);

    [Theory]
    [InlineData(BatchSize.Day, "2024-09-15", "2024-09-17 16:30", "20240915 20240916 20240917")]
    [InlineData(BatchSize.Day, "2024-09-15 13:00", "2024-09-17 00:00", "20240915 20240916")]
    [InlineData(BatchSize.Hour, "2024-09-17 14:20", "2024-09-17 16:30", "20240917T14 20240917T15 20240917T16")]
    [InlineData(BatchSize.Month, "2023-12-31", "2024-02-29 23:00", "202312 202401 202402")]
    [InlineData(BatchSize.Year, "2022-05-01", "2024-01-01", "2022 2023")]
    [InlineData(BatchSize.Day, "2025-01-01", "2024-09-17", "")]
    public void The_first_run_begins_at_the_beginning(BatchSize size, string begin, string now, string expected) =>
        Ids(new MicrobatchConfig("at", Moment(begin), size, 1).WindowsOf(Moment(now), null, isIncremental: false)).ShouldBe(expected);

    [Theory]
    [InlineData("2024-09-01", "2024-09-03", "20240901 20240902")]
    [InlineData("2024-09-01 10:00", "2024-09-02 10:00", "20240901 20240902")]
    [InlineData("2024-09-01 10:00", "2024-09-01 11:00", "20240901")]
    public void A_command_may_say_from_when_to_when(string start, string end, string expected) =>
        Ids(new MicrobatchConfig("at", Moment("2020-01-01"), BatchSize.Day, 5).WindowsOf(Moment("2026-01-01"), new EventTimes(Moment(start), Moment(end)), isIncremental: true)).ShouldBe(expected);

    [Fact]
    public void Batches_meet_without_gap_and_are_in_utc()
    {
        var windows = EventWindow.Between(Moment("2024-02-28T23:30:00+02:00"), Moment("2024-03-02"), BatchSize.Day);
        windows.Select(window => $"{window.Start:yyyy-MM-dd HH:mm zzz}").ShouldBe(["2024-02-28 00:00 +00:00", "2024-02-29 00:00 +00:00", "2024-03-01 00:00 +00:00"]);
        windows.Zip(windows.Skip(1)).ShouldAllBe(pair => pair.First.End == pair.Second.Start);
        EventWindow.FilterOn("at", new EventTimes(windows[1].Start, windows[1].End)).ShouldBe("at >= '2024-02-29 00:00:00+00:00' and at < '2024-03-01 00:00:00+00:00'");
    }

    private static string Ids(IEnumerable<EventWindow> windows) => string.Join(' ', windows.Select(window => window.Id));

    private static DateTimeOffset Moment(string text) => MicrobatchConfig.Moment(text)!.Value;
}
