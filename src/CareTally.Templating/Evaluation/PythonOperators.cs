using System.Numerics;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>Python's arithmetic. Sizes are checked before anything large is made.</summary>
internal static class PythonOperators
{
    private static readonly string[] Signs = ["+", "-", "*", "/", "//", "%", "** or pow()"];

    public static Value Calculate(BinaryOperator op, Value left, Value right, Meter meter)
    {
        if (left.IsNumber && right.IsNumber) return Numbers(op, left, right);
        if (left.AsObject is UndefinedValue leftUndefined) throw leftUndefined.Raise();
        if (op == BinaryOperator.Modulo && left.IsString) return PercentFormat.Apply(left.AsString, right, meter);
        if (right.AsObject is UndefinedValue rightUndefined) throw rightUndefined.Raise();
        var result = op switch
        {
            BinaryOperator.Add => Join(left, right, meter),
            BinaryOperator.Multiply => Repeat(left, right, meter) ?? Repeat(right, left, meter),
            BinaryOperator.Subtract when left.As<SetValue>() is { } a && right.As<SetValue>() is { } b => Value.Of(new SetValue(a.Where(item => !b.Contains(item)))),
            _ => null,
        };
        return result
            ?? left.As<ArithmeticValue>()?.Calculate(op, right, isLeft: true)
            ?? right.As<ArithmeticValue>()?.Calculate(op, left, isLeft: false)
            ?? throw Unsupported(op, left, right);
    }

    public static Value Negate(Value operand)
    {
        if (operand.IsFloat) return -operand.AsDouble;
        if (operand.TryGetLong(out var number) && number != long.MinValue) return -number;
        if (operand.TryGetInteger(out var big)) return Value.Of(-big);
        throw BadOperand("-", operand);
    }

    public static Value Plus(Value operand)
    {
        if (operand.IsFloat) return operand;
        if (operand.TryGetInteger(out var number)) return Value.Of(number);
        throw BadOperand("+", operand);
    }

    private static ValueException BadOperand(string sign, Value operand) => operand.AsObject is UndefinedValue undefined
        ? undefined.Raise()
        : ValueException.Type($"bad operand type for unary {sign}: '{operand.TypeName}'");

    private static ValueException Unsupported(BinaryOperator op, Value left, Value right)
    {
        if (op == BinaryOperator.Add)
        {
            if (left.IsString) return ValueException.Type($"can only concatenate str (not \"{right.TypeName}\") to str", "use ~ to join values of any type as text");
            if (left.IsList) return ValueException.Type($"can only concatenate list (not \"{right.TypeName}\") to list");
            if (left.Kind == ValueKind.Tuple) return ValueException.Type($"can only concatenate tuple (not \"{right.TypeName}\") to tuple");
        }

        return ValueException.Type($"unsupported operand type(s) for {Signs[(int)op]}: '{left.TypeName}' and '{right.TypeName}'");
    }

    private static Value? Join(Value left, Value right, Meter meter)
    {
        if (left.TryGetString(out var a) && right.TryGetString(out var b))
        {
            meter.Text((long)a.Length + b.Length);
            return a + b;
        }

        switch (left.AsObject, right.AsObject)
        {
            case (ListValue x, ListValue y):
                meter.Items((long)x.Count + y.Count);
                return Value.Of(new ListValue((Value[])[.. x.AsSpan, .. y.AsSpan]));
            case (TupleValue x, TupleValue y):
                meter.Items((long)x.Count + y.Count);
                return Value.Of(new TupleValue([.. x.AsSpan, .. y.AsSpan]));
            default:
                return null;
        }
    }

