using System.Text.Json;

namespace CareTally.Core.Artifacts;

/// <summary>What the artifacts' writers write again and again. Names are given as UTF-8, which a large manifest feels.</summary>
internal static class JsonTexts
{
    private const int MostPending = 1 << 16;

    public static void WriteTexts(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>A constant, given as the JSON it is; further properties may stand behind it, which spares the writer half its work.</summary>
    public static void WriteConstant(this Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }

    /// <summary>A moment as dbt writes it: in UTC, with microseconds.</summary>
    public static void WriteMoment(this Utf8JsonWriter json, string name, DateTimeOffset moment) =>
        json.WriteString(name, moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Many objects, written out as they come: the writer would keep all of them.</summary>
    /// <param name="json">Where.</param>
    /// <param name="items">What is written.</param>
    /// <param name="name">The key of each.</param>
    /// <param name="write">Writes what is in the object of each.</param>
    public static void WriteObjects<T>(this Utf8JsonWriter json, IEnumerable<T> items, Func<T, string> name, Action<Utf8JsonWriter, T> write) where T : class
    {
        foreach (var item in items)
        {
            json.WriteStartObject(name(item));
            write(json, item);
            json.WriteEndObject();
            if (json.BytesPending > MostPending) json.Flush();
        }
    }
}
