using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>The variable <c>loop</c>: where a loop is, with a look at the item before and the one after.</summary>
internal sealed class LoopValue(IEnumerable<Value> items, int? length, int depth, Func<Value, Value>? again) : ObjectValue, IDisposable
{
    private static readonly string[] Names =
    [
        "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0",
        "previtem", "nextitem", "cycle", "changed",
    ];

    private IEnumerator<Value> _items = items.GetEnumerator();
    private Value _previous = Value.Unset;
    private Value _next = Value.Unset;
    private Value[]? _lastChanged;
    private int? _length = length;

    public override string TypeName => "LoopContext";

    public override bool IsCallable => true;

    public override IEnumerable<string> AttributeNames => Names;

    public override int? Length => RequireLength();

    public Value Current { get; private set; } = Value.Unset;

    /// <summary>Passes begun.</summary>
    public int Count { get; private set; }

    public bool MoveNext()
    {
        var next = Peek();
        if (next.IsUnset) return false;
        _previous = Current;
        Current = next;
        _next = Value.Unset;
        Count++;
        return true;
    }

    public void Dispose() => _items.Dispose();

    public override bool TryGetAttribute(string name, out Value value)
    {
        value = name switch
        {
            "index" => Count,
            "index0" => Count - 1,
            "revindex" => RequireLength() - Count + 1,
            "revindex0" => RequireLength() - Count,
            "first" => Count == 1,
            "last" => Peek().IsUnset,
            "length" => RequireLength(),
            "depth" => depth + 1,
            "depth0" => depth,
            "previtem" => _previous.IsUnset ? Value.Of(new UndefinedValue(name, "there is no previous item")) : _previous,
            "nextitem" => Peek().IsUnset ? Value.Of(new UndefinedValue(name, "there is no next item")) : _next,
            "cycle" => Value.Of(new FunctionValue("cycle", Cycle)),
            "changed" => Value.Of(new FunctionValue("changed", Changed)),
            _ => Value.Unset,
        };
        return !value.IsUnset;
    }

    public override Value Call(CallArguments arguments)
    {
        var items = arguments.Bind("loop", "iterable")[0];
        return again is null
            ? throw ValueException.Type("the loop must have the 'recursive' marker to be called recursively")
            : again(items);
    }

    public override string ToRepr() => $"<LoopContext {Count}/{RequireLength()}>";

    // The next item, which is then kept; unset at the end.
    private Value Peek()
    {
        if (_next.IsUnset && _items.MoveNext()) _next = _items.Current;
        return _next;
    }

    private int RequireLength()
    {
        if (_length is { } known) return known;
        var rest = new List<Value>();
        if (!_next.IsUnset) rest.Add(_next);
        while (_items.MoveNext()) rest.Add(_items.Current);
        _items.Dispose();
        _items = rest.GetEnumerator();
        _next = Value.Unset;
        _length = Count + rest.Count;
        return _length.Value;
    }

    private Value Cycle(CallArguments arguments) => arguments.Positional.Count == 0
        ? throw ValueException.Type("no items for cycling given")
        : arguments.Positional[(Count - 1) % arguments.Positional.Count];

    private Value Changed(CallArguments arguments)
    {
        var values = arguments.PositionalArray;
        var isChanged = _lastChanged is null || !_lastChanged.SequenceEqual(values);
        if (isChanged) _lastChanged = values;
        return isChanged;
    }
}
