using System.Numerics;
using System.Runtime.CompilerServices;
using CareTally.Templating.Syntax;

namespace CareTally.Templating.Values;

/// <summary>Python's equality, hash and order.</summary>
internal static class PythonOrder
{
    // Two small values can take forever to compare: [a, a] where a is [b, b], and so on.
    private const int MostComparisons = 5_000_000;

    public static bool AreEqual(Value left, Value right)
    {
        if (left.IsSame(right) && !left.IsFloat) return true;
        if (left.TryGetString(out var leftText)) return right.TryGetString(out var rightText) && leftText == rightText;
        if (left.TryGetLong(out var leftLong) && right.TryGetLong(out var rightLong)) return leftLong == rightLong;
        var budget = MostComparisons;
        var result = AreEqual(left, right, ref budget);
        Meter.Work(MostComparisons - budget);
        return result;
    }

    public static int HashOf(Value value) => value.Kind switch
    {
        ValueKind.None => 0,
        ValueKind.String => value.AsString.GetHashCode(StringComparison.Ordinal),
        ValueKind.Bool => value.AsLong.GetHashCode(),
        ValueKind.Int => value.TryGetLong(out var number) ? number.GetHashCode() : value.AsBigInteger.GetHashCode(),
        ValueKind.Float => HashOfFloat(value.AsDouble),
        _ => value.AsObject?.Hash ?? 0,
    };

    /// <summary>Python's <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> and <c>&gt;=</c>.</summary>
    public static bool Compare(CompareOperator op, Value left, Value right)
    {
        if (left.TryGetLong(out var leftLong) && right.TryGetLong(out var rightLong)) return Holds(op, leftLong.CompareTo(rightLong));
        var budget = MostComparisons;
        var result = Compare(op, left, right, ref budget);
        Meter.Work(MostComparisons - budget);
        return result;
    }

    /// <summary>Order for sorting, by Python's <c>&lt;</c>.</summary>
    public static int CompareForSort(Value left, Value right) =>
        Compare(CompareOperator.Less, left, right) ? -1 : Compare(CompareOperator.Less, right, left) ? 1 : 0;

    /// <summary>Texts by code point, as Python orders them.</summary>
    public static int CompareText(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        var index = left.AsSpan(0, length).CommonPrefixLength(right.AsSpan(0, length));
        if (index == length) return left.Length.CompareTo(right.Length);
        var (a, b) = (left[index], right[index]);

        // Surrogates stand for code points above all others.
        if (char.IsSurrogate(a) != char.IsSurrogate(b)) return char.IsSurrogate(a) ? 1 : -1;
        return a.CompareTo(b);
    }

