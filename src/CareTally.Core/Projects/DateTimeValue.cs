using System.Globalization;
using System.Text;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects;

/// <summary>A moment as templates see it: Python's datetime in UTC, with the parts of it that templates use.</summary>
internal sealed class DateTimeValue(DateTimeOffset moment) : ObjectValue
{
    private readonly DateTimeOffset _utc = moment.ToUniversalTime();

    public override string TypeName => "datetime";

    public override IEnumerable<string> AttributeNames => ["year", "month", "day", "hour", "minute", "second", "microsecond", "strftime", "isoformat", "timestamp", "date"];

    public override bool TryGetAttribute(string name, out Value value)
    {
        value = name switch
        {
            "year" => _utc.Year,
            "month" => _utc.Month,
            "day" => _utc.Day,
            "hour" => _utc.Hour,
            "minute" => _utc.Minute,
            "second" => _utc.Second,
            "microsecond" => Microseconds,
            "strftime" => new FunctionValue("strftime", call => Format(call.Bind("strftime", "format")[0].ToText(), call)),
            "isoformat" => new FunctionValue("isoformat", _ => Iso('T')),
            "timestamp" => new FunctionValue("timestamp", _ => (_utc - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond),
            "date" => new FunctionValue("date", _ => _utc.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            _ => Value.None,
        };
        return !value.IsNone;
    }

    public override string ToText() => Iso(' ');

    public override string ToRepr() => Iso(' ');

    public override bool IsEqual(ObjectValue other) => other is DateTimeValue same && same._utc == _utc;

    public override int Hash => _utc.GetHashCode();

    private int Microseconds => (int)(_utc.Ticks % TimeSpan.TicksPerSecond / (TimeSpan.TicksPerMillisecond / 1000));

    // Python leaves the fraction out where it is zero.
    private string Iso(char separator) =>
        _utc.ToString($"yyyy-MM-dd'{separator}'HH:mm:ss", CultureInfo.InvariantCulture) + (Microseconds == 0 ? "" : $".{Microseconds:D6}") + "+00:00";

    private string Format(string format, CallArguments call)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length) text.Append(format[i]);
            else text.Append(Directive(format[++i]) ?? throw call.Error(ScopeProblems.BadDirective, format[i]));
        }

        return text.ToString();
    }

    private string? Directive(char directive) => directive switch
    {
        'Y' => Text("yyyy"),
        'y' => Text("yy"),
        'm' => Text("MM"),
        'd' => Text("dd"),
        'H' => Text("HH"),
        'I' => Text("hh"),
        'M' => Text("mm"),
        'S' => Text("ss"),
        'f' => Microseconds.ToString("D6", CultureInfo.InvariantCulture),
        'j' => _utc.DayOfYear.ToString("D3", CultureInfo.InvariantCulture),
        'a' => Text("ddd"),
        'A' => Text("dddd"),
        'b' => Text("MMM"),
        'B' => Text("MMMM"),
        'p' => Text("tt"),
        'F' => Text("yyyy-MM-dd"),
        'T' => Text("HH:mm:ss"),
        's' => _utc.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        'w' => ((int)_utc.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'u' => (((int)_utc.DayOfWeek + 6) % 7 + 1).ToString(CultureInfo.InvariantCulture),
        'V' => ISOWeek.GetWeekOfYear(_utc.DateTime).ToString("D2", CultureInfo.InvariantCulture),
        'G' => ISOWeek.GetYear(_utc.DateTime).ToString("D4", CultureInfo.InvariantCulture),
        'z' => "+0000",
        'Z' => "UTC",
        '%' => "%",
        _ => null,
    };

    private string Text(string format) => _utc.ToString(format, CultureInfo.InvariantCulture);
}
