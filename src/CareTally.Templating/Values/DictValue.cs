using System.Collections;

namespace CareTally.Templating.Values;

/// <summary>A mutable dictionary that keeps the order of insertion.</summary>
public sealed class DictValue : ObjectValue, IEnumerable<KeyValuePair<Value, Value>>
{
    private readonly OrderedDictionary<Value, Value> _entries = [];

    /// <summary>An empty dictionary.</summary>
    public DictValue()
    {
    }

    /// <summary>A dictionary of entries; a later one replaces an earlier one of the same key.</summary>
    public DictValue(IEnumerable<KeyValuePair<Value, Value>> entries)
    {
        foreach (var (key, value) in entries) _entries[key] = value;
    }

    /// <summary>A dictionary of entries with names as keys.</summary>
    public DictValue(IEnumerable<KeyValuePair<string, Value>> entries)
    {
        foreach (var (key, value) in entries) _entries[Value.Of(key)] = value;
    }

    /// <inheritdoc/>
    public override string TypeName => "dict";

    /// <inheritdoc/>
    public override ValueKind Kind => ValueKind.Dict;

    /// <summary>Number of entries.</summary>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public override int? Length => _entries.Count;

    /// <inheritdoc/>
    public override bool IsTruthy => _entries.Count > 0;

    /// <summary>The keys, in order.</summary>
    public IEnumerable<Value> Keys => Entries.Select(entry => entry.Key);

    /// <summary>The values, in order.</summary>
    public IEnumerable<Value> Values => Entries.Select(entry => entry.Value);

    /// <summary>The entries, in order; an error where the number of entries changes meanwhile.</summary>
    public IEnumerable<KeyValuePair<Value, Value>> Entries
    {
        get
        {
            var count = _entries.Count;
            for (var i = 0; i < count; i++)
            {
                yield return _entries.GetAt(i);
                if (_entries.Count != count) throw ValueException.Invalid("dictionary changed size during iteration");
            }
        }
    }

    /// <summary>The keys: what a <c>for</c> over a dictionary goes through.</summary>
    public override IEnumerable<Value> Items => Keys;

    /// <inheritdoc/>
    public override IEnumerable<string> AttributeNames =>
        [.. BuiltIns.DictMethods.All.Keys, .. _entries.Keys.Where(key => key.IsString).Select(key => key.AsString)];

    /// <inheritdoc/>
    public override int Hash => throw ValueException.Type("unhashable type: 'dict'");

    internal OrderedDictionary<Value, Value> Inner => _entries;

    /// <summary>The value of a name; undefined where there is none.</summary>
    public Value this[string name]
    {
        get => _entries.TryGetValue(Value.Of(name), out var value) ? value : Value.Undefined(name);
        set => _entries[Value.Of(name)] = value;
    }

    /// <summary>Adds or replaces an entry.</summary>
    public void Set(Value key, Value value) => _entries[key] = value;

    /// <summary>The value of a key.</summary>
    public bool TryGet(Value key, out Value value) => _entries.TryGetValue(key, out value);

    /// <summary>The value of a name.</summary>
    public bool TryGet(string name, out Value value) => _entries.TryGetValue(Value.Of(name), out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<Value, Value>> GetEnumerator() => Entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override bool TryGetAttribute(string name, out Value value) => BuiltIns.Methods.TryBind(BuiltIns.DictMethods.All, this, name, out value);

    /// <inheritdoc/>
    public override bool TryGetItem(Value key, out Value value)
    {
        value = default;
        return key.Kind is not (ValueKind.List or ValueKind.Dict or ValueKind.Set) && _entries.TryGetValue(key, out value);
    }

    /// <inheritdoc/>
    public override string ToRepr() => PythonText.ReprOf(Value.Of(this));
}

/// <summary>A set that keeps the order of insertion, so that what is printed from it is the same in every run.</summary>
public sealed class SetValue : ObjectValue, IEnumerable<Value>
{
    private readonly OrderedDictionary<Value, Value> _entries = [];

    /// <summary>A set of items.</summary>
    public SetValue(IEnumerable<Value> items)
    {
        foreach (var item in items) _entries[item] = Value.None;
    }

    /// <inheritdoc/>
    public override string TypeName => "set";

    /// <inheritdoc/>
    public override ValueKind Kind => ValueKind.Set;

    /// <summary>Number of items.</summary>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public override int? Length => _entries.Count;

    /// <inheritdoc/>
    public override bool IsTruthy => _entries.Count > 0;

    /// <inheritdoc/>
    public override IEnumerable<Value> Items
    {
        get
        {
            var count = _entries.Count;
            for (var i = 0; i < count; i++)
            {
                yield return _entries.GetAt(i).Key;
                if (_entries.Count != count) throw ValueException.Invalid("Set changed size during iteration");
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<string> AttributeNames => BuiltIns.SetMethods.All.Keys;

    /// <inheritdoc/>
    public override int Hash => throw ValueException.Type("unhashable type: 'set'");

    /// <summary>Whether an item is in it.</summary>
    public bool Contains(Value item) => _entries.ContainsKey(item);

    /// <summary>Adds an item; false where it was there.</summary>
    public bool Add(Value item) => _entries.TryAdd(item, Value.None);

    /// <summary>Removes an item; false where it was not there.</summary>
    public bool Remove(Value item) => _entries.Remove(item);

    /// <summary>Removes all items.</summary>
    public void Clear() => _entries.Clear();

    /// <inheritdoc/>
    public IEnumerator<Value> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override bool TryGetAttribute(string name, out Value value) => BuiltIns.Methods.TryBind(BuiltIns.SetMethods.All, this, name, out value);

    /// <inheritdoc/>
    public override bool IsEqual(ObjectValue other) => other is SetValue set && set.Count == Count && set.Items.All(Contains);

    /// <inheritdoc/>
    public override string ToRepr() => PythonText.ReprOf(Value.Of(this));
}
