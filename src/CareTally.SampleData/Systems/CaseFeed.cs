using CareTally.SampleData.Simulation;

namespace CareTally.SampleData.Systems;

/// <summary>What an export of cases holds.</summary>
/// <param name="After">When the export before was made.</param>
/// <param name="MadeAt">When it is made: nothing later is known.</param>
/// <param name="Changed">Cases that changed in between, by number.</param>
/// <param name="IsFirst">Whether it is the first.</param>
internal sealed record CaseExport(long After, long MadeAt, IReadOnlyList<Case> Changed, bool IsFirst);

/// <summary>Keeps the cases of a system until nothing more happens to them, and tells at each export which have changed.</summary>
internal sealed class CaseFeed(WriterContext context, string system)
{
    private List<Case> _open = [];
    private long _exportedAt = long.MinValue;

    /// <summary>The next day; an export where one is made at its end.</summary>
    public CaseExport? Add(DayRecords day)
    {
        _open.AddRange(day.CasesOf(system));
        if (!context.IsExportDay(day)) return null;
        var madeAt = (context.IsLast(day) ? context.Calendar.End : Zone.HoChiMinh.InstantOf(day.Date.AddDays(1), 0)) - 1;
        var export = new CaseExport(_exportedAt, madeAt, [.. _open.Where(about => about.HasChangedIn(_exportedAt, madeAt)).OrderBy(about => about.Number)], _exportedAt == long.MinValue);
        _open = [.. _open.Where(about => about.LastChangeAt > madeAt)];
        _exportedAt = madeAt;
        return export;
    }
}
