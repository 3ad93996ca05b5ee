using System.Collections.Immutable;
using CareTally.Core.Python;
using CareTally.Templating.BuiltIns;
using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <content>agate's ordering, cutting and grouping of rows.</content>
internal sealed partial class TableValue
{
    // Of a table, that a set of tables does to each of its own.
    private static readonly string[] OfEach = ["select", "exclude", "where", "limit", "order_by", "distinct", "rename"];

    // As Python slices: limit(n) is the first n, limit(from, to, step) a part.
    private Value Limit(CallArguments call)
    {
        var (first, stop, step) = call.Bind("limit", "start_or_stop?", "stop?", "step?");
        var isEnd = stop.Or(step).Or(Value.None).IsNone;
        var (from, to, by) = (isEnd ? 0 : Whole(call, first, 0), Whole(call, isEnd ? first : stop, _rows.Length), Whole(call, step, 1));
        if (by < 1) throw call.Error(ContextProblems.BadArgument, "limit() takes a step of at least 1");
        var kept = ImmutableArray.CreateBuilder<ImmutableArray<Value>>();
        for (var i = FromEnd(from); i < FromEnd(to); i += by) kept.Add(_rows[i]);
        return new TableValue(_columns, kept.ToImmutable());
    }

    private int FromEnd(int index) => Math.Clamp(index < 0 ? index + _rows.Length : index, 0, _rows.Length);

    private int Whole(CallArguments call, Value value, int otherwise)
    {
        if (value.Or(Value.None).IsNone) return otherwise;
        if (!value.IsInt) throw call.Error(ContextProblems.BadArgument, $"limit() takes whole numbers, not {value.TypeName}");
        return (int)System.Numerics.BigInteger.Clamp(value.AsBigInteger, -_rows.Length, Math.Max(_rows.Length, 1));
    }

    private Value OrderBy(CallArguments call)
    {
        var (key, reverse) = call.Bind("order_by", "key", "reverse?");
        var keyOf = KeyOf(call, key);
        var order = Sorting.Sort([.. _rows.Select((_, i) => Value.Of(i))], row => NoneLast(keyOf((int)row.AsLong)), reverse.IsTruthy);
        return new TableValue(_columns, [.. order.Select(row => _rows[(int)row.AsLong])]);
    }

    private Value GroupBy(CallArguments call)
    {
        var bound = call.Bind("group_by", "key", "key_name?", "key_type?");
        var keyOf = KeyOf(call, bound[0]);
        var groups = new DictValue();
        for (var i = 0; i < _rows.Length; i++)
        {
            var key = keyOf(i);
            if (!groups.TryGet(key, out var rows)) groups.Set(key, rows = new ListValue());
            rows.AsList.Add(i);
        }

        var tables = groups.Entries.Select(group => new TableValue(_columns, [.. group.Value.AsList.Select(row => _rows[(int)row.AsLong])]));
        var name = bound[1].Or(bound[0].IsString ? bound[0] : "group");
        return groups.Count == 0 ? SetOf([], [this], name) : SetOf([.. groups.Entries.Select(group => group.Key)], [.. tables], name);
    }

    // The value by which a row is ordered or grouped: of a column, of several, or what a function makes of the row.
    private Func<int, Value> KeyOf(CallArguments call, Value key)
    {
        if (key.IsCallable) return row => call.Context.Call(key, _rowsValue.Items!.ElementAt(row));
        int[] columns = [.. Names(call, key).Select(name => IndexOf(call, name))];
        return columns is [var column] ? row => _rows[row][column] : row => new TupleValue([.. columns.Select(one => _rows[row][one])]);
    }

    private static Value NoneLast(Value key) => key.AsObject is TupleValue several
        ? new TupleValue([.. several.Items.Select(NoneLast)])
        : new TupleValue(key.IsNone, key.IsNone ? Value.None : key);

    private static SeriesValue SetOf(ImmutableArray<Value> keys, ImmutableArray<TableValue> tables, Value name)
    {
        var extra = OfEach.ToDictionary(method => method, method => Attributes.Function(method, call => SetOf(keys, [.. tables.Select(table => table.Apply(method, call))], name)));
        extra["key_name"] = name;
        extra["column_names"] = new TupleValue(tables[0]._columns.Select(column => Value.Of(column.Name)));
        extra["column_types"] = new TupleValue(tables[0]._columns.Select(column => Value.Of(column.DataType)));
        extra["merge"] = Attributes.Function("merge", _ => Merge(keys, tables, name.ToText()));
        return new SeriesValue("agate.TableSet", [.. tables.Select(table => Value.Of(table))], keys) { Extra = extra };
    }

    private TableValue Apply(string method, CallArguments call) => Members[method](this).AsObject!.Call(call).As<TableValue>()!;

    // One table again, with the key before the other columns.
    private static TableValue Merge(ImmutableArray<Value> keys, ImmutableArray<TableValue> tables, string name) => new(
        tables[0]._columns.Insert(0, new Warehouses.Column(name, "Text")),
        [.. keys.Zip(tables).SelectMany(group => group.Second._rows.Select(row => row.Insert(0, group.First)))]);
}
