using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CareTally.Templating.Values;

namespace CareTally.Core.Python;

/// <summary>Reads datetimes: <c>strptime</c> and <c>fromisoformat</c>.</summary>
internal static partial class TimeParser
{
    private static readonly Dictionary<char, string> Patterns = new()
    {
        ['Y'] = @"(?<Y>\d{4})",
        ['y'] = @"(?<y>\d{2})",
        ['m'] = @"(?<m>1[0-2]|0[1-9]|[1-9])",
        ['d'] = @"(?<d>3[01]|[12]\d|0[1-9]|[1-9]| [1-9])",
        ['H'] = @"(?<H>2[0-3]|[01]\d|\d)",
        ['I'] = @"(?<I>1[0-2]|0[1-9]|[1-9])",
        ['M'] = @"(?<M>[0-5]\d|\d)",
        ['S'] = @"(?<S>6[01]|[0-5]\d|\d)",
        ['f'] = @"(?<f>\d{1,6})",
        ['j'] = @"(?<j>36[0-6]|3[0-5]\d|[12]\d\d|0\d\d|\d\d|\d)",
        ['b'] = @"(?<B>[A-Za-z]{3})",
        ['B'] = @"(?<B>[A-Za-z]{3,9})",
        ['a'] = @"(?<A>[A-Za-z]{3})",
        ['A'] = @"(?<A>[A-Za-z]{6,9})",
        ['p'] = "(?<p>[AaPp][Mm])",
        ['z'] = @"(?<z>[+-]\d\d:?[0-5]\d(:?[0-5]\d)?|Z)",
        ['%'] = "%",
    };

    /// <summary><c>datetime.strptime(text, format)</c>.</summary>
    public static Value Parse(CallArguments call)
    {
        var (given, wanted) = call.Bind("strptime", "date_string", "format");
        var (text, format) = (given.ToText(), wanted.ToText());
        var match = Regex.Match(text, PatternOf(format, call), RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
        if (!match.Success) throw PythonTime.Invalid(call.Span, $"time data '{text}' does not match format '{format}'");
        if (match.Groups["A"] is { Success: true } day && !PythonTime.IsDay(day.Value)) throw PythonTime.Invalid(call.Span, $"time data '{text}' does not match format '{format}'");

        var (year, month) = (YearOf(match), MonthOf(match, text, format, call));
        var date = Number(match, "d", 1);
        PythonTime.CheckDate(year, month, date, call.Span);
        var start = new DateTime(year, month, date, 0, 0, 0, DateTimeKind.Unspecified);
        if (match.Groups["j"].Success) start = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(Number(match, "j", 1) - 1);
        var micro = match.Groups["f"] is { Success: true } fraction ? int.Parse(fraction.Value.PadRight(6, '0'), CultureInfo.InvariantCulture) : 0;
        var clock = PythonTime.TimeOfDay([HourOf(match), Number(match, "M", 0), Number(match, "S", 0), micro], call.Span);
        return new DateTimeValue(start + clock, match.Groups["z"] is { Success: true } zone ? ZoneOf(zone.Value) : null);
    }

    /// <summary><c>datetime.fromisoformat(text)</c>.</summary>
    public static Value ParseIso(CallArguments call)
    {
        var text = call.Bind("fromisoformat", "date_string")[0].ToText();
        var match = Iso().Match(text);
        if (!match.Success) throw PythonTime.Invalid(call.Span, $"Invalid isoformat string: '{text}'");
        var (year, month, day) = (Number(match, "Y", 1), Number(match, "m", 1), Number(match, "d", 1));
        PythonTime.CheckDate(year, month, day, call.Span);
        var micro = match.Groups["f"] is { Success: true } fraction ? int.Parse(fraction.Value.PadRight(6, '0')[..6], CultureInfo.InvariantCulture) : 0;
        var clock = PythonTime.TimeOfDay([Number(match, "H", 0), Number(match, "M", 0), Number(match, "S", 0), micro], call.Span);
        return new DateTimeValue(new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified) + clock, match.Groups["z"] is { Success: true } zone ? ZoneOf(zone.Value) : null);
    }

    private static string PatternOf(string format, CallArguments call)
    {
        var pattern = new StringBuilder(@"\A");
        for (var i = 0; i < format.Length; i++)
        {
            if (char.IsWhiteSpace(format[i])) pattern.Append(@"\s+");
            else if (format[i] != '%') pattern.Append(Regex.Escape(format[i].ToString()));
            else if (i + 1 < format.Length && Patterns.TryGetValue(format[i + 1], out var part))
            {
                pattern.Append(part);
                i++;
            }
            else throw PythonTime.Invalid(call.Span, $"'{(i + 1 < format.Length ? format[i + 1] : '%')}' is a bad directive in format '{format}'");
        }

        return pattern.Append(@"\z").ToString();
    }

    private static int YearOf(Match match)
    {
        if (match.Groups["Y"].Success || !match.Groups["y"].Success) return Number(match, "Y", 1900);
        var year = Number(match, "y", 0);
        return year + (year <= 68 ? 2000 : 1900);
    }

    private static int MonthOf(Match match, string text, string format, CallArguments call)
    {
        if (!match.Groups["B"].Success) return Number(match, "m", 1);
        return PythonTime.MonthOf(match.Groups["B"].Value) is > 0 and var month ? month : throw PythonTime.Invalid(call.Span, $"time data '{text}' does not match format '{format}'");
    }

    private static int HourOf(Match match)
    {
        if (!match.Groups["I"].Success) return Number(match, "H", 0);
        var isAfternoon = match.Groups["p"].Value.StartsWith("p", StringComparison.OrdinalIgnoreCase);
        return Number(match, "I", 12) % 12 + (isAfternoon ? 12 : 0);
    }

    private static int Number(Match match, string group, int otherwise) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.Value, NumberStyles.Integer, CultureInfo.InvariantCulture) : otherwise;

    private static ZoneValue ZoneOf(string text)
    {
        if (text is "Z" or "z") return ZoneValue.Utc;
        var digits = text[1..].Replace(":", "", StringComparison.Ordinal).PadRight(6, '0');
        var offset = new TimeSpan(int.Parse(digits[..2], CultureInfo.InvariantCulture), int.Parse(digits[2..4], CultureInfo.InvariantCulture), int.Parse(digits[4..6], CultureInfo.InvariantCulture));
        return ZoneValue.Of(text[0] == '-' ? -offset : offset);
    }

    [GeneratedRegex(@"\A(?<Y>\d{4})-?(?<m>\d\d)-?(?<d>\d\d)(.(?<H>\d\d)(:?(?<M>\d\d)(:?(?<S>\d\d)([.,](?<f>\d+))?)?)?(?<z>[+-]\d\d:?\d\d(:?\d\d)?|Z)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
