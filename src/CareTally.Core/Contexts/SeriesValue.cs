using System.Collections.Frozen;
using System.Collections.Immutable;
using CareTally.Core.Python;
using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <summary>Values in order that may have names: a row, a column, or all rows or columns of a table.</summary>
internal sealed class SeriesValue(string typeName, ImmutableArray<Value> values, ImmutableArray<Value> names) : ObjectValue
{
    private static readonly FrozenDictionary<string, Func<SeriesValue, Value>> Members = Attributes.Table(new Dictionary<string, Func<SeriesValue, Value>>
    {
        ["values"] = self => Attributes.Function("values", _ => Tuple(self.All)),
        ["keys"] = self => Attributes.Function("keys", _ => Tuple(self.Names)),
        ["items"] = self => Attributes.Function("items", _ => new ListValue(self.Names.Zip(self.All, (name, value) => Value.Of(new TupleValue(name, value))))),
        ["dict"] = self => Attributes.Function("dict", _ => DictOf(self)),
        ["get"] = self => Attributes.Function("get", call =>
        {
            var (key, fallback) = call.Bind("get", "key", "default?");
            return self.TryGetItem(key, out var value) ? value : fallback.Or(Value.None);
        }),
        ["values_distinct"] = self => Attributes.Function("values_distinct", _ => Tuple(self.All.Distinct())),
        ["values_without_nulls"] = self => Attributes.Function("values_without_nulls", _ => Tuple(self.All.Where(value => !value.IsNone))),
    });

    /// <summary>Further attributes.</summary>
    public IReadOnlyDictionary<string, Value> Extra { get; init; } = FrozenDictionary<string, Value>.Empty;

    private ImmutableArray<Value> All => values;

    private ImmutableArray<Value> Names => names;

    public override string TypeName => typeName;

    public override int? Length => values.Length;

    public override bool IsTruthy => values.Length > 0;

    public override IEnumerable<Value> Items => values;

    public override IEnumerable<string> AttributeNames => [.. Members.Keys, .. Extra.Keys, .. names.Where(name => name.IsString).Select(name => name.AsString)];

    public override bool TryGetAttribute(string name, out Value value) => Extra.TryGetValue(name, out value) || Attributes.TryGet(Members, this, name, out value);

    public override bool TryGetItem(Value key, out Value value)
    {
        value = default;
        var at = key.IsInt ? PositionOf(key) : names.IndexOf(key);
        if (at < 0 || at >= values.Length) return false;
        value = values[at];
        return true;
    }

    private int PositionOf(Value index)
    {
        var at = index.AsBigInteger < 0 ? index.AsBigInteger + values.Length : index.AsBigInteger;
        return at < 0 || at >= values.Length ? -1 : (int)at;
    }

    public override bool IsEqual(ObjectValue other) => other is SeriesValue series && series.Items!.SequenceEqual(values);

    public override int Hash => values.Length;

    public override string ToRepr() => $"<{typeName}: ({string.Join(", ", values.Select(value => value.ToRepr()))})>";

    private static DictValue DictOf(SeriesValue series)
    {
        var dictionary = new DictValue();
        foreach (var (name, value) in series.Names.Zip(series.All)) dictionary.Set(name, value);
        return dictionary;
    }

    private static TupleValue Tuple(IEnumerable<Value> items) => new(items);
}
