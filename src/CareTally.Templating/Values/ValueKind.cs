namespace CareTally.Templating.Values;

/// <summary>What a <see cref="Value"/> holds.</summary>
public enum ValueKind
{
    /// <summary>Python's <c>None</c>.</summary>
    None,

    /// <summary>The result of looking up what does not exist: prints nothing, raises where it is used.</summary>
    Undefined,

    /// <summary><c>True</c> or <c>False</c>.</summary>
    Bool,

    /// <summary>An integer of any size.</summary>
    Int,

    /// <summary>A double-precision number.</summary>
    Float,

    /// <summary>Text.</summary>
    String,

    /// <summary>A mutable list.</summary>
    List,

    /// <summary>An immutable list.</summary>
    Tuple,

    /// <summary>A mutable dictionary that keeps the order of insertion.</summary>
    Dict,

    /// <summary>A set that keeps the order of insertion.</summary>
    Set,

    /// <summary>A function, method or macro.</summary>
    Callable,

    /// <summary>Any other object: an iterator, a range, or one the host supplies.</summary>
    Object,
}
