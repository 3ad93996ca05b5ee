using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Python;

/// <summary>A time zone: <c>datetime.timezone</c> of a fixed offset, or one of pytz by its name.</summary>
internal sealed class ZoneValue : ObjectValue
{
    private static readonly ConcurrentDictionary<string, ZoneValue> Known = new(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, Func<ZoneValue, Value>> Members = Attributes.Table(new Dictionary<string, Func<ZoneValue, Value>>
    {
        ["zone"] = self => self.Name,
        ["localize"] = self => Attributes.Function("localize", call => DateTimeOf(call, "localize", "is_dst?").Localized(self, call)),
        ["normalize"] = self => Attributes.Function("normalize", call => DateTimeOf(call, "normalize", "is_dst?").In(self, call)),
        ["fromutc"] = self => Attributes.Function("fromutc", call => new DateTimeValue(DateTimeOf(call, "fromutc").Local, Utc).In(self, call)),
        ["utcoffset"] = self => Attributes.Function("utcoffset", call =>
            new DurationValue((long)self.OffsetAt(call.Bind("utcoffset", "dt")[0].As<DateTimeValue>()?.Local ?? DateTime.UnixEpoch).TotalMicroseconds)),
        ["tzname"] = self => Attributes.Function("tzname", _ => self.Name),
    });

    public static readonly ZoneValue Utc = new("UTC", TimeSpan.Zero, null);

    private readonly TimeSpan _offset;
    private readonly TimeZoneInfo? _rules;

    private ZoneValue(string name, TimeSpan offset, TimeZoneInfo? rules) => (Name, _offset, _rules) = (name, offset, rules);

    public string Name { get; }

    /// <summary><c>pytz.timezone(name)</c>.</summary>
    public static Value Named(CallArguments call)
    {
        var name = call.Bind("timezone", "zone")[0].ToText();
        if (name.Equals("utc", StringComparison.OrdinalIgnoreCase)) return Utc;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var rules)
            ? Known.GetOrAdd(name, _ => new ZoneValue(rules.Id, rules.BaseUtcOffset, rules))
            : throw new DiagnosticException(PythonProblems.BadValue, call.Span, $"there is no time zone '{name}'");
    }

    /// <summary><c>datetime.timezone(offset, name)</c>.</summary>
    public static Value Fixed(CallArguments call)
    {
        var (offset, name) = call.Bind("timezone", "offset", "name?");
        if (offset.As<DurationValue>() is not { } duration || duration.Span.Duration() >= TimeSpan.FromDays(1))
            throw new DiagnosticException(PythonProblems.BadValue, call.Span, "timezone() takes a timedelta of less than a day");
        return Of(duration.Span, name.Or(Value.None).IsNone ? null : name.ToText());
    }

    /// <summary>The zone of a fixed offset.</summary>
    public static ZoneValue Of(TimeSpan offset, string? name = null) =>
        offset == TimeSpan.Zero && name is null ? Utc : new ZoneValue(name ?? "UTC" + Text(offset, ":"), offset, null);

    public override string TypeName => _rules is null ? "datetime.timezone" : "pytz.timezone";

    public override IEnumerable<string> AttributeNames => Members.Keys;

    /// <summary>What the clocks there are ahead of UTC at a time by those clocks.</summary>
    public TimeSpan OffsetAt(DateTime local) => _rules?.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified)) ?? _offset;

    /// <summary>What the clocks there are ahead of UTC at a moment.</summary>
    public TimeSpan OffsetAtUtc(DateTime utc) => _rules?.GetUtcOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)) ?? _offset;

    public override bool TryGetAttribute(string name, out Value value) => Attributes.TryGet(Members, this, name, out value);

    public override bool IsEqual(ObjectValue other) => other is ZoneValue zone && zone.Name == Name && zone._offset == _offset;

    public override int Hash => _offset.GetHashCode();

    public override string ToText() => Name;

    public override string ToRepr() => ReferenceEquals(this, Utc) ? "<UTC>" : $"<tzinfo '{Name}'>";

    /// <summary><c>+02:00</c>, with seconds where there are any.</summary>
    public static string Text(TimeSpan offset, string separator)
    {
        var size = offset.Duration();
        var text = string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{size.Hours:D2}{separator}{size.Minutes:D2}");
        return size.Seconds == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}{separator}{size.Seconds:D2}");
    }

    private static DateTimeValue DateTimeOf(CallArguments call, string function, params string[] more) =>
        call.Bind(function, ["dt", .. more])[0].As<DateTimeValue>() ?? throw new DiagnosticException(PythonProblems.BadValue, call.Span, $"{function}() takes a datetime");
}
