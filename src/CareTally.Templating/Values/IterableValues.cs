namespace CareTally.Templating.Values;

/// <summary>Items that can be gone through once, made while they are asked for: the result of <c>map</c>, <c>select</c>, <c>zip</c> and their like.</summary>
internal sealed class IteratorValue(string typeName, IEnumerable<Value> items) : ObjectValue
{
    private IEnumerator<Value>? _enumerator;

    public override string TypeName => typeName;

    public override IEnumerable<Value> Items
    {
        get
        {
            _enumerator ??= items.GetEnumerator();
            while (MoveNext(_enumerator)) yield return _enumerator.Current;
        }
    }

    public override string ToRepr() => $"<{typeName} object>";

    // An iterator over an iterator over an iterator, and so on, may be deeper than the stack.
    private static bool MoveNext(IEnumerator<Value> enumerator)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return enumerator.MoveNext();
    }
}

/// <summary>Python's <c>range</c>: numbers that take no memory.</summary>
internal sealed class RangeValue(long start, long stop, long step) : ObjectValue
{
    public override string TypeName => "range";

    public override bool IsTruthy => Count > 0;

    public override int? Length => Count <= int.MaxValue ? (int)Count : throw new ValueException(TemplateProblems.Overflow, "the range is too long to be counted");

    public override IEnumerable<Value> Items
    {
        get
        {
            var count = Count;
            if (count > long.MaxValue) throw new ValueException(TemplateProblems.TooLarge, "the range is too long to be gone through");
            var current = start;
            for (var left = (long)count; left > 0; left--)
            {
                yield return current;
                unchecked
                {
                    current += step;
                }
            }
        }
    }

    public override int Hash => HashCode.Combine(Count, Count > 0 ? start : 0);

    private Int128 Count => step > 0
        ? Int128.Max(0, ((Int128)stop - start + step - 1) / step)
        : Int128.Max(0, ((Int128)start - stop - step - 1) / -(Int128)step);

    public override bool TryGetItem(Value key, out Value value)
    {
        value = default;
        if (!key.TryGetLong(out var index)) return false;
        Int128 position = index < 0 ? index + Count : index;
        if (position < 0 || position >= Count) return false;
        value = (long)(start + position * step);
        return true;
    }

    public override bool TryGetAttribute(string name, out Value value)
    {
        value = name switch
        {
            "start" => start,
            "stop" => stop,
            "step" => step,
            _ => Value.Unset,
        };
        return !value.IsUnset;
    }

    public RangeValue Slice(Value from, Value to, Value by)
    {
        var positions = SlicePositions.Of(Length!.Value, from, to, by);
        var first = start + positions.Start * step;
        return new RangeValue(first, first + positions.Count * positions.Step * step, positions.Step * step);
    }

    public override bool IsEqual(ObjectValue other) =>
        other is RangeValue range && Count == range.Count && (Count == 0 || Items.First() == range.Items.First() && (Count == 1 || Items.ElementAt(1) == range.Items.ElementAt(1)));

    public override string ToRepr() => step == 1 ? $"range({start}, {stop})" : $"range({start}, {stop}, {step})";
}

/// <summary>The keys, values or items of a dictionary, as they are at any time.</summary>
internal sealed class DictViewValue(DictValue dict, string typeName, Func<KeyValuePair<Value, Value>, Value> part) : ObjectValue
{
    public const string KeysName = "dict_keys";

    public override string TypeName => typeName;

    public DictValue Dict => dict;

    public bool IsKeys => typeName == KeysName;

    public override bool IsTruthy => dict.Count > 0;

    public override int? Length => dict.Count;

    public override IEnumerable<Value> Items => dict.Entries.Select(part);

    public override bool IsEqual(ObjectValue other) => ReferenceEquals(this, other)
        || other is DictViewValue view && view.TypeName == typeName && typeName != "dict_values" && new SetValue(Items).IsEqual(new SetValue(view.Items))
        || IsKeys && other is SetValue set && set.IsEqual(new SetValue(Items));

    public override string ToRepr() => $"{typeName}({Value.Of(new ListValue(Items)).ToRepr()})";
}

/// <summary>A bag of attributes that a template may set from any scope: <c>namespace(a=1)</c>.</summary>
internal sealed class NamespaceValue(DictValue attributes) : ObjectValue
{
    public override string TypeName => "Namespace";

    public override IEnumerable<string> AttributeNames => attributes.Keys.Where(key => key.IsString).Select(key => key.AsString);

    public override bool TryGetAttribute(string name, out Value value) => attributes.TryGet(name, out value);

    public void Set(string name, Value value) => attributes[name] = value;

    public override string ToRepr() => $"<Namespace {Value.Of(attributes).ToRepr()}>";
}
