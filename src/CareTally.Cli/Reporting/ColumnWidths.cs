using System.Collections.Immutable;

namespace CareTally.Cli.Reporting;

/// <summary>Fits a table into a terminal: narrows its columns, and where that is not enough leaves the last ones out.</summary>
internal static class ColumnWidths
{
    // A column is not made narrower than this; one that needs less gets less.
    private const int Narrowest = 10;

    /// <summary>The widths of the columns that are shown: the first ones, as many as fit, and always one.</summary>
    /// <param name="wanted">How wide each would like to be.</param>
    /// <param name="width">Room for all of them.</param>
    /// <param name="gap">What each takes besides.</param>
    public static ImmutableArray<int> Fit(IReadOnlyList<int> wanted, int width, int gap)
    {
        var widths = new List<int>(wanted.Count);
        var room = width;
        foreach (var column in wanted)
        {
            var least = Math.Min(column, Narrowest);
            if (least + gap > room && widths.Count > 0) break;
            widths.Add(least);
            room -= least + gap;
        }

        // The room that is left is shared out evenly; what one column does not need goes to those that need more.
        var byNeed = Enumerable.Range(0, widths.Count).OrderBy(i => wanted[i]).ToArray();
        for (var i = 0; i < byNeed.Length && room > 0; i++)
        {
            var extra = Math.Min(wanted[byNeed[i]] - widths[byNeed[i]], room / (byNeed.Length - i));
            widths[byNeed[i]] += extra;
            room -= extra;
        }

        return [.. widths];
    }
}
