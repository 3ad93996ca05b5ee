using System.Numerics;
using System.Runtime.CompilerServices;

namespace CareTally.Templating.Values;

/// <summary>
/// One value of the template language. Sixteen bytes; None, booleans, floats and integers that fit 64 bits
/// need no allocation. Text, equality, hash and order are Python's.
/// </summary>
public readonly partial struct Value : IEquatable<Value>
{
    private static readonly Tag BoolTag = new(ValueKind.Bool);
    private static readonly Tag IntTag = new(ValueKind.Int);
    private static readonly Tag FloatTag = new(ValueKind.Float);
    private static readonly Tag UnsetTag = new(ValueKind.Undefined);

    // null for None, a tag for what fits in _bits, otherwise a string, a boxed BigInteger or an ObjectValue.
    private readonly object? _object;

    // The number itself; for a string its TextMark.
    private readonly long _bits;

    private Value(object? reference, long bits) => (_object, _bits) = (reference, bits);

    /// <summary>Python's <c>None</c>; also the default value of this type.</summary>
    public static Value None => default;

    /// <summary><c>True</c>.</summary>
    public static Value True => new(BoolTag, 1);

    /// <summary><c>False</c>.</summary>
    public static Value False => new(BoolTag, 0);

    /// <summary>The empty string.</summary>
    public static Value Empty => new("", 0);

    /// <summary>What a slot holds before anything is assigned to it; never seen by a template.</summary>
    internal static Value Unset => new(UnsetTag, 0);

    internal bool IsUnset => ReferenceEquals(_object, UnsetTag);

    /// <summary>What it holds.</summary>
    public ValueKind Kind => _object switch
    {
        null => ValueKind.None,
        string => ValueKind.String,
        Tag tag => tag.Kind,
        ObjectValue value => value.Kind,
        _ => ValueKind.Int,
    };

    /// <summary>Whether it is <c>None</c>.</summary>
    public bool IsNone => _object is null;

    /// <summary>Whether it is the result of a failed lookup.</summary>
    public bool IsUndefined => _object is UndefinedValue;

    /// <summary>Whether it is <c>True</c> or <c>False</c>.</summary>
    public bool IsBool => ReferenceEquals(_object, BoolTag);

    /// <summary>Whether it is an integer; a boolean is not.</summary>
    public bool IsInt => ReferenceEquals(_object, IntTag) || _object is BigInteger;

    /// <summary>Whether it is a float.</summary>
    public bool IsFloat => ReferenceEquals(_object, FloatTag);

    /// <summary>Whether it is a number in Python's sense: a boolean is one.</summary>
    public bool IsNumber => _object is Tag tag && tag != UnsetTag || _object is BigInteger;

    /// <summary>Whether it is text.</summary>
    public bool IsString => _object is string;

    /// <summary>Whether it is a list.</summary>
    public bool IsList => _object is ListValue;

    /// <summary>Whether it is a dictionary.</summary>
    public bool IsDict => _object is DictValue;

    /// <summary>Whether it can be called.</summary>
    public bool IsCallable => _object is ObjectValue { IsCallable: true };

    /// <summary>The boolean; an error where it is something else.</summary>
    public bool AsBool => IsBool ? _bits != 0 : throw WrongKind("bool");

    /// <summary>The integer (a boolean counts as 0 or 1); an error where it is something else or does not fit.</summary>
    public long AsLong => ReferenceEquals(_object, IntTag) || IsBool ? _bits : throw WrongKind("int");

    /// <summary>The integer of any size (a boolean counts as 0 or 1); an error where it is something else.</summary>
    public BigInteger AsBigInteger => _object is BigInteger big ? big : AsLong;

    /// <summary>The number as a float; an error where it is not a number.</summary>
    public double AsDouble => IsFloat ? BitConverter.Int64BitsToDouble(_bits)
        : _object is BigInteger big ? PythonNumbers.ToDouble(big)
        : AsLong;

    /// <summary>The text; an error where it is something else. See <see cref="ToText()"/> for the text of any value.</summary>
    public string AsString => _object as string ?? throw WrongKind("str");

    /// <summary>The list; an error where it is something else.</summary>
    public ListValue AsList => _object as ListValue ?? throw WrongKind("list");

    /// <summary>The dictionary; an error where it is something else.</summary>
    public DictValue AsDict => _object as DictValue ?? throw WrongKind("dict");

    /// <summary>The object behind a list, tuple, dictionary, set, callable, undefined or host object; null for scalars.</summary>
    public ObjectValue? AsObject => _object as ObjectValue;

    /// <summary>Python's name of its type.</summary>
    public string TypeName => Kind switch
    {
        ValueKind.None => "NoneType",
        ValueKind.Bool => "bool",
        ValueKind.Int => "int",
        ValueKind.Float => "float",
        ValueKind.String => "str",
        _ => (_object as ObjectValue)?.TypeName ?? "Undefined",
    };

    /// <summary>Python's truth: zero, empty, None and undefined are false.</summary>
    public bool IsTruthy => _object switch
    {
        null => false,
        string text => text.Length > 0,
        Tag => ReferenceEquals(_object, FloatTag) ? BitConverter.Int64BitsToDouble(_bits) != 0 : _bits != 0,
        ObjectValue value => value.IsTruthy,
        _ => true,
    };

    internal TextMark Mark => _object is string ? (TextMark)_bits : TextMark.None;

    /// <summary>A boolean.</summary>
    public static Value Of(bool value) => new(BoolTag, value ? 1 : 0);

    /// <summary>An integer.</summary>
    public static Value Of(long value) => new(IntTag, value);

    /// <summary>An integer.</summary>
    public static Value Of(int value) => new(IntTag, value);

    /// <summary>An integer of any size.</summary>
    public static Value Of(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? new(IntTag, (long)value) : new(value, 0);

    /// <summary>A float.</summary>
    public static Value Of(double value) => new(FloatTag, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Text; null gives None.</summary>
    public static Value Of(string? value) => new(value, 0);

    /// <summary>A list, tuple, dictionary, set, function or host object; null gives None.</summary>
    public static Value Of(ObjectValue? value) => new(value, 0);

    /// <summary>A list of strings.</summary>
    public static Value Of(IEnumerable<string> values) => Of(new ListValue(values.Select(Of)));

    /// <summary>A list.</summary>
    public static Value ListOf(params ReadOnlySpan<Value> items) => Of(new ListValue(items));

    /// <summary>An undefined value; the name is what messages call it by.</summary>
    public static Value Undefined(string name) => Of(new UndefinedValue(name));

    /// <summary>Text that the native mode converts when it is the whole result.</summary>
    internal static Value Marked(string text, TextMark mark) => new(text, (long)mark);

    /// <summary>Text to value.</summary>
    public static implicit operator Value(string? value) => Of(value);

    /// <summary>Boolean to value.</summary>
    public static implicit operator Value(bool value) => Of(value);

    /// <summary>Integer to value.</summary>
    public static implicit operator Value(long value) => Of(value);

    /// <summary>Float to value.</summary>
    public static implicit operator Value(double value) => Of(value);

    /// <summary>Object to value.</summary>
    public static implicit operator Value(ObjectValue? value) => Of(value);

    /// <summary>Python's <c>==</c>.</summary>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>Python's <c>!=</c>.</summary>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <summary>The object of a type, or null.</summary>
    public T? As<T>() where T : class => _object as T;

    /// <summary>The text, or null where it is something else.</summary>
    public bool TryGetString([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? text) => (text = _object as string) is not null;

    /// <summary>This value, or another one where this is undefined or None.</summary>
    public Value Or(Value fallback) => IsUndefined || IsNone ? fallback : this;

    /// <summary>Python's <c>str()</c>: what printing the value gives.</summary>
    public string ToText() => _object as string ?? PythonText.Of(this);

    /// <summary>Python's <c>repr()</c>.</summary>
    public string ToRepr() => PythonText.ReprOf(this);

    /// <inheritdoc/>
    public override string ToString() => ToText();

    /// <summary>Python's <c>==</c>: 1, 1.0 and True are equal.</summary>
    public bool Equals(Value other) => PythonOrder.AreEqual(this, other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <summary>Equal values have equal hashes; a list or dictionary has none and raises, as in Python.</summary>
    public override int GetHashCode() => PythonOrder.HashOf(this);

    /// <summary>Python's <c>is</c>: the very same object.</summary>
    internal bool IsSame(Value other) => ReferenceEquals(_object, other._object) && _bits == other._bits;

    /// <summary>An integer that fits 64 bits; a boolean counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryGetLong(out long value)
    {
        value = _bits;
        return ReferenceEquals(_object, IntTag) || ReferenceEquals(_object, BoolTag);
    }

    /// <summary>An integer of any size; a boolean counts.</summary>
    internal bool TryGetInteger(out BigInteger value)
    {
        if (_object is BigInteger big)
        {
            value = big;
            return true;
        }

        value = _bits;
        return ReferenceEquals(_object, IntTag) || ReferenceEquals(_object, BoolTag);
    }

    private ValueException WrongKind(string expected) =>
        new(TemplateProblems.TypeError, $"expected {expected}, got {TypeName}");

    private sealed class Tag(ValueKind kind)
    {
        public ValueKind Kind { get; } = kind;
    }
}

/// <summary>What the native mode does with a text that is the whole result.</summary>
internal enum TextMark
{
    None,
    Text,
    Native,
    Bool,
    Number,
}
