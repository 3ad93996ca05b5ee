using System.Text.Json;
using CareTally.Templating.Values;

namespace CareTally.Core.State;

/// <summary>Looks into artifacts, in which a field may be missing.</summary>
internal static class JsonFields
{
    /// <summary>What a path of keys leads to, or null where one of them is missing or holds nothing.</summary>
    public static JsonElement? Find(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(key, out json)) return null;
        }

        return json.ValueKind == JsonValueKind.Null ? null : json;
    }

    /// <summary>The text that a path of keys leads to, or null.</summary>
    public static string? Text(JsonElement json, params ReadOnlySpan<string> path) =>
        Find(json, path) is { } found ? found.ValueKind == JsonValueKind.String ? found.GetString() : found.GetRawText() : null;

    /// <summary>The texts of a list, none where it is missing.</summary>
    public static IEnumerable<string> Texts(JsonElement json, params ReadOnlySpan<string> path) =>
        Find(json, path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(item => item.ToString()).ToArray() : [];

    /// <summary>Whether a value would be written as this JSON.</summary>
    public static bool AreEqual(Value value, JsonElement json)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return json.ValueKind switch
        {
            JsonValueKind.Null => value.IsNone,
            JsonValueKind.True or JsonValueKind.False => value.IsBool && value.AsBool == (json.ValueKind == JsonValueKind.True),
            JsonValueKind.Number => value.Kind is ValueKind.Int or ValueKind.Float && (value.ToText() == json.GetRawText() || IsNumber(value, json.GetDouble())),
            JsonValueKind.Array => value.AsObject is { Kind: ValueKind.List or ValueKind.Tuple or ValueKind.Set, Items: { } items } && AreEqual([.. items], [.. json.EnumerateArray()]),
            JsonValueKind.Object => value.AsObject is DictValue dictionary && AreEqual(dictionary, json),
            _ => !value.IsNone && !value.IsBool && value.Kind is not (ValueKind.Int or ValueKind.Float) && value.ToText() == json.GetString(),
        };
    }

    private static bool IsNumber(Value value, double number) =>
        double.TryParse(value.ToText(), System.Globalization.CultureInfo.InvariantCulture, out var own) && own.Equals(number);

    private static bool AreEqual(Value[] items, JsonElement[] json) => items.Length == json.Length && items.Zip(json).All(pair => AreEqual(pair.First, pair.Second));

    private static bool AreEqual(DictValue dictionary, JsonElement json)
    {
        var count = 0;
        foreach (var property in json.EnumerateObject())
        {
            count++;
            if (!dictionary.TryGet(property.Name, out var value) || !AreEqual(value, property.Value)) return false;
        }

        return count == dictionary.Count;
    }
}
