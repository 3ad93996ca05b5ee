using CareTally.Templating.Values;

namespace CareTally.Core.Python;

/// <summary><c>modules</c>: the parts of Python's library that dbt gives to templates.</summary>
internal static class PythonModules
{
    /// <summary>The modules, with a clock for <c>now()</c> and <c>today()</c>.</summary>
    /// <param name="now">What time it is: that of the command's start, so that all of a run sees one time.</param>
    public static Value All(DateTimeOffset now) => new ModuleValue("modules", new Dictionary<string, Value>
    {
        ["datetime"] = DateTimeModule(now),
        ["re"] = RegexModule.Module,
        ["pytz"] = new ModuleValue("pytz", new Dictionary<string, Value>
        {
            ["timezone"] = Attributes.Function("pytz.timezone", ZoneValue.Named),
            ["utc"] = ZoneValue.Utc,
            ["UTC"] = ZoneValue.Utc,
        }),
        ["itertools"] = ItertoolsModule.Module,
    });

    private static ModuleValue DateTimeModule(DateTimeOffset now)
    {
        var date = new ModuleValue(
            "datetime.date",
            new Dictionary<string, Value>
            {
                ["today"] = Attributes.Function("today", _ => new DateValue(DateOnly.FromDateTime(now.LocalDateTime))),
                ["fromisoformat"] = Attributes.Function("fromisoformat", DateValue.Parse),
                ["fromordinal"] = Attributes.Function("fromordinal", call => new DateValue(DateOnly.FromDayNumber((int)Math.Clamp(call.Bind("fromordinal", "ordinal")[0].AsLong - 1, 0, DateOnly.MaxValue.DayNumber)))),
                ["min"] = new DateValue(DateOnly.MinValue),
                ["max"] = new DateValue(DateOnly.MaxValue),
            },
            DateValue.Create);
        var dateTime = new ModuleValue(
            "datetime.datetime",
            new Dictionary<string, Value>
            {
                ["now"] = Attributes.Function("now", call => call.Bind("now", "tz?")[0].As<ZoneValue>() is { } zone ? new DateTimeValue(now).In(zone, call) : new DateTimeValue(now.LocalDateTime, null)),
                ["today"] = Attributes.Function("today", _ => new DateTimeValue(now.LocalDateTime, null)),
                ["utcnow"] = Attributes.Function("utcnow", _ => new DateTimeValue(now.UtcDateTime, null)),
                ["strptime"] = Attributes.Function("strptime", TimeParser.Parse),
                ["fromisoformat"] = Attributes.Function("fromisoformat", TimeParser.ParseIso),
                ["fromtimestamp"] = Attributes.Function("fromtimestamp", FromTimestamp),
                ["utcfromtimestamp"] = Attributes.Function("utcfromtimestamp", FromTimestamp),
                ["combine"] = Attributes.Function("combine", Combine),
                ["min"] = new DateTimeValue(DateTime.MinValue, null),
                ["max"] = new DateTimeValue(DateTime.MaxValue.AddTicks(-9), null),
            },
            DateTimeValue.Create);
        return new ModuleValue("datetime", new Dictionary<string, Value>
        {
            ["date"] = date,
            ["datetime"] = dateTime,
            ["time"] = new ModuleValue("datetime.time", new Dictionary<string, Value>(), TimeValue.Create),
            ["timedelta"] = new ModuleValue("datetime.timedelta", new Dictionary<string, Value>(), DurationValue.Create),
            ["timezone"] = new ModuleValue("datetime.timezone", new Dictionary<string, Value> { ["utc"] = ZoneValue.Utc }, ZoneValue.Fixed),
            ["UTC"] = ZoneValue.Utc,
        });
    }

    private static Value FromTimestamp(CallArguments call)
    {
        var (seconds, zone) = call.Bind("fromtimestamp", "timestamp", "tz?");
        var number = seconds.As<ArithmeticValue>()?.Number is { } exact ? (double)exact : seconds.AsDouble;
        var microseconds = Math.Round(number * 1e6);
        if (!(microseconds >= (DateTime.MinValue - DateTime.UnixEpoch).TotalMicroseconds && microseconds < (DateTime.MaxValue - DateTime.UnixEpoch).TotalMicroseconds))
            throw PythonTime.Invalid(call.Span, "timestamp out of range");
        var moment = DateTime.UnixEpoch.AddTicks((long)microseconds * TimeSpan.TicksPerMicrosecond);
        return zone.As<ZoneValue>() is { } wanted ? new DateTimeValue(moment, ZoneValue.Utc).In(wanted, call) : new DateTimeValue(moment, null);
    }

    private static Value Combine(CallArguments call)
    {
        var (day, clock, zone) = call.Bind("combine", "date", "time", "tzinfo?");
        var date = day.As<DateValue>()?.Date ?? (day.As<DateTimeValue>() is { } dateTime ? DateOnly.FromDateTime(dateTime.Local) : throw PythonTime.Invalid(call.Span, "combine() takes a date and a time"));
        if (clock.As<TimeValue>() is not { } time) throw PythonTime.Invalid(call.Span, "combine() takes a date and a time");
        return new DateTimeValue(date.ToDateTime(time.Time), zone.As<ZoneValue>() ?? time.Zone);
    }
}
