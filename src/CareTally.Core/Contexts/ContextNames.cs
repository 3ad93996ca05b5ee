using System.Collections;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <summary>Names whose values are made when they are first asked for: most templates use few of the many there are. For one thread.</summary>
/// <param name="table">How each value is made.</param>
/// <param name="source">What it is made from.</param>
internal sealed class ContextNames<T>(FrozenDictionary<string, Func<T, Value>> table, T source) : IReadOnlyDictionary<string, Value>
{
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);

    public IEnumerable<string> Keys => table.Keys.Union(_values.Keys);

    public IEnumerable<Value> Values => Keys.Select(key => this[key]);

    public int Count => Keys.Count();

    public Value this[string key]
    {
        get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);
        set => _values[key] = value;
    }

    public bool ContainsKey(string key) => _values.ContainsKey(key) || table.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Value value)
    {
        if (_values.TryGetValue(key, out value)) return true;
        if (!table.TryGetValue(key, out var make)) return false;
        value = make(source);
        _values[key] = value;
        return true;
    }

    public IEnumerator<KeyValuePair<string, Value>> GetEnumerator() => Keys.Select(key => KeyValuePair.Create(key, this[key])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary><c>context</c>: every name a template sees, macros included, by its text.</summary>
/// <param name="find">Looks a name up.</param>
/// <param name="set">Gives a name another value.</param>
/// <param name="names">All names.</param>
internal sealed class ContextValue(Func<string, Value?> find, Action<string, Value> set, Func<IEnumerable<string>> names) : ObjectValue
{
    public override string TypeName => "dict";

    public override bool IsMapping => true;

    public override IEnumerable<Value> Items => names().Select(Value.Of);

    public override int? Length => names().Count();

    public override IEnumerable<string> AttributeNames => ["get", "update", "keys"];

    public override bool TryGetItem(Value key, out Value value)
    {
        var found = key.TryGetString(out var name) ? find(name) : null;
        value = found ?? default;
        return found is not null;
    }

    public override bool TryGetAttribute(string name, out Value value)
    {
        value = name switch
        {
            "get" => Python.Attributes.Function("get", call =>
            {
                var (key, fallback) = call.Bind("context.get", "key", "default?");
                return TryGetItem(key, out var found) ? found : fallback.Or(Value.None);
            }),
            "update" => Python.Attributes.Function("update", call =>
            {
                if (call.Bind("context.update", "values")[0].As<DictValue>() is not { } values) throw call.Error(ContextProblems.BadArgument, "context.update() takes a dictionary");
                foreach (var (key, value) in values.Entries) set(key.ToText(), value);
                return Value.None;
            }),
            "keys" => Python.Attributes.Function("keys", _ => new ListValue(Items)),
            _ => Value.None,
        };
        return !value.IsNone;
    }
}
