using System.Globalization;
using System.Text;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Python;

/// <summary>What dates and times share: their parts, <c>strftime</c> and <c>strptime</c>.</summary>
internal static class PythonTime
{
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    private static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>The error of a value that Python refuses too.</summary>
    public static DiagnosticException Invalid(SourceSpan? span, string message) => new(PythonProblems.BadValue, span, message);

    /// <summary>An integer argument.</summary>
    public static long Number(Value value, long otherwise) =>
        value.IsUndefined ? otherwise : value.IsInt ? value.AsLong : throw Invalid(null, $"an integer is required (got type {value.TypeName})");

    /// <summary>Monday is 0.</summary>
    public static int Weekday(DateOnly date) => ((int)date.DayOfWeek + 6) % 7;

    /// <summary>ISO year, week and day.</summary>
    public static Value IsoCalendar(DateOnly date)
    {
        var time = date.ToDateTime(TimeOnly.MinValue);
        return new TupleValue(ISOWeek.GetYear(time), ISOWeek.GetWeekOfYear(time), Weekday(date) + 1);
    }

    /// <summary>The part of a time below a second.</summary>
    public static long Microseconds(long ticks) => ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;

    /// <summary>Hours, minutes, seconds, and the fraction where there is one.</summary>
    public static string Clock(TimeSpan time) =>
        time.ToString(Microseconds(time.Ticks) == 0 ? @"hh\:mm\:ss" : @"hh\:mm\:ss\.ffffff", CultureInfo.InvariantCulture);

    /// <exception cref="DiagnosticException">There is no such day.</exception>
    public static void CheckDate(long year, long month, long day, SourceSpan? span)
    {
        if (year is < 1 or > 9999) throw Invalid(span, $"year {year} is out of range");
        if (month is < 1 or > 12) throw Invalid(span, "month must be in 1..12");
        if (day < 1 || day > DateTime.DaysInMonth((int)year, (int)month)) throw Invalid(span, "day is out of range for month");
    }

    /// <summary>A time of day from hour, minute, second and microsecond.</summary>
    public static TimeSpan TimeOfDay(long[] parts, SourceSpan? span)
    {
        if (parts[0] is < 0 or > 23) throw Invalid(span, "hour must be in 0..23");
        if (parts[1] is < 0 or > 59) throw Invalid(span, "minute must be in 0..59");
        if (parts[2] is < 0 or > 59) throw Invalid(span, "second must be in 0..59");
        if (parts[3] is < 0 or > 999_999) throw Invalid(span, "microsecond must be in 0..999999");
        return new TimeSpan((int)parts[0], (int)parts[1], (int)parts[2]) + TimeSpan.FromMicroseconds(parts[3]);
    }

    /// <summary><c>strftime</c>.</summary>
    public static Value Format(string format, DateTimeValue time, CallArguments call)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            // As the GNU library has it: without the zeros in front.
            var isBare = format[i + 1] == '-' && i + 2 < format.Length;
            var directive = format[i += isBare ? 2 : 1];
            var part = Part(directive, time) ?? throw call.Error(PythonProblems.BadDirective, directive);
            text.Append(isBare ? part.TrimStart('0', ' ') is { Length: > 0 } bare ? bare : "0" : part);
        }

        return text.ToString();
    }

    private static string? Part(char directive, DateTimeValue time)
    {
        var local = time.Local;
        var date = DateOnly.FromDateTime(local);
        return directive switch
        {
            'Y' => Text(local.Year, "0"),
            'y' => Text(local.Year % 100, "00"),
            'C' => Text(local.Year / 100, "00"),
            'm' => Text(local.Month, "00"),
            'd' => Text(local.Day, "00"),
            'e' => Text(local.Day, "0").PadLeft(2),
            'H' => Text(local.Hour, "00"),
            'I' => Text((local.Hour + 11) % 12 + 1, "00"),
            'k' => Text(local.Hour, "0").PadLeft(2),
            'l' => Text((local.Hour + 11) % 12 + 1, "0").PadLeft(2),
            'M' => Text(local.Minute, "00"),
            'S' => Text(local.Second, "00"),
            'f' => Text(Microseconds(local.Ticks), "000000"),
            'j' => Text(local.DayOfYear, "000"),
            'a' => Days[Weekday(date)][..3],
            'A' => Days[Weekday(date)],
            'b' or 'h' => Months[local.Month - 1][..3],
            'B' => Months[local.Month - 1],
            'p' => local.Hour < 12 ? "AM" : "PM",
            'P' => local.Hour < 12 ? "am" : "pm",
            'F' => local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            'T' or 'X' => local.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            'R' => local.ToString("HH:mm", CultureInfo.InvariantCulture),
            'D' or 'x' => local.ToString("MM/dd/yy", CultureInfo.InvariantCulture),
            'c' => $"{Days[Weekday(date)][..3]} {Months[local.Month - 1][..3]} {Text(local.Day, "0").PadLeft(2)} {local.ToString("HH:mm:ss yyyy", CultureInfo.InvariantCulture)}",
            's' => Text((long)Math.Floor((local - (time.Offset ?? TimeSpan.Zero) - DateTime.UnixEpoch).TotalSeconds), "0"),
            'w' => Text((int)local.DayOfWeek, "0"),
            'u' => Text(Weekday(date) + 1, "0"),
            'U' => Text((local.DayOfYear + 6 - (int)local.DayOfWeek) / 7, "00"),
            'W' => Text((local.DayOfYear + 6 - Weekday(date)) / 7, "00"),
            'V' => Text(ISOWeek.GetWeekOfYear(local), "00"),
            'G' => Text(ISOWeek.GetYear(local), "0"),
            'z' => time.Offset is { } offset ? ZoneValue.Text(offset, "") : "",
            'Z' => time.Zone?.Name ?? "",
            'n' => "\n",
            't' => "\t",
            '%' => "%",
            _ => null,
        };
    }

    private static string Text(long number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Name of a month in any case, in full or its first three letters; 0 for none.</summary>
    public static int MonthOf(string name) => IndexOf(Months, name) + 1;

    /// <summary>Whether a text names a day of the week.</summary>
    public static bool IsDay(string name) => IndexOf(Days, name) >= 0;

    private static int IndexOf(string[] names, string name) =>
        Array.FindIndex(names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase) || known[..3].Equals(name, StringComparison.OrdinalIgnoreCase));
}
