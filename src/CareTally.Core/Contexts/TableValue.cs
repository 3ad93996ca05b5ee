using System.Collections.Frozen;
using System.Collections.Immutable;
using CareTally.Core.Python;
using CareTally.Core.Warehouses;
using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <summary>The rows of a query as dbt hands them to templates: a table of the library agate.</summary>
internal sealed class TableValue : ObjectValue
{
    // agate's own.
    private const int UsualRows = 20;

    private static readonly FrozenDictionary<string, Func<TableValue, Value>> Members = Attributes.Table(new Dictionary<string, Func<TableValue, Value>>
    {
        ["columns"] = self => self._columnsValue,
        ["rows"] = self => self._rowsValue,
        ["column_names"] = self => new TupleValue(self._columns.Select(column => Value.Of(column.Name))),
        ["column_types"] = self => new TupleValue(self._columns.Select(column => Value.Of(column.DataType))),
        ["print_table"] = self => Attributes.Function("print_table", self.PrintTable),
        ["rename"] = self => Attributes.Function("rename", self.Rename),
        ["select"] = self => Attributes.Function("select", self.Select),
        ["exclude"] = self => Attributes.Function("exclude", self.Exclude),
        ["where"] = self => Attributes.Function("where", self.Where),
        ["limit"] = self => Attributes.Function("limit", call => new TableValue(self._columns, [.. self._rows.Take((int)call.Bind("limit", "start_or_stop")[0].AsLong)])),
        ["distinct"] = self => Attributes.Function("distinct", _ => new TableValue(self._columns, [.. self._rows.DistinctBy(row => Value.Of(new TupleValue(row.AsSpan())))])),
    });

    private readonly ImmutableArray<Column> _columns;
    private readonly ImmutableArray<ImmutableArray<Value>> _rows;
    private readonly SeriesValue _columnsValue;
    private readonly SeriesValue _rowsValue;

    private TableValue(ImmutableArray<Column> columns, ImmutableArray<ImmutableArray<Value>> rows)
    {
        (_columns, _rows) = (columns, rows);
        ImmutableArray<string> names = [.. columns.Select(column => column.Name)];
        _rowsValue = new SeriesValue("agate.MappedSequence", [.. rows.Select(row => Value.Of(new SeriesValue("agate.Row", row, names)))], []);
        _columnsValue = new SeriesValue("agate.MappedSequence", [.. columns.Select((column, i) => Value.Of(Column(column, i)))], names);
    }

    /// <summary>A table without rows or columns.</summary>
    public static readonly TableValue Empty = new([], []);

    /// <summary>The table of a query's result.</summary>
    public static TableValue Of(QueryResult result) =>
        new(result.Columns, [.. result.Rows.Select(row => row.Select(CellValue.Of).ToImmutableArray())]);

    public override string TypeName => "agate.Table";

    public override int? Length => _rows.Length;

    public override IEnumerable<Value> Items => _rowsValue.Items!;

    public override IEnumerable<string> AttributeNames => Members.Keys;

    public override bool TryGetAttribute(string name, out Value value) => Attributes.TryGet(Members, this, name, out value);

    public override bool TryGetItem(Value key, out Value value) => _rowsValue.TryGetItem(key, out value);

    public override string ToRepr() => $"<agate.Table: {_rows.Length} rows of {string.Join(", ", _columns.Select(column => column.Name))}>";

