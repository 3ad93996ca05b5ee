namespace CareTally.Templating.Values;

/// <summary>A value with attributes, items or behaviour: the language's own containers, and whatever the host supplies.</summary>
public abstract class ObjectValue
{
    /// <summary>What messages and <c>repr</c> call its type.</summary>
    public abstract string TypeName { get; }

    /// <summary>Which of the language's kinds it is.</summary>
    public virtual ValueKind Kind => ValueKind.Object;

    /// <summary>Whether calling it makes sense.</summary>
    public virtual bool IsCallable => false;

    /// <summary>Whether it counts as a mapping, as a dictionary does.</summary>
    public virtual bool IsMapping => Kind == ValueKind.Dict;

    /// <summary>Truth in conditions.</summary>
    public virtual bool IsTruthy => true;

    /// <summary>Number of items; null where the type has none.</summary>
    public virtual int? Length => null;

    /// <summary>What a <c>for</c> goes through; null where it cannot be iterated.</summary>
    public virtual IEnumerable<Value>? Items => null;

    /// <summary>Names of its attributes, for "did you mean".</summary>
    public virtual IEnumerable<string> AttributeNames => [];

    /// <summary><c>object.name</c>.</summary>
    public virtual bool TryGetAttribute(string name, out Value value)
    {
        value = default;
        return false;
    }

    /// <summary><c>object[key]</c>.</summary>
    public virtual bool TryGetItem(Value key, out Value value)
    {
        value = default;
        return false;
    }

    /// <summary><c>object(...)</c>.</summary>
    public virtual Value Call(CallArguments arguments) =>
        throw ValueException.Type($"'{TypeName}' object is not callable");

    /// <summary>What printing it gives.</summary>
    public virtual string ToText() => ToRepr();

    /// <summary>What printing a container that holds it gives.</summary>
    public virtual string ToRepr() => $"<{TypeName}>";

    /// <summary>Python's <c>==</c>; the same object, unless the type knows better.</summary>
    public virtual bool IsEqual(ObjectValue other) => ReferenceEquals(this, other);

    /// <summary>A hash that agrees with <see cref="IsEqual"/>.</summary>
    public virtual int Hash => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <inheritdoc/>
    public override string ToString() => ToText();
}
