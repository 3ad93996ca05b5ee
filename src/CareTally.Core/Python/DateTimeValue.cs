using System.Collections.Frozen;
using System.Globalization;
using CareTally.Diagnostics;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Core.Python;

/// <summary>Python's <c>datetime</c>: a time by the calendar, naive or in a time zone.</summary>
internal sealed class DateTimeValue : ArithmeticValue
{
    private static readonly FrozenDictionary<string, Func<DateTimeValue, Value>> Members = Attributes.Table(new Dictionary<string, Func<DateTimeValue, Value>>
    {
        ["year"] = self => self.Local.Year,
        ["month"] = self => self.Local.Month,
        ["day"] = self => self.Local.Day,
        ["hour"] = self => self.Local.Hour,
        ["minute"] = self => self.Local.Minute,
        ["second"] = self => self.Local.Second,
        ["microsecond"] = self => PythonTime.Microseconds(self.Local.Ticks),
        ["tzinfo"] = self => self.Zone,
        ["date"] = self => Attributes.Function("date", _ => new DateValue(DateOnly.FromDateTime(self.Local))),
        ["time"] = self => Attributes.Function("time", _ => new TimeValue(TimeOnly.FromDateTime(self.Local), null)),
        ["weekday"] = self => Attributes.Function("weekday", _ => PythonTime.Weekday(DateOnly.FromDateTime(self.Local))),
        ["isoweekday"] = self => Attributes.Function("isoweekday", _ => PythonTime.Weekday(DateOnly.FromDateTime(self.Local)) + 1),
        ["isocalendar"] = self => Attributes.Function("isocalendar", _ => PythonTime.IsoCalendar(DateOnly.FromDateTime(self.Local))),
        ["toordinal"] = self => Attributes.Function("toordinal", _ => DateOnly.FromDateTime(self.Local).DayNumber + 1),
        ["strftime"] = self => Attributes.Function("strftime", call => PythonTime.Format(call.Bind("strftime", "format")[0].ToText(), self, call)),
        ["isoformat"] = self => Attributes.Function("isoformat", self.IsoFormat),
        ["timestamp"] = self => Attributes.Function("timestamp", _ => (self.Utc - DateTime.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond),
        ["replace"] = self => Attributes.Function("replace", self.Replace),
        ["astimezone"] = self => Attributes.Function("astimezone", call => self.In(call.Bind("astimezone", "tz?")[0].As<ZoneValue>() ?? ZoneValue.Utc, call)),
        ["utcoffset"] = self => Attributes.Function("utcoffset", _ => self.Offset is { } offset ? new DurationValue((long)offset.TotalMicroseconds) : Value.None),
        ["tzname"] = self => Attributes.Function("tzname", _ => self.Zone?.Name),
    });

    private DateTimeValue(DateTime local, ZoneValue? zone, TimeSpan? offset) => (Local, Zone, Offset) = (DateTime.SpecifyKind(local, DateTimeKind.Unspecified), zone, offset);

    /// <summary>A time by the clocks of a zone; naive where that is null.</summary>
    public DateTimeValue(DateTime local, ZoneValue? zone)
        : this(local, zone, zone?.OffsetAt(local))
    {
    }

    /// <summary>A moment, in UTC.</summary>
    public DateTimeValue(DateTimeOffset moment)
        : this(moment.UtcDateTime, ZoneValue.Utc)
    {
    }

    public DateTime Local { get; }

    public ZoneValue? Zone { get; }

    /// <summary>How far its clock is ahead of UTC; kept when it is calculated with, as pytz does.</summary>
    public TimeSpan? Offset { get; }

    // A naive one counts as UTC.
    private DateTime Utc => Local - (Offset ?? TimeSpan.Zero);

    public override string TypeName => "datetime.datetime";

    public override IEnumerable<string> AttributeNames => Members.Keys;

    public override int Hash => Utc.GetHashCode();

    public static Value Create(CallArguments call)
    {
        var bound = call.Bind("datetime", "year", "month", "day", "hour?", "minute?", "second?", "microsecond?", "tzinfo?");
        return Of(call.Span, bound, [0, 0, 0, 0, 0, 0, 0], bound[7].As<ZoneValue>());
    }

    /// <summary>The same time by the clocks of a zone.</summary>
    public Value Localized(ZoneValue zone, CallArguments call) =>
        Zone is null ? new DateTimeValue(Local, zone) : throw PythonTime.Invalid(call.Span, "Not naive datetime (tzinfo is already set)");

    /// <summary>The same moment by the clocks of a zone.</summary>
    public Value In(ZoneValue zone, CallArguments call)
    {
        try
        {
            var offset = zone.OffsetAtUtc(Utc);
            return new DateTimeValue(Utc + offset, zone, offset);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw PythonTime.Invalid(call.Span, "date value out of range");
        }
    }

    public override bool TryGetAttribute(string name, out Value value) => Attributes.TryGet(Members, this, name, out value);

    public override bool IsEqual(ObjectValue other) => other is DateTimeValue same && same.Offset.HasValue == Offset.HasValue && same.Utc == Utc;

    public override int? CompareTo(Value other)
    {
        if (other.As<DateTimeValue>() is not { } same) return null;
        return same.Offset.HasValue == Offset.HasValue ? Utc.CompareTo(same.Utc) : throw PythonTime.Invalid(null, "can't compare offset-naive and offset-aware datetimes");
    }

    public override Value? Calculate(BinaryOperator op, Value other, bool isLeft)
    {
        if (other.As<DateTimeValue>() is { } same && op == BinaryOperator.Subtract)
        {
            if (same.Offset.HasValue != Offset.HasValue) throw PythonTime.Invalid(null, "can't subtract offset-naive and offset-aware datetimes");
            var between = isLeft ? Utc - same.Utc : same.Utc - Utc;
            return new DurationValue(between.Ticks / TimeSpan.TicksPerMicrosecond);
        }

        if (other.As<DurationValue>() is not { } duration || op != BinaryOperator.Add && !(op == BinaryOperator.Subtract && isLeft)) return null;
        try
        {
            return new DateTimeValue(op == BinaryOperator.Add ? Local + duration.Span : Local - duration.Span, Zone, Offset);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw PythonTime.Invalid(null, "date value out of range");
        }
    }

    public override string ToText() => Iso(' ', PythonTime.Clock(Local.TimeOfDay));

    public override string ToRepr()
    {
        var micro = PythonTime.Microseconds(Local.Ticks);
        var seconds = Local.Second == 0 && micro == 0 ? "" : $", {Local.Second}";
        return string.Create(CultureInfo.InvariantCulture, $"datetime.datetime({Local.Year}, {Local.Month}, {Local.Day}, {Local.Hour}, {Local.Minute}{seconds}{(micro == 0 ? "" : $", {micro}")}{(Zone is null ? "" : $", tzinfo={Zone.ToRepr()}")})");
    }

    private string Iso(char separator, string clock) =>
        Local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + separator + clock + (Offset is { } offset ? ZoneValue.Text(offset, ":") : "");

    private Value IsoFormat(CallArguments call)
    {
        var (separator, precision) = call.Bind("isoformat", "sep?", "timespec?");
        var clock = Local.TimeOfDay;
        var text = precision.IsUndefined ? PythonTime.Clock(clock) : precision.ToText() switch
        {
            "auto" => PythonTime.Clock(clock),
            "hours" => clock.ToString("hh", CultureInfo.InvariantCulture),
            "minutes" => clock.ToString(@"hh\:mm", CultureInfo.InvariantCulture),
            "seconds" => clock.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture),
            "milliseconds" => clock.ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture),
            "microseconds" => clock.ToString(@"hh\:mm\:ss\.ffffff", CultureInfo.InvariantCulture),
            _ => throw PythonTime.Invalid(call.Span, "Unknown timespec value"),
        };
        return Iso(separator.IsUndefined ? 'T' : separator.ToText() is [var one] ? one : throw PythonTime.Invalid(call.Span, "isoformat(): sep must be one character"), text);
    }

    private Value Replace(CallArguments call)
    {
        var bound = call.Bind("replace", "year?", "month?", "day?", "hour?", "minute?", "second?", "microsecond?", "tzinfo?");
        long[] own = [Local.Year, Local.Month, Local.Day, Local.Hour, Local.Minute, Local.Second, PythonTime.Microseconds(Local.Ticks)];
        return Of(call.Span, bound, own, bound.Has(7) ? bound[7].As<ZoneValue>() : Zone);
    }

    private static Value Of(SourceSpan span, BoundArguments bound, long[] otherwise, ZoneValue? zone)
    {
        var parts = otherwise.Select((value, i) => PythonTime.Number(bound[i], value)).ToArray();
        PythonTime.CheckDate(parts[0], parts[1], parts[2], span);
        return new DateTimeValue(new DateTime((int)parts[0], (int)parts[1], (int)parts[2], 0, 0, 0, DateTimeKind.Unspecified) + PythonTime.TimeOfDay(parts[3..], span), zone);
    }
}
