using System.Collections;
using System.Numerics;

namespace CareTally.Templating.Values;

public readonly partial struct Value
{
    /// <summary>The value of a .NET object: scalars, strings, dictionaries, sequences, values; anything else is an error of the program.</summary>
    /// <exception cref="ArgumentException">No value corresponds to the object.</exception>
    public static Value FromObject(object? source) => source switch
    {
        null => None,
        Value value => value,
        string text => Of(text),
        bool flag => Of(flag),
        int or long or short or sbyte or byte or ushort or uint => Of(Convert.ToInt64(source, null)),
        ulong number => Of((BigInteger)number),
        BigInteger number => Of(number),
        double or float => Of(Convert.ToDouble(source, null)),
        decimal number => decimal.IsInteger(number) && number.Scale == 0 ? Of((BigInteger)number) : Of((double)number),
        ObjectValue value => Of(value),
        char character => Of(character.ToString()),
        IDictionary dictionary => FromDictionary(dictionary),
        IEnumerable<KeyValuePair<string, Value>> pairs => Of(new DictValue(pairs)),
        IEnumerable items => Of(new ListValue(items.Cast<object?>().Select(FromObject))),
        _ => throw new ArgumentException($"no template value corresponds to a {source.GetType()}", nameof(source)),
    };

    private static Value FromDictionary(IDictionary source)
    {
        var result = new DictValue();
        foreach (DictionaryEntry entry in source) result.Set(FromObject(entry.Key), FromObject(entry.Value));
        return Of(result);
    }
}
