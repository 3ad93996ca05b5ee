using CareTally.SampleData.Simulation;

namespace CareTally.SampleData.Systems;

/// <summary>What a QA tool exports: what was done since the export before.</summary>
/// <param name="MadeAt">When the export is made.</param>
/// <param name="Evaluations">Evaluations.</param>
/// <param name="Calibrations">Calibrations that were closed.</param>
/// <param name="Coachings">Talks that took place; in the last export also those that did not yet.</param>
internal sealed record QualityExport(long MadeAt, IReadOnlyList<Evaluation> Evaluations, IReadOnlyList<Calibration> Calibrations, IReadOnlyList<Coaching> Coachings);

/// <summary>Keeps what a QA tool will know until it does.</summary>
internal sealed class QualityFeed(WriterContext context, string tool)
{
    private readonly List<Evaluation> _evaluations = [];
    private readonly List<Calibration> _calibrations = [];
    private readonly List<Coaching> _coachings = [];

    public QualityExport? Add(DayRecords day)
    {
        _evaluations.AddRange(day.Evaluations.Where(one => one.Tool == tool));
        _calibrations.AddRange(day.Calibrations.Where(one => one.Reference.Tool == tool));
        _coachings.AddRange(day.Coachings.Where(one => one.Evaluation.Tool == tool));
        if (!context.IsExportDay(day)) return null;
        var isLast = context.IsLast(day);
        var madeAt = (isLast ? context.Calendar.End : Zone.HoChiMinh.InstantOf(day.Date.AddDays(1), 0)) - 1;
        return new QualityExport(
            madeAt, Take(_evaluations, one => one.DoneAt <= madeAt), Take(_calibrations, one => one.ClosedAt <= madeAt), Take(_coachings, one => one.ClosedAt <= madeAt || (isLast && one.OpenedAt <= madeAt)));
    }

    private static List<T> Take<T>(List<T> from, Predicate<T> isDue)
    {
        var due = from.FindAll(isDue);
        from.RemoveAll(isDue);
        return due;
    }
}
