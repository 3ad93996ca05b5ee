using System.Globalization;
using System.Numerics;
using System.Text.Json;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects;

/// <summary>JSON from and to template values.</summary>
public static class TemplateJson
{
    // Far beyond what a config or a message holds, and below what the writer itself can take.
    private const int MostDepth = 500;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = MostDepth };

    /// <summary>Writes a value; what JSON has no form for is written as text.</summary>
    public static void Write(Utf8JsonWriter json, Value value) => Write(json, value, 0);

    private static void Write(Utf8JsonWriter json, Value value, int depth)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        Cost.Step();
        Cost.Depth(depth, MostDepth, "JSON");
        switch (value.Kind)
        {
            case ValueKind.None or ValueKind.Undefined: json.WriteNullValue(); break;
            case ValueKind.Bool: json.WriteBooleanValue(value.AsBool); break;
            case ValueKind.Int: json.WriteRawValue(value.ToText()); break;
            case ValueKind.Float when double.IsFinite(value.AsDouble): json.WriteNumberValue(value.AsDouble); break;
            case ValueKind.Dict:
                json.WriteStartObject();
                foreach (var (key, item) in value.AsDict.Entries)
                {
                    json.WritePropertyName(Charged(key));
                    Write(json, item, depth + 1);
                }

                json.WriteEndObject();
                break;
            case ValueKind.List or ValueKind.Tuple or ValueKind.Set:
                json.WriteStartArray();
                foreach (var item in value.AsObject!.Items!) Write(json, item, depth + 1);
                json.WriteEndArray();
                break;
            default: json.WriteStringValue(Charged(value)); break;
        }
    }

    private static string Charged(Value value)
    {
        var text = value.ToText();
        Cost.Work(text.Length);
        return text;
    }

    /// <summary>The value of a JSON text, or null where it is none.</summary>
    internal static Value? TryRead(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Deep);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second where half of a surrogate pair is escaped.
            return null;
        }
    }

    private static Value Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new DictValue(element.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Read(p.Value)))),
        JsonValueKind.Array => new ListValue(element.EnumerateArray().Select(Read)),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => Number(element.GetRawText()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Value.None,
    };

    private static Value Number(string text) => BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
        ? Value.Of(integer)
        : Value.Of(double.Parse(text, CultureInfo.InvariantCulture));
}
