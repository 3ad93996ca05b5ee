using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems;

/// <summary>What a system's writer is made with.</summary>
/// <param name="Settings">What the sample is to be like.</param>
/// <param name="Calendar">Its days.</param>
/// <param name="Agents">All agents, by number.</param>
/// <param name="Folder">Where to write.</param>
internal sealed record WriterContext(SampleSettings Settings, SampleCalendar Calendar, IReadOnlyList<Agent> Agents, OutputFolder Folder)
{
    /// <summary>Most rows of one file of the kind that is one document: readers hold it in memory as a whole.</summary>
    public const int MostInPage = 4000;

    private const int Week = 7;

    /// <summary>Days between two exports of a system: a week, or one where much happens.</summary>
    public int PeriodDays => Settings.ContactsPerDay > 8000 ? 1 : Week;

    /// <summary>Whether an export is made at the end of a day.</summary>
    public bool IsExportDay(DayRecords day) => day.Day % PeriodDays == PeriodDays - 1 || IsLast(day);

    public bool IsLast(DayRecords day) => day.Day == Settings.Days - 1;

    /// <summary>Which export a day belongs to, from 0.</summary>
    public int PeriodOf(DayRecords day) => day.Day / PeriodDays;

    /// <summary>The first day of the export that a day belongs to.</summary>
    public DateOnly PeriodStart(DayRecords day) => Calendar.DateOf(PeriodOf(day) * PeriodDays);

    /// <summary>As many as go into a page, for page after page; one empty page where there is nothing.</summary>
    public static IEnumerable<(int Page, IReadOnlyList<T> Rows)> Pages<T>(IReadOnlyList<T> rows)
    {
        for (var page = 0; page == 0 || page * MostInPage < rows.Count; page++)
            yield return (page, [.. rows.Skip(page * MostInPage).Take(MostInPage)]);
    }
}

/// <summary>Writes a system's exports of the days, in the vendor's shape. One thread at a time.</summary>
internal interface ISystemWriter
{
    /// <summary>The next day.</summary>
    void Add(DayRecords day);
}