    /// <summary>The table as text, with its columns under their names.</summary>
    public string Print(int mostRows)
    {
        var shown = _rows.Take(mostRows).Select(row => row.Select(cell => cell.IsNone ? "" : cell.ToText().ReplaceLineEndings(" ")).ToArray()).ToArray();
        var widths = _columns.Select((column, i) => shown.Select(row => row[i].Length).Append(column.Name.Length).Max()).ToArray();
        var lines = new List<string> { Line(_columns.Select(column => column.Name)), Line(widths.Select(width => new string('-', width))) };
        lines.AddRange(shown.Select(Line));
        if (_rows.Length > shown.Length) lines.Add($"... {_rows.Length - shown.Length} more");
        return string.Join('\n', lines);

        string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select((cell, i) => cell.PadRight(widths[i])))} |";
    }

    // It goes where print() writes.
    private Value PrintTable(CallArguments call)
    {
        var mostRows = call.Bind("print_table", "max_rows?", "max_columns?", "output?", "max_column_width?", "locale?", "max_precision?")[0];
        if (call.Context.Scope.TryGet("print", out var print)) call.Context.Call(print, Print(mostRows.IsInt ? (int)mostRows.AsLong : UsualRows));
        return Value.None;
    }

    private SeriesValue Column(Column column, int index) => new("agate.Column", [.. _rows.Select(row => row[index])], [])
    {
        Extra = new Dictionary<string, Value> { ["name"] = column.Name, ["index"] = index, ["data_type"] = column.DataType },
    };

    private Value Rename(CallArguments call)
    {
        var names = call.Bind("rename", "column_names?", "row_names?", "slug_columns?", "slug_rows?")[0];
        var renamed = names.AsObject switch
        {
            DictValue map => _columns.Select(column => map.TryGet(column.Name, out var name) ? name.ToText() : column.Name),
            { Items: { } items } => items.Select(name => name.ToText()),
            _ => _columns.Select(column => column.Name),
        };
        return new TableValue([.. _columns.Zip(renamed, (column, name) => column with { Name = name })], _rows);
    }

    private Value Select(CallArguments call) => Keep([.. Names(call, call.Bind("select", "key")[0]).Select(name => IndexOf(call, name))]);

    private Value Exclude(CallArguments call)
    {
        var left = Names(call, call.Bind("exclude", "key")[0]).Select(name => IndexOf(call, name)).ToHashSet();
        return Keep([.. Enumerable.Range(0, _columns.Length).Where(i => !left.Contains(i))]);
    }

    private Value Where(CallArguments call)
    {
        var test = call.Bind("where", "test")[0];
        var kept = _rowsValue.Items!.Zip(_rows).Where(pair => call.Context.Call(test, pair.First).IsTruthy).Select(pair => pair.Second);
        return new TableValue(_columns, [.. kept]);
    }

    private TableValue Keep(int[] indices) =>
        new([.. indices.Select(i => _columns[i])], [.. _rows.Select(row => indices.Select(i => row[i]).ToImmutableArray())]);

    private int IndexOf(CallArguments call, string name)
    {
        var index = _columns.Select(column => column.Name).ToList().IndexOf(name);
        if (index >= 0) return index;
        throw call.ErrorWithHint(ContextProblems.BadArgument, Diagnostics.DidYouMean.Hint(name, _columns.Select(column => column.Name)), $"the table has no column '{name}'");
    }

    private static IEnumerable<string> Names(CallArguments call, Value key) => key.IsString ? [key.AsString] : call.Context.Iterate(key).Select(name => name.ToText());
}

/// <summary>Values in order that may have names: a row, a column, or all rows or columns of a table.</summary>
internal sealed class SeriesValue(string typeName, ImmutableArray<Value> values, ImmutableArray<string> names) : ObjectValue
{
    private static readonly FrozenDictionary<string, Func<SeriesValue, Value>> Members = Attributes.Table(new Dictionary<string, Func<SeriesValue, Value>>
    {
        ["values"] = self => Attributes.Function("values", _ => Tuple(self.All)),
        ["keys"] = self => Attributes.Function("keys", _ => Tuple(self.Names.Select(Value.Of))),
        ["items"] = self => Attributes.Function("items", _ => new ListValue(self.Names.Zip(self.All, (name, value) => Value.Of(new TupleValue(name, value))))),
        ["dict"] = self => Attributes.Function("dict", _ => new DictValue(self.Names.Zip(self.All, KeyValuePair.Create))),
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

    private ImmutableArray<string> Names => names;

    public override string TypeName => typeName;

    public override int? Length => values.Length;

    public override bool IsTruthy => values.Length > 0;

    public override IEnumerable<Value> Items => values;

    public override IEnumerable<string> AttributeNames => [.. Members.Keys, .. Extra.Keys, .. names];

    public override bool TryGetAttribute(string name, out Value value) => Extra.TryGetValue(name, out value) || Attributes.TryGet(Members, this, name, out value);

    public override bool TryGetItem(Value key, out Value value)
    {
        value = default;
        int? index = key.TryGetString(out var name) ? names.IndexOf(name) : key.IsInt ? (int)Math.Clamp(key.AsLong < 0 ? key.AsLong + values.Length : key.AsLong, -1, values.Length) : null;
        if (index is not { } at || at < 0 || at >= values.Length) return false;
        value = values[at];
        return true;
    }

    public override bool IsEqual(ObjectValue other) => other is SeriesValue series && series.Items!.SequenceEqual(values);

    public override int Hash => values.Length;

    public override string ToRepr() => $"<{typeName}: ({string.Join(", ", values.Select(value => value.ToRepr()))})>";

    private static TupleValue Tuple(IEnumerable<Value> items) => new(items);
}
