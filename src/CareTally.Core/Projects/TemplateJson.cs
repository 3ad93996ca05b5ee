using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects;

/// <summary>JSON from and to template values.</summary>
public static class TemplateJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // Far beyond what a config or a message holds, and below what the writer itself can take.
    private const int MostDepth = 500;

    // At most, of a character in UTF-8.
    private const int BytesPerCharacter = 3;

    /// <summary>Writes a value; what JSON has no form for is written as text.</summary>
    public static void Write(Utf8JsonWriter json, Value value) => Write(json, value, 0);

    private static void Write(Utf8JsonWriter json, Value value, int depth)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        Cost.Step();
        Cost.Depth(depth, MostDepth, "tojson");
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

    internal static Value ToJson(CallArguments call)
    {
        var bound = call.Bind("tojson", "value", "default?", "sort_keys?");
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed)) Write(json, bound[0]);
        Cost.Text(buffer.WrittenCount / BytesPerCharacter);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The value of a JSON text, or null where it is none.</summary>
    internal static Value? TryRead(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static Value FromJson(CallArguments call)
    {
        var bound = call.Bind("fromjson", "string", "default?");
        try
        {
            using var document = JsonDocument.Parse(bound[0].ToText());
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            return bound.Has(1) ? bound[1] : throw call.Error(ScopeProblems.BadJson, e.Message);
        }
    }

    private static Value Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new DictValue(element.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Read(p.Value)))),
        JsonValueKind.Array => new ListValue(element.EnumerateArray().Select(Read)),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var integer) ? Value.Of(integer) : Value.Of(element.GetDouble()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Value.None,
    };
}
