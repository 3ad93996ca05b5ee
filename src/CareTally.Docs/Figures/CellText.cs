using System.Globalization;
using System.Numerics;

namespace CareTally.Docs.Figures;

/// <summary>Values as a reader sees them.</summary>
internal static class CellText
{
    public const string Nothing = "\u2013";

    private const char ThinSpace = '\u2009';

    public static string Of(object? value, FigureColumn column) => value switch
    {
        null => Nothing,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        DateTime time => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : time.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC",
        BigInteger number => number.ToString("#,0", CultureInfo.InvariantCulture),
        long number when column.Format == ValueFormat.Number && column.Decimals is null => number.ToString("#,0", CultureInfo.InvariantCulture),
        decimal number => OfNumber((double)number, column),
        _ when Number(value) is { } number => OfNumber(number, column),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    public static string OfNumber(double number, FigureColumn column) => column.Format switch
    {
        _ when !double.IsFinite(number) => Nothing,
        ValueFormat.Percent => (number * 100).ToString(Digits(column.Decimals ?? 1), CultureInfo.InvariantCulture) + ThinSpace + "%",
        ValueFormat.Seconds => number.ToString(Digits(column.Decimals ?? (number == Math.Floor(number) ? 0 : 1)), CultureInfo.InvariantCulture) + ThinSpace + "s",
        _ when column.Decimals is { } decimals => number.ToString(Digits(decimals), CultureInfo.InvariantCulture),
        _ => number.ToString(Math.Abs(number) is < 1 and > 0 ? "0.####" : "#,0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>The value as a number that can be drawn, or null.</summary>
    public static double? Number(object? value) => value switch
    {
        long number => number,
        double number => double.IsFinite(number) ? number : null,
        decimal number => (double)number,
        BigInteger number => (double)number,
        _ => null,
    };

    private static string Digits(int decimals) => decimals == 0 ? "#,0" : "#,0." + new string('0', decimals);
}
