using System.Globalization;
using System.Numerics;
using CareTally.Diagnostics;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Core.Python;

/// <summary>Python's <c>Decimal</c>, which keeps the zeros at its end: how a query's exact and floating numbers come.</summary>
internal sealed class DecimalValue(decimal number) : ArithmeticValue
{
    public override string TypeName => "decimal.Decimal";

    public override bool IsTruthy => number != 0;

    public override decimal? Number => number;

    public override string ToText() => number.ToString(CultureInfo.InvariantCulture);

    public override string ToRepr() => $"Decimal('{ToText()}')";

    public override bool IsEqual(ObjectValue other) => other is DecimalValue { Number: { } theirs } && theirs == number;

    // The same as that of an equal integer or float.
    public override int Hash => decimal.IsInteger(number) ? Value.Of(new BigInteger(number)).GetHashCode() : Value.Of((double)number).GetHashCode();

    public override int? CompareTo(Value other)
    {
        if (other.IsFloat) return double.IsNaN(other.AsDouble) ? null : ((double)number).CompareTo(other.AsDouble);
        return Exact(other) is { } right ? number.CompareTo(right) : null;
    }

    public override Value? Calculate(BinaryOperator op, Value other, bool isLeft)
    {
        if (Exact(other) is not { } operand) return null;
        var (left, right) = isLeft ? (number, operand) : (operand, number);
        try
        {
            return op switch
            {
                BinaryOperator.Add => new DecimalValue(left + right),
                BinaryOperator.Subtract => new DecimalValue(left - right),
                BinaryOperator.Multiply => new DecimalValue(left * right),
                BinaryOperator.Divide => new DecimalValue(left / right),
                BinaryOperator.FloorDivide => new DecimalValue(decimal.Truncate(left / right)),
                BinaryOperator.Modulo => new DecimalValue(left % right),
                _ => null,
            };
        }
        catch (ArithmeticException e)
        {
            throw new DiagnosticException(PythonProblems.BadValue, null, e is DivideByZeroException ? "division of a Decimal by zero" : "the Decimal is too large");
        }
    }

    /// <summary>A float as Python's <c>Decimal(repr(float))</c>; what decimals cannot hold stays a float.</summary>
    public static Value Of(double number)
    {
        var text = Value.Of(number).ToText();
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && (exact != 0 || number == 0) ? new DecimalValue(exact) : number;
    }

    private static decimal? Exact(Value value) => value.Kind switch
    {
        ValueKind.Int or ValueKind.Bool when BigInteger.Abs(value.AsBigInteger) < new BigInteger(decimal.MaxValue) => (decimal)value.AsBigInteger,
        _ => value.As<DecimalValue>()?.Number,
    };
}