    private static Value? Repeat(Value sequence, Value times, Meter meter)
    {
        if (!(sequence.IsString || sequence.AsObject is ListValue or TupleValue) || !times.TryGetInteger(out var wanted)) return null;
        if (wanted < long.MinValue || wanted > long.MaxValue) throw new ValueException(TemplateProblems.Overflow, "cannot fit 'int' into an index-sized integer");
        var length = sequence.TryGetString(out var text) ? text.Length : sequence.AsObject!.Length!.Value;
        var count = (int)BigInteger.Clamp(wanted, 0, length == 0 ? 0 : int.MaxValue);
        if (text is not null)
        {
            meter.Text((long)length * count);
            return count == 1 ? text : new System.Text.StringBuilder(length * count).Insert(0, text, count).ToString();
        }

        meter.Items((long)length * count);
        var items = new Value[length * count];
        var source = sequence.AsObject is ListValue list ? list.AsSpan : ((TupleValue)sequence.AsObject!).AsSpan;
        for (var i = 0; i < count; i++) source.CopyTo(items.AsSpan(i * length));
        return sequence.IsList ? Value.Of(new ListValue(items.AsSpan())) : Value.Of(new TupleValue(items));
    }

    private static Value Numbers(BinaryOperator op, Value left, Value right)
    {
        if (left.IsFloat || right.IsFloat) return Floats(op, left.AsDouble, right.AsDouble);
        if (left.TryGetLong(out var a) && right.TryGetLong(out var b) && TryLongs(op, a, b, out var result)) return result;

        // Long multiplication and division take a time that grows with the product of the lengths.
        Meter.Work(left.AsBigInteger.GetBitLength() / 64 * (right.AsBigInteger.GetBitLength() / 64) / 1024);
        return Integers(op, left.AsBigInteger, right.AsBigInteger);
    }

    // The usual case; false where the result may not fit.
    private static bool TryLongs(BinaryOperator op, long left, long right, out Value value)
    {
        long result;
        var fits = true;
        switch (op)
        {
            case BinaryOperator.Add:
                result = unchecked(left + right);
                fits = ((left ^ result) & (right ^ result)) >= 0;
                break;
            case BinaryOperator.Subtract:
                result = unchecked(left - right);
                fits = ((left ^ right) & (left ^ result)) >= 0;
                break;
            case BinaryOperator.Multiply:
                fits = Math.BigMul(left, right, out result) == result >> 63;
                break;
            case BinaryOperator.FloorDivide when right > 0:
                result = left >= 0 ? left / right : -1 - (-1 - left) / right;
                break;
            case BinaryOperator.Modulo when right > 0:
                result = left % right;
                if (result < 0) result += right;
                break;
            default:
                result = 0;
                fits = false;
                break;
        }

        value = result;
        return fits;
    }

    private static Value Integers(BinaryOperator op, BigInteger left, BigInteger right)
    {
        if (right.IsZero && op is BinaryOperator.Divide or BinaryOperator.FloorDivide or BinaryOperator.Modulo)
            throw ByZero(op == BinaryOperator.Divide ? "division by zero" : "integer division or modulo by zero");
        return op switch
        {
            BinaryOperator.Add => Value.Of(left + right),
            BinaryOperator.Subtract => Value.Of(left - right),
            BinaryOperator.Multiply => Value.Of(PythonNumbers.Multiply(left, right)),
            BinaryOperator.Divide => PythonNumbers.TrueDivide(left, right),
            BinaryOperator.FloorDivide => Value.Of(PythonNumbers.FloorDivide(left, right)),
            BinaryOperator.Modulo => Value.Of(PythonNumbers.Modulo(left, right)),
            _ when right.Sign < 0 => PythonNumbers.Power(PythonNumbers.ToDouble(left), PythonNumbers.ToDouble(right)),
            _ => Value.Of(PythonNumbers.Power(left, right)),
        };
    }

    private static Value Floats(BinaryOperator op, double left, double right)
    {
        if (right == 0 && op is BinaryOperator.Divide or BinaryOperator.FloorDivide or BinaryOperator.Modulo)
            throw ByZero(op == BinaryOperator.Divide ? "float division by zero" : op == BinaryOperator.Modulo ? "float modulo" : "float floor division by zero");
        return op switch
        {
            BinaryOperator.Add => left + right,
            BinaryOperator.Subtract => left - right,
            BinaryOperator.Multiply => left * right,
            BinaryOperator.Divide => left / right,
            BinaryOperator.FloorDivide => PythonNumbers.FloorDivide(left, right),
            BinaryOperator.Modulo => PythonNumbers.Modulo(left, right),
            _ => PythonNumbers.Power(left, right),
        };
    }

    private static ValueException ByZero(string message) => new(TemplateProblems.DivisionByZero, message);
}
