using System.Collections.Frozen;
using System.Globalization;
using CareTally.Diagnostics;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Core.Python;

/// <summary>Python's <c>date</c>.</summary>
internal sealed class DateValue(DateOnly date) : ArithmeticValue
{
    private static readonly FrozenDictionary<string, Func<DateValue, Value>> Members = Attributes.Table(new Dictionary<string, Func<DateValue, Value>>
    {
        ["year"] = self => self.Date.Year,
        ["month"] = self => self.Date.Month,
        ["day"] = self => self.Date.Day,
        ["weekday"] = self => Attributes.Function("weekday", _ => PythonTime.Weekday(self.Date)),
        ["isoweekday"] = self => Attributes.Function("isoweekday", _ => PythonTime.Weekday(self.Date) + 1),
        ["isocalendar"] = self => Attributes.Function("isocalendar", _ => PythonTime.IsoCalendar(self.Date)),
        ["toordinal"] = self => Attributes.Function("toordinal", _ => self.Date.DayNumber + 1),
        ["isoformat"] = self => Attributes.Function("isoformat", _ => self.ToText()),
        ["strftime"] = self => Attributes.Function("strftime", call => PythonTime.Format(call.Bind("strftime", "format")[0].ToText(), new DateTimeValue(self.Midnight, null), call)),
        ["replace"] = self => Attributes.Function("replace", call =>
        {
            var (year, month, day) = call.Bind("replace", "year?", "month?", "day?");
            return Of(PythonTime.Number(year, self.Date.Year), PythonTime.Number(month, self.Date.Month), PythonTime.Number(day, self.Date.Day), call.Span);
        }),
        ["timetuple"] = self => Attributes.Function("timetuple", _ => new TupleValue(self.Date.Year, self.Date.Month, self.Date.Day, 0, 0, 0, PythonTime.Weekday(self.Date), self.Date.DayOfYear, -1)),
    });

    public DateOnly Date { get; } = date;

    public DateTime Midnight => Date.ToDateTime(TimeOnly.MinValue);

    public override string TypeName => "datetime.date";

    public override IEnumerable<string> AttributeNames => Members.Keys;

    public override int Hash => Date.GetHashCode();

    public static Value Create(CallArguments call)
    {
        var (year, month, day) = call.Bind("date", "year", "month", "day");
        return Of(PythonTime.Number(year, 0), PythonTime.Number(month, 0), PythonTime.Number(day, 0), call.Span);
    }

    public static Value Parse(CallArguments call)
    {
        var text = call.Bind("fromisoformat", "date_string")[0].ToText();
        return DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new DateValue(date)
            : throw PythonTime.Invalid(call.Span, $"Invalid isoformat string: '{text}'");
    }

    public override bool TryGetAttribute(string name, out Value value) => Attributes.TryGet(Members, this, name, out value);

    public override bool IsEqual(ObjectValue other) => other is DateValue date && date.Date == Date;

    public override int? CompareTo(Value other) => other.As<DateValue>() is { } date ? Date.CompareTo(date.Date) : null;

    public override Value? Calculate(BinaryOperator op, Value other, bool isLeft)
    {
        if (other.As<DateValue>() is { } date && op == BinaryOperator.Subtract)
            return new DurationValue((isLeft ? Date.DayNumber - date.Date.DayNumber : date.Date.DayNumber - Date.DayNumber) * 86_400L * DurationValue.Second);
        if (other.As<DurationValue>() is not { } duration || op != BinaryOperator.Add && !(op == BinaryOperator.Subtract && isLeft)) return null;

        // Only its whole days count.
        var days = (int)Math.Floor(duration.Span.TotalDays) * (op == BinaryOperator.Add ? 1 : -1);
        var number = Date.DayNumber + days;
        return number >= 0 && number <= DateOnly.MaxValue.DayNumber ? new DateValue(DateOnly.FromDayNumber(number)) : throw PythonTime.Invalid(null, "date value out of range");
    }

    public override string ToText() => Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public override string ToRepr() => $"datetime.date({Date.Year}, {Date.Month}, {Date.Day})";

    private static Value Of(long year, long month, long day, SourceSpan span)
    {
        PythonTime.CheckDate(year, month, day, span);
        return new DateValue(new DateOnly((int)year, (int)month, (int)day));
    }
}

/// <summary>Python's <c>time</c>: a time of day.</summary>
internal sealed class TimeValue(TimeOnly time, ZoneValue? zone) : ComparableValue
{
    private static readonly FrozenDictionary<string, Func<TimeValue, Value>> Members = Attributes.Table(new Dictionary<string, Func<TimeValue, Value>>
    {
        ["hour"] = self => self.Time.Hour,
        ["minute"] = self => self.Time.Minute,
        ["second"] = self => self.Time.Second,
        ["microsecond"] = self => PythonTime.Microseconds(self.Time.Ticks),
        ["tzinfo"] = self => self.Zone,
        ["isoformat"] = self => Attributes.Function("isoformat", _ => self.ToText()),
        ["strftime"] = self => Attributes.Function("strftime", call =>
            PythonTime.Format(call.Bind("strftime", "format")[0].ToText(), new DateTimeValue(new DateOnly(1900, 1, 1).ToDateTime(self.Time), self.Zone), call)),
    });

    public TimeOnly Time { get; } = time;

    public ZoneValue? Zone { get; } = zone;

    public override string TypeName => "datetime.time";

    public override IEnumerable<string> AttributeNames => Members.Keys;

    public override int Hash => Time.GetHashCode();

    public static Value Create(CallArguments call)
    {
        var bound = call.Bind("time", "hour?", "minute?", "second?", "microsecond?", "tzinfo?");
        var parts = new[] { PythonTime.Number(bound[0], 0), PythonTime.Number(bound[1], 0), PythonTime.Number(bound[2], 0), PythonTime.Number(bound[3], 0) };
        return new TimeValue(TimeOnly.FromTimeSpan(PythonTime.TimeOfDay(parts, call.Span)), bound[4].As<ZoneValue>());
    }

    public override bool TryGetAttribute(string name, out Value value) => Attributes.TryGet(Members, this, name, out value);

    public override bool IsEqual(ObjectValue other) => other is TimeValue time && time.Time == Time;

    public override int? CompareTo(Value other) => other.As<TimeValue>() is { } time ? Time.CompareTo(time.Time) : null;

    public override string ToText() => PythonTime.Clock(Time.ToTimeSpan()) + (Zone is { } zone ? ZoneValue.Text(zone.OffsetAt(DateTime.UnixEpoch), ":") : "");

    public override string ToRepr() => $"datetime.time({Time.Hour}, {Time.Minute}{(Time.Second == 0 && PythonTime.Microseconds(Time.Ticks) == 0 ? "" : $", {Time.Second}")}{(PythonTime.Microseconds(Time.Ticks) is > 0 and var rest ? $", {rest}" : "")})";
}
