using System.Numerics;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating.BuiltIns;

/// <summary>Filters that make or change numbers.</summary>
internal static partial class Filters
{
    private static Value Absolute(Value input, CallArguments arguments)
    {
        if (input.IsFloat) return Math.Abs(input.AsDouble);
        if (input.TryGetInteger(out var number)) return Value.Of(BigInteger.Abs(number));
        throw input.AsObject is UndefinedValue undefined ? undefined.Raise() : ValueException.Type($"bad operand type for abs(): '{input.TypeName}'");
    }

    private static Value Int(Value input, CallArguments arguments)
    {
        var (fallback, radix) = arguments.Bind("int", "default?", "base?");
        if (fallback.IsUndefined) fallback = 0;
        if (input.AsObject is UndefinedValue undefined) throw undefined.Raise();
        if (input.TryGetInteger(out var number)) return Value.Of(number);
        if (input.TryGetString(out var text))
        {
            if (PythonNumbers.TryParseInteger(text, (int)Methods.Integer(radix, 10), out number)) return Value.Of(number);
            if (PythonNumbers.TryParseFloat(text, out var parsed)) return Truncated(parsed, fallback);
        }

        if (input.As<ArithmeticValue>()?.Number is { } exact) return Value.Of(new BigInteger(exact));
        return input.IsFloat ? Truncated(input.AsDouble, fallback) : fallback;
    }

    private static Value Truncated(double value, Value fallback)
    {
        if (double.IsNaN(value)) return fallback;
        if (double.IsInfinity(value)) throw new ValueException(TemplateProblems.Overflow, "cannot convert float infinity to integer");
        return Value.Of(new BigInteger(value));
    }

    private static Value Float(Value input, CallArguments arguments)
    {
        var fallback = arguments.Bind("float", "default?")[0];
        if (input.AsObject is UndefinedValue undefined) throw undefined.Raise();
        if (input.IsNumber) return input.AsDouble;
        if (input.TryGetString(out var text) && PythonNumbers.TryParseFloat(text, out var parsed)) return parsed;
        if (input.As<ArithmeticValue>()?.Number is { } exact) return (double)exact;
        return fallback.IsUndefined ? 0.0 : fallback;
    }

    private static Value Round(Value input, CallArguments arguments)
    {
        var (precision, method) = arguments.Bind("round", "precision?", "method?");
        var digits = (int)Math.Clamp(Methods.Integer(precision, 0), -400, 400);
        if (input.AsObject is UndefinedValue undefined) throw undefined.Raise();
        if (input.As<ArithmeticValue>()?.Number is { } exact) input = (double)exact;
        if (!input.IsNumber) throw ValueException.Type($"type {input.TypeName} doesn't define __round__ method");
        switch (method.IsUndefined ? "common" : method.ToText())
        {
            case "common":
                return input.IsFloat ? PythonNumbers.Round(input.AsDouble, digits) : RoundInteger(input.AsBigInteger, digits);
            case "ceil":
                return Stepped(input, digits, Math.Ceiling, arguments);
            case "floor":
                return Stepped(input, digits, Math.Floor, arguments);
            default:
                throw ValueException.Invalid("method must be common, ceil or floor");
        }
    }

    private static Value RoundInteger(BigInteger value, int digits)
    {
        if (digits >= 0) return Value.Of(value);
        var unit = BigInteger.Pow(10, -digits);
        var rounded = PythonNumbers.DivideHalfEven(BigInteger.Abs(value), unit) * unit;
        return Value.Of(value.Sign < 0 ? -rounded : rounded);
    }

    private static Value Stepped(Value input, int digits, Func<double, double> step, CallArguments arguments)
    {
        var scale = PythonOperators.Calculate(BinaryOperator.Power, 10, digits, arguments.Context.Meter);
        var scaled = PythonOperators.Calculate(BinaryOperator.Multiply, input, scale, arguments.Context.Meter);
        var whole = scaled.IsFloat ? Truncated(step(scaled.AsDouble), Value.None) : scaled;
        return PythonOperators.Calculate(BinaryOperator.Divide, whole, scale, arguments.Context.Meter);
    }

    private static Value Sum(Value input, CallArguments arguments)
    {
        var (attribute, start) = arguments.Bind("sum", "attribute?", "start?");
        var total = start.IsUndefined ? 0 : start;
        if (total.IsString) throw ValueException.Type("sum() can't sum strings", "use the filter join");
        var key = Keys.Of(attribute, isCaseSensitive: true);
        foreach (var item in arguments.Context.Iterate(input))
            total = PythonOperators.Calculate(BinaryOperator.Add, total, key(item), arguments.Context.Meter);
        return total;
    }
}
