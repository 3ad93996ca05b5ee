using System.Collections.Frozen;
using System.Collections.Immutable;
using CareTally.Core.Python;
using CareTally.Core.Warehouses;
using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <summary>The rows of a query as dbt hands them to templates: a table of the library agate.</summary>
internal sealed partial class TableValue : ObjectValue
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
        ["limit"] = self => Attributes.Function("limit", self.Limit),
        ["order_by"] = self => Attributes.Function("order_by", self.OrderBy),
        ["group_by"] = self => Attributes.Function("group_by", self.GroupBy),
        ["distinct"] = self => Attributes.Function("distinct", _ => new TableValue(self._columns, [.. self._rows.DistinctBy(row => Value.Of(new TupleValue(row.AsSpan())))])),
    });

    private readonly ImmutableArray<Column> _columns;
    private readonly ImmutableArray<ImmutableArray<Value>> _rows;
    private readonly SeriesValue _columnsValue;
    private readonly SeriesValue _rowsValue;

    private TableValue(ImmutableArray<Column> columns, ImmutableArray<ImmutableArray<Value>> rows)
    {
        (_columns, _rows) = (columns, rows);
        ImmutableArray<Value> nameValues = [.. columns.Select(column => Value.Of(column.Name))];
        _rowsValue = new SeriesValue("agate.MappedSequence", [.. rows.Select(row => Value.Of(new SeriesValue("agate.Row", row, nameValues)))], []);
        _columnsValue = new SeriesValue("agate.MappedSequence", [.. columns.Select((column, i) => Value.Of(Column(column, i)))], nameValues);
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
        if (call.Context.Scope.TryGet("print", out var print)) call.Context.Call(print, Print(mostRows.IsInt ? (int)System.Numerics.BigInteger.Clamp(mostRows.AsBigInteger, 0, _rows.Length) : UsualRows));
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
