using System.Collections.Frozen;
using CareTally.Templating.Values;

namespace CareTally.Templating.BuiltIns;

/// <summary>Methods of lists.</summary>
internal static class ListMethods
{
    // Items of a list that make way for another one do so much faster than they are gone through.
    private const int MovedAtOnce = 16;

    public static readonly FrozenDictionary<string, Method> All = new Dictionary<string, Method>
    {
        ["append"] = (self, arguments) => Do(() => self.AsList.Add(arguments.Bind("append", "object")[0])),
        ["extend"] = (self, arguments) => Do(() => Extend(self.AsList, arguments)),
        ["insert"] = Insert,
        ["pop"] = Pop,
        ["remove"] = (self, arguments) => Do(() => self.AsList.Inner.RemoveAt(RequireIndex(self.AsList.AsSpan, arguments, "list.remove(x): x not in list"))),
        ["clear"] = (self, arguments) => Do(() => self.AsList.Inner.Clear()),
        ["copy"] = Copy,
        ["count"] = (self, arguments) => Count(self.AsList.AsSpan, arguments),
        ["index"] = (self, arguments) => RequireIndex(self.AsList.AsSpan, arguments, "the value is not in list"),
        ["reverse"] = (self, arguments) => Do(() => Reverse(self.AsList)),
        ["sort"] = Sort,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Value Count(ReadOnlySpan<Value> items, CallArguments arguments)
    {
        var wanted = arguments.Bind("count", "value")[0];
        var count = 0;
        Meter.Work(items.Length);
        foreach (var item in items) count += item == wanted ? 1 : 0;
        return count;
    }

    public static int RequireIndex(ReadOnlySpan<Value> items, CallArguments arguments, string message)
    {
        var (wanted, start, stop) = arguments.Bind("index", "value", "start?", "stop?");
        Meter.Work(items.Length);
        var positions = SlicePositions.Of(items.Length, start.Or(Value.None), stop.Or(Value.None), Value.None);
        for (var i = 0; i < positions.Count; i++)
        {
            if (items[(int)positions[i]] == wanted) return (int)positions[i];
        }

        throw ValueException.Invalid(message);
    }

    private static Value Do(Action action)
    {
        action();
        return Value.None;
    }

    private static void Extend(ListValue list, CallArguments arguments)
    {
        // A copy first: a list may be extended by itself.
        var items = arguments.Context.Iterate(arguments.Bind("extend", "iterable")[0]).ToList();
        list.Inner.AddRange(items);
    }

    private static Value Insert(Value self, CallArguments arguments)
    {
        var (index, item) = arguments.Bind("insert", "index", "object");
        var list = self.AsList;
        var position = Methods.Integer(index);
        Meter.Work(list.Count / MovedAtOnce);
        list.Inner.Insert((int)Math.Clamp(position < 0 ? position + list.Count : position, 0, list.Count), item);
        return Value.None;
    }

    private static Value Pop(Value self, CallArguments arguments)
    {
        var list = self.AsList;
        var index = Methods.Integer(arguments.Bind("pop", "index?")[0], -1);
        if (list.Count == 0) throw new ValueException(TemplateProblems.MissingItem, "pop from empty list");
        if (index < 0) index += list.Count;
        if (index < 0 || index >= list.Count) throw new ValueException(TemplateProblems.MissingItem, "pop index out of range");
        var item = list[(int)index];
        Meter.Work((list.Count - index) / MovedAtOnce);
        list.Inner.RemoveAt((int)index);
        return item;
    }

    private static Value Copy(Value self, CallArguments arguments)
    {
        arguments.Context.Meter.Items(self.AsList.Count);
        return Value.Of(new ListValue(self.AsList.AsSpan));
    }

    private static void Reverse(ListValue list)
    {
        Meter.Work(list.Count);
        list.Inner.Reverse();
    }

    private static Value Sort(Value self, CallArguments arguments)
    {
        var (key, reverse) = arguments.Bind("sort", "key?", "reverse?");
        var list = self.AsList;
        var sorted = Sorting.Sort(list.AsSpan, key.IsUndefined || key.IsNone ? item => item : item => arguments.Context.Call(key, item), reverse.IsTruthy);
        list.Inner.Clear();
        list.Inner.AddRange(sorted);
        return Value.None;
    }
}

/// <summary>Methods of tuples.</summary>
internal static class TupleMethods
{
    public static readonly FrozenDictionary<string, Method> All = new Dictionary<string, Method>
    {
        ["count"] = (self, arguments) => ListMethods.Count(self.As<TupleValue>()!.AsSpan, arguments),
        ["index"] = (self, arguments) => ListMethods.RequireIndex(self.As<TupleValue>()!.AsSpan, arguments, "tuple.index(x): x not in tuple"),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}

/// <summary>Stable sorting by Python's order.</summary>
public static class Sorting
{
    /// <summary>The items in order of their keys; equal ones stay in the order they have, in reverse too.</summary>
    public static Value[] Sort(ReadOnlySpan<Value> items, Func<Value, Value> key, bool isReversed)
    {
        var keyed = new (Value Key, Value Item)[items.Length];
        for (var i = 0; i < keyed.Length; i++) keyed[i] = (key(items[i]), items[i]);
        var sign = isReversed ? -1 : 1;
        MergeSort(keyed, new (Value Key, Value Item)[keyed.Length], (a, b) => sign * PythonOrder.CompareForSort(a.Key, b.Key));
        return [.. keyed.Select(pair => pair.Item)];
    }

    // Stable, in reverse as well (equal items keep their order, as in Python), and content with an order that is none (nan).
    private static void MergeSort<T>(Span<T> items, Span<T> spare, Comparison<T> compare)
    {
        if (items.Length < 2) return;
        var middle = items.Length / 2;
        MergeSort(items[..middle], spare, compare);
        MergeSort(items[middle..], spare, compare);
        items[..middle].CopyTo(spare);
        for (var (left, right, target) = (0, middle, 0); left < middle; target++)
        {
            if (right < items.Length && compare(spare[left], items[right]) > 0) items[target] = items[right++];
            else items[target] = spare[left++];
        }
    }
}
