using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Python;

/// <summary><c>modules.itertools</c>. What it gives are lists: a template goes through them once and cannot tell.</summary>
internal static class ItertoolsModule
{
    // Beyond this a template is wrong, not large.
    private const int MostItems = 10_000_000;

    private const int CountedAtOnce = 64;

    private static readonly Dictionary<string, Func<CallArguments, IEnumerable<Value>>> Functions = new()
    {
        ["product"] = Product,
        ["chain"] = call => call.Positional.SelectMany(part => call.Context.Iterate(part)),
        ["permutations"] = call =>
        {
            var (items, length) = Source(call, "permutations");
            var wanted = length ?? items.Length;
            return Picks(items, wanted, (used, next) => wanted <= items.Length && !used.Contains(next));
        },
        ["combinations"] = call =>
        {
            var (items, length) = Source(call, "combinations");
            var wanted = length ?? throw Missing(call, "combinations");
            return Picks(items, wanted, (used, next) => (used.Count == 0 || next > used[^1]) && items.Length - next >= wanted - used.Count);
        },
        ["combinations_with_replacement"] = call =>
        {
            var (items, length) = Source(call, "combinations_with_replacement");
            return Picks(items, length ?? throw Missing(call, "combinations_with_replacement"), (used, next) => used.Count == 0 || next >= used[^1]);
        },
        ["zip_longest"] = call =>
        {
            var lists = call.Positional.Select(part => call.Context.Iterate(part).ToArray()).ToArray();
            var fill = call.Named.GetValueOrDefault("fillvalue");
            return Enumerable.Range(0, lists.Select(list => list.Length).DefaultIfEmpty(0).Max()).Select(i => Row(lists.Select(list => i < list.Length ? list[i] : fill), lists.Length));
        },
        ["islice"] = Slice,
        ["accumulate"] = call =>
        {
            var (items, function) = call.Bind("accumulate", "iterable", "func?");
            return Accumulate(call, items, function);
        },
        ["repeat"] = call =>
        {
            var (item, times) = call.Bind("repeat", "object", "times");
            return Enumerable.Repeat(item, (int)Math.Clamp(times.AsLong, 0, MostItems));
        },
        ["compress"] = call =>
        {
            var (items, selectors) = call.Bind("compress", "data", "selectors");
            return call.Context.Iterate(items).Zip(call.Context.Iterate(selectors)).Where(pair => pair.Second.IsTruthy).Select(pair => pair.First);
        },
        ["takewhile"] = call =>
        {
            var (test, items) = call.Bind("takewhile", "predicate", "iterable");
            return call.Context.Iterate(items).TakeWhile(item => call.Context.Call(test, item).IsTruthy);
        },
        ["dropwhile"] = call =>
        {
            var (test, items) = call.Bind("dropwhile", "predicate", "iterable");
            return call.Context.Iterate(items).SkipWhile(item => call.Context.Call(test, item).IsTruthy);
        },
        ["filterfalse"] = call =>
        {
            var (test, items) = call.Bind("filterfalse", "predicate", "iterable");
            return call.Context.Iterate(items).Where(item => !(test.IsNone ? item : call.Context.Call(test, item)).IsTruthy);
        },
        ["starmap"] = call =>
        {
            var (function, items) = call.Bind("starmap", "function", "iterable");
            return call.Context.Iterate(items).Select(item => call.Context.Call(function, [.. call.Context.Iterate(item)], null));
        },
        ["groupby"] = GroupBy,
    };

    public static readonly Value Module = new ModuleValue("itertools", Functions.ToDictionary(function => function.Key, function =>
        Attributes.Function($"itertools.{function.Key}", call => Listed(function.Value(call), call))));

    private static Value Listed(IEnumerable<Value> items, CallArguments call)
    {
        var list = new ListValue();
        foreach (var item in items)
        {
            if (list.Count == MostItems) throw new DiagnosticException(PythonProblems.BadValue, call.Span, $"more than {MostItems:N0} items");
            list.Add(item);
            if (list.Count % CountedAtOnce == 0) Cost.Items(CountedAtOnce);
        }

        return list;
    }

