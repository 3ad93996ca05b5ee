using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <summary>What statements of one rendering returned, by the names given to them: <c>store_result</c> and <c>load_result</c>.</summary>
internal sealed class StatementResults
{
    private readonly Dictionary<string, Value> _results = new(StringComparer.Ordinal);

    /// <summary><c>load_result(name)</c>: the result, or None.</summary>
    public Value Load(CallArguments call) => _results.GetValueOrDefault(call.Bind("load_result", "name")[0].ToText());

    /// <summary><c>store_result(name, response, agate_table)</c>.</summary>
    public Value Store(CallArguments call)
    {
        var (name, response, table) = call.Bind("store_result", "name", "response", "agate_table?");
        Keep(name, response, table);
        return "";
    }

    /// <summary><c>store_raw_result(name, message, code, rows_affected, agate_table)</c>.</summary>
    public Value StoreRaw(CallArguments call)
    {
        var bound = call.Bind("store_raw_result", "name", "message?", "code?", "rows_affected?", "agate_table?");
        Keep(bound[0], Response(bound[1].Or(Value.None), bound[2].Or(Value.None), bound[3].Or(Value.None)), bound[4]);
        return "";
    }

    /// <summary>What the database answered besides rows.</summary>
    public static Value Response(Value message, Value code, Value rows) => new ResponseValue(message, code, rows);

    /// <summary>Keeps the result of a statement.</summary>
    private void Keep(Value name, Value response, Value table)
    {
        var rows = table.As<TableValue>() ?? TableValue.Empty;
        _results[name.ToText()] = new DictValue(new Dictionary<string, Value>
        {
            ["response"] = response,
            ["data"] = new ListValue(rows.Items.Select(row => Value.Of(new TupleValue(row.AsObject!.Items!)))),
            ["table"] = rows,
        });
    }

    private sealed class ResponseValue(Value message, Value code, Value rows) : ObjectValue
    {
        private readonly Dictionary<string, Value> _members = new() { ["_message"] = message, ["code"] = code, ["rows_affected"] = rows };

        public override string TypeName => "AdapterResponse";

        public override bool IsMapping => true;

        public override IEnumerable<string> AttributeNames => _members.Keys;

        public override bool TryGetAttribute(string name, out Value value) => _members.TryGetValue(name, out value);

        public override bool TryGetItem(Value key, out Value value) => _members.TryGetValue(key.ToText(), out value);

        public override string ToText() => message.ToText();

        public override string ToRepr() => $"AdapterResponse(_message={message.ToRepr()}, code={code.ToRepr()}, rows_affected={rows.ToRepr()})";
    }
}
