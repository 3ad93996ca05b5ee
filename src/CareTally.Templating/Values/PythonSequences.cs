using System.Numerics;

namespace CareTally.Templating.Values;

/// <summary>Iteration, positions, slices and membership, as in Python.</summary>
internal static class PythonSequences
{
    /// <summary>What a <c>for</c> goes through; an error where it cannot.</summary>
    public static IEnumerable<Value> ItemsOf(Value value)
    {
        if (value.TryGetString(out var text)) return PythonStrings.Characters(text).Select(Value.Of);
        return value.AsObject?.Items ?? throw ValueException.Type($"'{value.TypeName}' object is not iterable");
    }

    public static bool IsIterable(Value value) => value.IsString || value.AsObject?.Items is not null;

    /// <summary>Python's <c>len()</c>; null where there is none.</summary>
    public static int? LengthOf(Value value) => value.TryGetString(out var text) ? PythonStrings.Length(text) : value.AsObject?.Length;

    public static int RequireLength(Value value) =>
        LengthOf(value) ?? throw ValueException.Type($"object of type '{value.TypeName}' has no len()");

    /// <summary>An item by position, from the end where negative.</summary>
    public static bool TryGetItem(ReadOnlySpan<Value> items, Value key, out Value value)
    {
        value = default;
        if (!key.TryGetLong(out var index)) return false;
        if (index < 0) index += items.Length;
        if (index < 0 || index >= items.Length) return false;
        value = items[(int)index];
        return true;
    }

    /// <summary>A character by position, from the end where negative.</summary>
    public static bool TryGetCharacter(string text, Value key, out Value value)
    {
        value = default;
        if (!key.TryGetLong(out var index)) return false;
        var length = PythonStrings.Length(text);
        if (index < 0) index += length;
        if (index < 0 || index >= length) return false;
        var start = PythonStrings.OffsetOf(text, (int)index);
        value = text[start..(start + PythonStrings.OffsetOf(text[start..], 1))];
        return true;
    }

    /// <summary>Python's <c>item in container</c>.</summary>
    public static bool Contains(Value container, Value item)
    {
        if (container.TryGetString(out var text))
        {
            Meter.Work(text.Length);
            if (item.TryGetString(out var part)) return text.Contains(part, StringComparison.Ordinal);
            throw ValueException.Type($"'in <string>' requires string as left operand, not {item.TypeName}");
        }

        switch (container.AsObject)
        {
            case DictValue dict:
                return dict.TryGet(item, out _);
            case SetValue set:
                return set.Contains(item);
            case DictViewValue { IsKeys: true } view:
                return view.Dict.TryGet(item, out _);
            case { Items: { } items }:
                return ContainsItem(items, item);
            default:
                throw ValueException.Type($"argument of type '{container.TypeName}' is not iterable");
        }
    }

    private static bool ContainsItem(IEnumerable<Value> items, Value wanted)
    {
        const int CountedAtOnce = 1024;
        var count = 0;
        foreach (var candidate in items)
        {
            if (++count % CountedAtOnce == 0) Meter.Work(CountedAtOnce);
            if (candidate.IsSame(wanted) || candidate == wanted) return true;
        }

        Meter.Work(count % CountedAtOnce);
        return false;
    }

    public static Value Slice(Value target, Value start, Value stop, Value step)
    {
        switch (target.AsObject)
        {
            case ListValue list:
                return Value.Of(new ListValue(Pick(list.AsSpan, start, stop, step)));
            case TupleValue tuple:
                return Value.Of(new TupleValue(Pick(tuple.AsSpan, start, stop, step)));
            case RangeValue range:
                return Value.Of(range.Slice(start, stop, step));
            case UndefinedValue undefined:
                throw undefined.Raise();
        }

        if (!target.TryGetString(out var text)) throw ValueException.Type($"'{target.TypeName}' object is not subscriptable");
        if (PythonStrings.HasSurrogates(text))
            return string.Concat(Pick([.. PythonStrings.Characters(text).Select(Value.Of)], start, stop, step).Select(c => c.AsString));
        var positions = SlicePositions.Of(text.Length, start, stop, step);
        Meter.Work(positions.Count);
        if (positions.Step == 1) return positions.Count == 0 ? "" : text.Substring((int)positions.Start, positions.Count);
        return string.Create(positions.Count, (text, positions), static (span, state) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = state.text[(int)state.positions[i]];
        });
    }

    private static Value[] Pick(ReadOnlySpan<Value> items, Value start, Value stop, Value step)
    {
        var positions = SlicePositions.Of(items.Length, start, stop, step);
        Meter.Made(positions.Count);
        var result = new Value[positions.Count];
        for (var i = 0; i < result.Length; i++) result[i] = items[(int)positions[i]];
        return result;
    }
}

/// <summary>The positions a slice picks from a sequence.</summary>
internal readonly record struct SlicePositions(long Start, int Count, long Step)
{
    public long this[int index] => Start + index * Step;

    public static SlicePositions Of(int length, Value start, Value stop, Value step)
    {
        var by = PartOf(step) ?? 1;
        if (by == 0) throw ValueException.Invalid("slice step cannot be zero");
        by = Math.Clamp(by, -int.MaxValue, int.MaxValue);
        var (low, high) = by > 0 ? (0L, (long)length) : (-1L, length - 1L);
        var first = Clamp(PartOf(start), by > 0 ? low : high, low, high, length);
        var last = Clamp(PartOf(stop), by > 0 ? high : low, low, high, length);
        var count = by > 0 ? (last - first + by - 1) / by : (first - last - by - 1) / -by;
        return new SlicePositions(first, (int)Math.Max(0, count), by);
    }

    private static long? PartOf(Value part)
    {
        if (part.IsNone) return null;
        if (part.TryGetInteger(out var number)) return (long)BigInteger.Clamp(number, -int.MaxValue, int.MaxValue);
        if (part.AsObject is UndefinedValue undefined) throw undefined.Raise();
        throw ValueException.Type("slice indices must be integers or None");
    }

    private static long Clamp(long? position, long missing, long low, long high, int length)
    {
        if (position is not { } given) return missing;
        return Math.Clamp(given < 0 ? given + length : given, low, high);
    }
}