    private static IEnumerable<Value> Product(CallArguments call)
    {
        var repeat = call.Named.TryGetValue("repeat", out var times) ? (int)Math.Clamp(times.AsLong, 0, 100) : 1;
        var once = call.Positional.Select(part => call.Context.Iterate(part).ToArray()).ToArray();
        if (repeat > 0 && once.Any(part => part.Length == 0)) return [];
        IEnumerable<Value[]> rows = [[]];
        foreach (var part in Enumerable.Repeat(once, repeat).SelectMany(parts => parts)) rows = rows.SelectMany(row => part, Longer);
        return rows.Select(row => Tuple(row));
    }

    private static Value[] Longer(Value[] row, Value item)
    {
        Cost.Step();
        Cost.Items(row.Length + 1);
        return [.. row, item];
    }

    // All ways to pick items one behind the other, where the positions taken so far allow the next one.
    private static IEnumerable<Value> Picks(Value[] items, int length, Func<List<int>, int, bool> allows)
    {
        var (used, next) = (new List<int>(), 0);
        while (true)
        {
            Cost.Step();
            Cost.Work(used.Count);
            var isWhole = used.Count == length;
            if (isWhole) yield return Row(used.Select(i => items[i]), length);
            else if (next < items.Length)
            {
                if (!allows(used, next)) next++;
                else
                {
                    used.Add(next);
                    next = 0;
                }

                continue;
            }

            if (used.Count == 0) yield break;
            next = used[^1] + 1;
            used.RemoveAt(used.Count - 1);
        }
    }

    private static IEnumerable<Value> Slice(CallArguments call)
    {
        var bound = call.Bind("islice", "iterable", "start", "stop?", "step?");
        var isShort = !bound.Has(2);
        var start = isShort ? 0 : (int)Math.Clamp(bound[1].IsNone ? 0 : bound[1].AsLong, 0, int.MaxValue);
        var end = isShort ? bound[1] : bound[2];
        var stop = end.IsNone ? int.MaxValue : (int)Math.Clamp(end.AsLong, 0, int.MaxValue);
        var step = bound.Has(3) && !bound[3].IsNone ? (int)Math.Clamp(bound[3].AsLong, 1, int.MaxValue) : 1;
        return call.Context.Iterate(bound[0]).Take(stop).Skip(start).Where((_, i) => i % step == 0);
    }

    private static IEnumerable<Value> Accumulate(CallArguments call, Value items, Value function)
    {
        Value? sum = null;
        foreach (var item in call.Context.Iterate(items))
        {
            sum = sum is not { } before ? item : function.IsCallable ? call.Context.Call(function, before, item) : Added(before, item, call);
            yield return sum.Value;
        }
    }

    private static Value Added(Value left, Value right, CallArguments call) =>
        left.IsInt && right.IsInt ? Value.Of(left.AsBigInteger + right.AsBigInteger)
        : left.IsNumber && right.IsNumber ? left.AsDouble + right.AsDouble
        : left.IsString && right.IsString ? Joined(left.AsString, right.AsString)
        : throw new DiagnosticException(PythonProblems.BadValue, call.Span, $"accumulate() cannot add {left.TypeName} and {right.TypeName}");

    private static string Joined(string left, string right)
    {
        Cost.Text((long)left.Length + right.Length);
        return left + right;
    }

    private static IEnumerable<Value> GroupBy(CallArguments call)
    {
        var (items, key) = call.Bind("groupby", "iterable", "key?");
        var (group, current) = (new ListValue(), Value.None);
        foreach (var item in call.Context.Iterate(items))
        {
            var itsKey = key.IsCallable ? call.Context.Call(key, item) : item;
            if (group.Count > 0 && itsKey != current)
            {
                yield return Tuple([current, group]);
                group = new ListValue();
            }

            current = itsKey;
            group.Add(item);
        }

        if (group.Count > 0) yield return Tuple([current, group]);
    }

    private static (Value[] Items, int? Length) Source(CallArguments call, string function)
    {
        var (items, length) = call.Bind(function, "iterable", "r?");
        return ([.. call.Context.Iterate(items)], length.IsInt ? (int)Math.Clamp(length.AsLong, 0, int.MaxValue) : null);
    }

    private static DiagnosticException Missing(CallArguments call, string function) => new(PythonProblems.BadValue, call.Span, $"{function}() needs a length");

    private static Value Row(IEnumerable<Value> items, int width)
    {
        Cost.Step();
        Cost.Items(width);
        return Tuple(items);
    }

    private static Value Tuple(IEnumerable<Value> items) => new TupleValue(items);
}
