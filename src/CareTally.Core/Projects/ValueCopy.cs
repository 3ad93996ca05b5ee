using System.Runtime.CompilerServices;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects;

/// <summary>
/// Copies what a template is given of the project's own values: it may change its lists and dictionaries, and neither another
/// rendering nor another thread sees it.
/// </summary>
internal static class ValueCopy
{
    /// <summary>The same value with lists, dictionaries and sets of its own.</summary>
    public static Value Of(Value value) => value.AsObject is null ? value : Of(value, new Dictionary<object, Value>(ReferenceEqualityComparer.Instance));

    // What is shared within the value is shared within the copy, so that the copy is as small and may hold itself.
    private static Value Of(Value value, Dictionary<object, Value> copies)
    {
        if (value.AsObject is not { Kind: ValueKind.Dict or ValueKind.List or ValueKind.Tuple or ValueKind.Set } source) return value;
        if (copies.TryGetValue(source, out var known)) return known;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Cost.Step();
        Cost.Items(source.Length ?? 0);
        switch (source)
        {
            case DictValue dictionary:
                var entries = new DictValue();
                copies[source] = entries;
                foreach (var (key, item) in dictionary.Entries) entries.Set(key, Of(item, copies));
                return entries;
            case ListValue list:
                var items = new ListValue();
                copies[source] = items;
                foreach (var item in list.Items) items.Add(Of(item, copies));
                return items;
            case TupleValue tuple:
                return copies[source] = new TupleValue(tuple.Items.Select(item => Of(item, copies)).ToArray());
            case SetValue set:
                return copies[source] = new SetValue(set.Items);
            default:
                return value;
        }
    }
}
