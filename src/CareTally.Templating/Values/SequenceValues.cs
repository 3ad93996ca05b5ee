using System.Collections;
using System.Runtime.InteropServices;

namespace CareTally.Templating.Values;

/// <summary>A mutable list.</summary>
public sealed class ListValue : ObjectValue, IReadOnlyList<Value>
{
    private readonly List<Value> _items;

    /// <summary>An empty list.</summary>
    public ListValue() => _items = [];

    /// <summary>A list of items.</summary>
    public ListValue(IEnumerable<Value> items) => _items = [.. items];

    /// <summary>A list of items.</summary>
    public ListValue(params ReadOnlySpan<Value> items) => _items = [.. items];

    internal ListValue(List<Value> items) => _items = items;

    /// <inheritdoc/>
    public override string TypeName => "list";

    /// <inheritdoc/>
    public override ValueKind Kind => ValueKind.List;

    /// <summary>Number of items.</summary>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public override int? Length => _items.Count;

    /// <inheritdoc/>
    public override bool IsTruthy => _items.Count > 0;

    /// <summary>The items; items added while it is gone through are seen too.</summary>
    public override IEnumerable<Value> Items
    {
        get
        {
            for (var i = 0; i < _items.Count; i++) yield return _items[i];
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<string> AttributeNames => BuiltIns.ListMethods.All.Keys;

    /// <inheritdoc/>
    public override int Hash => throw ValueException.Type("unhashable type: 'list'");

    /// <summary>The list behind it, to be changed in place.</summary>
    internal List<Value> Inner => _items;

    internal ReadOnlySpan<Value> AsSpan => CollectionsMarshal.AsSpan(_items);

    /// <summary>An item by position, from 0.</summary>
    public Value this[int index] => _items[index];

    /// <summary>Adds an item at the end.</summary>
    public void Add(Value item) => _items.Add(item);

    /// <inheritdoc/>
    public IEnumerator<Value> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override bool TryGetAttribute(string name, out Value value) => BuiltIns.Methods.TryBind(BuiltIns.ListMethods.All, this, name, out value);

    /// <inheritdoc/>
    public override bool TryGetItem(Value key, out Value value) => PythonSequences.TryGetItem(AsSpan, key, out value);

    /// <inheritdoc/>
    public override string ToRepr() => PythonText.ReprOf(Value.Of(this));
}

/// <summary>An immutable list.</summary>
public sealed class TupleValue : ObjectValue, IReadOnlyList<Value>
{
    private readonly Value[] _items;
    private int? _hash;

    /// <summary>A tuple of items.</summary>
    public TupleValue(IEnumerable<Value> items) => _items = [.. items];

    /// <summary>A tuple of items.</summary>
    public TupleValue(params ReadOnlySpan<Value> items) => _items = items.ToArray();

    internal TupleValue(Value[] items) => _items = items;

    /// <inheritdoc/>
    public override string TypeName => "tuple";

    /// <inheritdoc/>
    public override ValueKind Kind => ValueKind.Tuple;

    /// <summary>Number of items.</summary>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public override int? Length => _items.Length;

    /// <inheritdoc/>
    public override bool IsTruthy => _items.Length > 0;

    /// <inheritdoc/>
    public override IEnumerable<Value> Items => _items;

    /// <inheritdoc/>
    public override IEnumerable<string> AttributeNames => [.. BuiltIns.TupleMethods.All.Keys, .. FieldNames];

    /// <summary>Kept once known: tuples that share their items would otherwise take forever.</summary>
    public override int Hash => _hash ??= PythonOrder.HashOfTuple(this);

    /// <summary>Names its first items can also be read by (as in a group of <c>groupby</c>).</summary>
    internal string[] FieldNames { get; init; } = [];

    internal ReadOnlySpan<Value> AsSpan => _items;

    /// <summary>An item by position, from 0.</summary>
    public Value this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<Value> GetEnumerator() => ((IEnumerable<Value>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override bool TryGetAttribute(string name, out Value value)
    {
        var field = Array.IndexOf(FieldNames, name);
        if (field < 0) return BuiltIns.Methods.TryBind(BuiltIns.TupleMethods.All, this, name, out value);
        value = _items[field];
        return true;
    }

    /// <inheritdoc/>
    public override bool TryGetItem(Value key, out Value value) => PythonSequences.TryGetItem(_items, key, out value);

    /// <inheritdoc/>
    public override string ToRepr() => PythonText.ReprOf(Value.Of(this));
}
