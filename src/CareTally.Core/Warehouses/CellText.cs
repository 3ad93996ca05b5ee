using System.Globalization;
using System.Numerics;

namespace CareTally.Core.Warehouses;

/// <summary>Writes a cell of a <see cref="QueryResult"/> as text, the same for tables on a terminal, pages and JSON.</summary>
public static class CellText
{
    /// <summary>The text of a cell: invariant, round-tripping, dates and times as ISO 8601, moments in UTC.</summary>
    /// <param name="cell">A cell, or null.</param>
    /// <param name="nullText">What stands for null.</param>
    public static string Of(object? cell, string nullText) => cell switch
    {
        null => nullText,
        string text => text,
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        double number => Number(number),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A cell is never a {cell.GetType()}.", nameof(cell)),
    };

    // As the databases print the three that are no numbers.
    private static string Number(double number) => number switch
    {
        double.NaN => "nan",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    };
}
