using System.Collections.Frozen;
using System.Globalization;
using CareTally.Diagnostics;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Core.Python;

/// <summary>Python's <c>timedelta</c>: a length of time in microseconds.</summary>
internal sealed class DurationValue(long microseconds) : ArithmeticValue
{
    public const long Second = 1_000_000;
    private const long Day = 86_400 * Second;

    private static readonly FrozenDictionary<string, Func<DurationValue, Value>> Members = Attributes.Table(new Dictionary<string, Func<DurationValue, Value>>
    {
        ["days"] = self => self.Days,
        ["seconds"] = self => self.Rest / Second,
        ["microseconds"] = self => self.Rest % Second,
        ["total_seconds"] = self => Attributes.Function("total_seconds", _ => self.Microseconds / (double)Second),
    });

    // A little less than what a TimeSpan holds, and far beyond every calendar.
    private const long MostMicroseconds = 900_000_000_000_000_000;

    // In the order of Python's parameters.
    private static readonly (string Name, long Microseconds)[] Units =
        [("days", Day), ("seconds", Second), ("microseconds", 1), ("milliseconds", 1000), ("minutes", 60 * Second), ("hours", 3600 * Second), ("weeks", 7 * Day)];

    public long Microseconds { get; } = microseconds;

    public TimeSpan Span => TimeSpan.FromMicroseconds(Math.Clamp(Microseconds, -MostMicroseconds, MostMicroseconds));

    public override string TypeName => "datetime.timedelta";

    public override bool IsTruthy => Microseconds != 0;

    public override IEnumerable<string> AttributeNames => Members.Keys;

    public override int Hash => Microseconds.GetHashCode();

    private long Days => Math.DivRem(Microseconds - Rest, Day).Quotient;

    private long Rest => (Microseconds % Day + Day) % Day;

    /// <summary><c>timedelta(...)</c>.</summary>
    public static Value Create(CallArguments call)
    {
        var bound = call.Bind("timedelta", [.. Units.Select(unit => unit.Name + "?")]);
        var total = 0m;
        for (var i = 0; i < Units.Length; i++)
        {
            if (!bound.Has(i)) continue;
            if (!bound[i].IsNumber) throw new DiagnosticException(PythonProblems.BadValue, call.Span, $"timedelta: {Units[i].Name} must be a number, not {bound[i].TypeName}");
            if (!(Math.Abs(bound[i].AsDouble) < 1e15)) throw TooLarge(call.Span);
            total += (bound[i].IsFloat ? (decimal)bound[i].AsDouble : bound[i].AsLong) * Units[i].Microseconds;
        }

        return new DurationValue(Rounded(total, call.Span));
    }

    public override bool TryGetAttribute(string name, out Value value) => Attributes.TryGet(Members, this, name, out value);

    public override bool IsEqual(ObjectValue other) => other is DurationValue duration && duration.Microseconds == Microseconds;

    public override int? CompareTo(Value other) => other.As<DurationValue>() is { } duration ? Microseconds.CompareTo(duration.Microseconds) : null;

    public override Value? Calculate(BinaryOperator op, Value other, bool isLeft)
    {
        if (other.As<DurationValue>() is { } duration)
        {
            var (left, right) = isLeft ? (Microseconds, duration.Microseconds) : (duration.Microseconds, Microseconds);
            return op switch
            {
                BinaryOperator.Add => new DurationValue(Rounded((decimal)left + right, null)),
                BinaryOperator.Subtract => new DurationValue(Rounded((decimal)left - right, null)),
                BinaryOperator.Divide or BinaryOperator.FloorDivide or BinaryOperator.Modulo when right == 0 => throw new DiagnosticException(PythonProblems.BadValue, null, "division of a timedelta by zero"),
                BinaryOperator.Divide => left / (double)right,
                BinaryOperator.FloorDivide => (long)Math.Floor((decimal)left / right),
                BinaryOperator.Modulo => new DurationValue((left % right + right) % right),
                _ => null,
            };
        }

        if (!other.IsNumber) return null;
        if (op is not (BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.FloorDivide) || (op != BinaryOperator.Multiply && !isLeft)) return null;
        try
        {
            return new DurationValue(Scaled(op, other.IsFloat ? (decimal)other.AsDouble : (decimal)other.AsBigInteger));
        }
        catch (OverflowException)
        {
            throw TooLarge(null);
        }
    }

    private long Scaled(BinaryOperator op, decimal factor)
    {
        if (op == BinaryOperator.Multiply) return Rounded(Microseconds * factor, null);
        if (factor == 0) throw new DiagnosticException(PythonProblems.BadValue, null, "division of a timedelta by zero");
        return op == BinaryOperator.Divide ? Rounded(Microseconds / factor, null) : (long)Math.Floor(Microseconds / factor);
    }

    public override string ToText()
    {
        var (seconds, fraction) = Math.DivRem(Rest, Second);
        var days = Days == 0 ? "" : $"{Days} day{(Math.Abs(Days) == 1 ? "" : "s")}, ";
        return string.Create(CultureInfo.InvariantCulture, $"{days}{seconds / 3600}:{seconds / 60 % 60:D2}:{seconds % 60:D2}{(fraction == 0 ? "" : $".{fraction:D6}")}");
    }

    public override string ToRepr()
    {
        var parts = new[] { ("days", Days), ("seconds", Rest / Second), ("microseconds", Rest % Second) }.Where(part => part.Item2 != 0).Select(part => $"{part.Item1}={part.Item2}");
        return $"datetime.timedelta({(Microseconds == 0 ? "0" : string.Join(", ", parts))})";
    }

    private static long Rounded(decimal total, SourceSpan? span) =>
        Math.Abs(total) < 86_399_999_999_999_999_999m && Math.Abs(total) < long.MaxValue ? (long)Math.Round(total, MidpointRounding.ToEven) : throw TooLarge(span);

    private static DiagnosticException TooLarge(SourceSpan? span) => new(PythonProblems.BadValue, span, "the timedelta is too long");
}