    private static void Spend(ref int budget)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (--budget < 0) throw new ValueException(TemplateProblems.TooLarge, $"comparing the values takes more than {MostComparisons:N0} steps");
    }

    private static bool AreEqual(Value left, Value right, ref int budget)
    {
        if (left.IsNumber && right.IsNumber) return NumbersAreEqual(left, right);
        if (left.TryGetString(out var leftText)) return right.TryGetString(out var rightText) && leftText == rightText;
        if (left.AsObject is not { } leftObject || right.AsObject is not { } rightObject)
            return (left.IsNone && right.IsNone) || left.As<ComparableValue>()?.CompareTo(right) == 0 || right.As<ComparableValue>()?.CompareTo(left) == 0;
        if (ReferenceEquals(leftObject, rightObject)) return true;
        return (leftObject, rightObject) switch
        {
            (ListValue a, ListValue b) => SequencesAreEqual(a.AsSpan, b.AsSpan, ref budget),
            (TupleValue a, TupleValue b) => SequencesAreEqual(a.AsSpan, b.AsSpan, ref budget),
            (DictValue a, DictValue b) => DictsAreEqual(a, b, ref budget),
            _ => leftObject.IsEqual(rightObject),
        };
    }

    private static bool ItemsAreEqual(Value left, Value right, ref int budget)
    {
        Spend(ref budget);
        return left.IsSame(right) || AreEqual(left, right, ref budget);
    }

    private static bool SequencesAreEqual(ReadOnlySpan<Value> left, ReadOnlySpan<Value> right, ref int budget)
    {
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
        {
            if (!ItemsAreEqual(left[i], right[i], ref budget)) return false;
        }

        return true;
    }

    private static bool DictsAreEqual(DictValue left, DictValue right, ref int budget)
    {
        if (left.Count != right.Count) return false;
        foreach (var (key, value) in left.Inner)
        {
            if (!right.TryGet(key, out var other) || !ItemsAreEqual(value, other, ref budget)) return false;
        }

        return true;
    }

    private static bool NumbersAreEqual(Value left, Value right)
    {
        if (!left.IsFloat && !right.IsFloat) return left.AsBigInteger == right.AsBigInteger;
        if (left.IsFloat && right.IsFloat) return left.AsDouble == right.AsDouble;
        return CompareNumbers(left, right) == 0;
    }

    // Null where one of them is not a number.
    private static int? CompareNumbers(Value left, Value right)
    {
        if (!left.IsFloat && !right.IsFloat) return left.AsBigInteger.CompareTo(right.AsBigInteger);
        if (left.IsFloat && right.IsFloat)
        {
            var (a, b) = (left.AsDouble, right.AsDouble);
            return double.IsNaN(a) || double.IsNaN(b) ? null : a.CompareTo(b);
        }

        if (!left.IsFloat) return -CompareNumbers(right, left);
        var number = left.AsDouble;
        if (double.IsNaN(number)) return null;
        if (double.IsInfinity(number)) return number > 0 ? 1 : -1;
        var whole = new BigInteger(Math.Floor(number)).CompareTo(right.AsBigInteger);
        return whole != 0 ? whole : number > Math.Floor(number) ? 1 : 0;
    }

    private static bool Compare(CompareOperator op, Value left, Value right, ref int budget)
    {
        if (left.IsNumber && right.IsNumber) return CompareNumbers(left, right) is { } order && Holds(op, order);
        if (left.TryGetString(out var leftText) && right.TryGetString(out var rightText)) return Holds(op, CompareText(leftText, rightText));
        return (left.AsObject, right.AsObject) switch
        {
            (ListValue a, ListValue b) => CompareSequences(op, a.AsSpan, b.AsSpan, ref budget),
            (TupleValue a, TupleValue b) => CompareSequences(op, a.AsSpan, b.AsSpan, ref budget),
            (SetValue a, SetValue b) => CompareSets(op, a, b),
            (UndefinedValue undefined, _) => throw undefined.Raise(),
            (_, UndefinedValue undefined) => throw undefined.Raise(),
            (ComparableValue a, _) when a.CompareTo(right) is { } order => Holds(op, order),
            (_, ComparableValue b) when b.CompareTo(left) is { } order => Holds(op, -order),
            _ => throw ValueException.Type($"'{Sign(op)}' not supported between instances of '{left.TypeName}' and '{right.TypeName}'"),
        };
    }

    private static bool CompareSequences(CompareOperator op, ReadOnlySpan<Value> left, ReadOnlySpan<Value> right, ref int budget)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            if (!ItemsAreEqual(left[i], right[i], ref budget)) return Compare(op, left[i], right[i], ref budget);
        }

        return Holds(op, left.Length.CompareTo(right.Length));
    }

    private static bool CompareSets(CompareOperator op, SetValue left, SetValue right) => op switch
    {
        CompareOperator.Less => left.Count < right.Count && left.Items.All(right.Contains),
        CompareOperator.LessOrEqual => left.Count <= right.Count && left.Items.All(right.Contains),
        CompareOperator.Greater => right.Count < left.Count && right.Items.All(left.Contains),
        _ => right.Count <= left.Count && right.Items.All(left.Contains),
    };

    private static bool Holds(CompareOperator op, int order) => op switch
    {
        CompareOperator.Less => order < 0,
        CompareOperator.LessOrEqual => order <= 0,
        CompareOperator.Greater => order > 0,
        _ => order >= 0,
    };

    private static string Sign(CompareOperator op) => op switch
    {
        CompareOperator.Less => "<",
        CompareOperator.LessOrEqual => "<=",
        CompareOperator.Greater => ">",
        _ => ">=",
    };

    private static int HashOfFloat(double value)
    {
        if (value != Math.Floor(value) || double.IsInfinity(value)) return value.GetHashCode();
        return Math.Abs(value) < 9e18 ? ((long)value).GetHashCode() : HashOf(Value.Of(new BigInteger(value)));
    }

    /// <summary>Of the items, in order.</summary>
    public static int HashOfTuple(TupleValue tuple)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var hash = new HashCode();
        foreach (var item in tuple) hash.Add(HashOf(item));
        return hash.ToHashCode();
    }
}
