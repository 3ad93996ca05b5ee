namespace CareTally.Templating.Values;

/// <summary>A host object with an order (a date, say).</summary>
public abstract class ComparableValue : ObjectValue
{
    /// <summary>Negative, zero or positive; null where the two cannot be compared.</summary>
    public abstract int? CompareTo(Value other);
}

/// <summary>A host object that takes part in arithmetic (a date or duration, say).</summary>
public abstract class ArithmeticValue : ComparableValue
{
    /// <summary>The number it is, for filters such as <c>int</c>; null where it is none.</summary>
    public virtual decimal? Number => null;

    /// <summary>The result of an operation with this object on one side; null where there is none.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="other">The other operand.</param>
    /// <param name="isLeft">Whether this object is the left operand.</param>
    public abstract Value? Calculate(Syntax.BinaryOperator op, Value other, bool isLeft);
}
