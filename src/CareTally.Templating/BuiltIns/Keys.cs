using System.Globalization;
using CareTally.Templating.Values;

namespace CareTally.Templating.BuiltIns;

/// <summary>What filters sort, group, compare or pick by: an item, or one of its attributes (<c>'a.b'</c>, <c>0</c>).</summary>
internal static class Keys
{
    public static Func<Value, Value> Of(Value attribute, bool isCaseSensitive, Value fallback = default)
    {
        var parts = PartsOf(attribute);
        return item =>
        {
            foreach (var part in parts)
            {
                item = Members.GetItem(item, part);
                if (item.IsUndefined && !fallback.IsNone && !fallback.IsUndefined) item = fallback;
            }

            return isCaseSensitive ? item : WithoutCase(item);
        };
    }

    /// <summary>Several attributes with commas between them, compared one after the other.</summary>
    public static Func<Value, Value> OfSeveral(Value attributes, bool isCaseSensitive)
    {
        var keys = attributes.TryGetString(out var text)
            ? text.Split(',').Select(attribute => Of(attribute, isCaseSensitive)).ToArray()
            : [Of(attributes, isCaseSensitive)];

        // As the only item of a tuple, one undefined key can be compared with another.
        return keys is [var only] ? item => only(item) is { IsUndefined: false } key ? key : Value.Of(new TupleValue([only(item)])) : item => Value.Of(new TupleValue([.. keys.Select(key => key(item))]));
    }

    private static Value WithoutCase(Value value) => value.TryGetString(out var text) ? text.ToLowerInvariant() : value;

    private static Value[] PartsOf(Value attribute)
    {
        if (attribute.IsNone || attribute.IsUndefined) return [];
        if (!attribute.TryGetString(out var text)) return [attribute];
        return [.. text.Split('.').Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : (Value)part)];
    }
}
