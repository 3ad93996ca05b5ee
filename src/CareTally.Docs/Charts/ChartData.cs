using System.Collections.Immutable;
using System.Globalization;
using CareTally.Docs.Figures;

namespace CareTally.Docs.Charts;

/// <summary>A line of a chart, or its bars of one colour.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Values">One for each place on the axis; null where there is no value.</param>
internal sealed record Series(string Label, ImmutableArray<double?> Values);

/// <summary>What one chart draws: series over a shared axis, all in one unit.</summary>
internal sealed record ChartData
{
    /// <summary>Series drawn at most: more cannot be told apart.</summary>
    public const int MostSeries = 6;

    public required ChartKind Kind { get; init; }

    /// <summary>The places on the axis, in order.</summary>
    public required ImmutableArray<object> X { get; init; }

    public required FigureColumn XColumn { get; init; }

    public required ImmutableArray<Series> Series { get; init; }

    /// <summary>How values are written.</summary>
    public required FigureColumn Unit { get; init; }

    /// <summary>Series that are in the table only.</summary>
    public int SeriesLeftOut { get; init; }

    /// <summary>Whether the axis is a scale of time or numbers; otherwise it is a list of names.</summary>
    public bool IsContinuous => X.Length > 0 && X.All(x => Position(x) is not null);

    /// <summary>The charts of a figure: one for each unit among its y columns, so that no chart needs two scales.</summary>
    public static ImmutableArray<ChartData> Of(Figure figure)
    {
        if (figure.Spec.Chart is not { } chart || figure.Rows.IsEmpty) return [];
        var x = figure.IndexOf(chart.X);
        var split = chart.SplitBy is null ? -1 : figure.IndexOf(chart.SplitBy);
        var shown = chart.Y.Select(figure.IndexOf).Where(index => index >= 0).ToArray();
        // What is hidden cannot be drawn, nor stand for something else.
        if (x < 0 || (chart.SplitBy is not null && split < 0)) return [];

        var places = figure.Rows.Select(row => row[x]).OfType<object>().Distinct().ToArray();
        if (places.All(place => Position(place) is not null)) places = [.. places.OrderBy(place => Position(place))];
        return [.. shown.GroupBy(index => figure.Columns[index].Format).Select(group => One(figure, chart, places, x, split, [.. group]))];
    }

    /// <summary>A time or number as a position, or null for a name.</summary>
    public static double? Position(object value) => value switch
    {
        DateOnly date => date.DayNumber,
        DateTime time => time.Ticks / (double)TimeSpan.TicksPerDay,
        DateTimeOffset time => time.UtcTicks / (double)TimeSpan.TicksPerDay,
        _ => CellText.Number(value),
    };

    /// <summary>A place on the axis, written short.</summary>
    public string Label(object x) => x switch
    {
        DateOnly date => Date(date.ToDateTime(TimeOnly.MinValue)),
        DateTime { TimeOfDay.Ticks: 0 } time => Date(time),
        DateTime time => time.ToString("d MMM HH:mm", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("d MMM HH:mm", CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => CellText.Of(x, XColumn),
    };

    private string Date(DateTime date)
    {
        var areMonths = X.All(x => x is DateOnly { Day: 1 } or DateTime { Day: 1 });
        var years = X.Select(x => x switch { DateOnly d => d.Year, DateTime t => t.Year, _ => 0 }).Distinct().Count();
        return date.ToString(areMonths && X.Length > 1 ? "MMM yyyy" : years > 1 ? "d MMM yy" : "d MMM", CultureInfo.InvariantCulture);
    }

    private static ChartData One(Figure figure, FigureChart chart, object[] places, int x, int split, int[] columns)
    {
        var index = places.Select((place, i) => (place, i)).ToDictionary(pair => pair.place, pair => pair.i);
        var series = split < 0
            ? columns.Select(column => (figure.Columns[column].Label, Rows: figure.Rows.AsEnumerable(), Column: column)).ToArray()
            : [.. figure.Rows.GroupBy(row => CellText.Of(row[split], figure.Columns[split])).Select(group => (Label: group.Key, Rows: group.AsEnumerable(), Column: columns[0]))];
        return new ChartData
        {
            Kind = chart.Kind,
            X = [.. places],
            XColumn = figure.Columns[x],
            Series = [.. series.Take(MostSeries).Select(one => new Series(one.Label, Values(one.Rows, one.Column)))],
            Unit = figure.Columns[columns[0]],
            SeriesLeftOut = Math.Max(0, series.Length - MostSeries),
        };

        ImmutableArray<double?> Values(IEnumerable<ImmutableArray<object?>> rows, int column)
        {
            var values = new double?[places.Length];
            foreach (var row in rows)
            {
                if (row[x] is { } place) values[index[place]] = CellText.Number(row[column]);
            }

            return [.. values];
        }
    }
}
