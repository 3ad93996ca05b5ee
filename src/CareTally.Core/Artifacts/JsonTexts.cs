using System.Buffers;
using System.Text.Json;
using CareTally.Core.Projects;

namespace CareTally.Core.Artifacts;

/// <summary>What the artifacts' writers write again and again. Names are given as UTF-8, which a large manifest feels.</summary>
internal static class JsonTexts
{
    // Few enough that a batch fits its buffer, many enough that the buffer is worth its while.
    private const int Batch = 24;
    private const int BufferSize = 80_000;

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

    /// <summary>Many objects, made on all cores and written in their order.</summary>
    /// <param name="json">Where.</param>
    /// <param name="items">What is written.</param>
    /// <param name="name">The key of each.</param>
    /// <param name="write">Writes what is in the object of each.</param>
    public static void WriteObjects<T>(this Utf8JsonWriter json, IEnumerable<T> items, Func<T, string> name, Action<Utf8JsonWriter, T> write) where T : class
    {
        foreach (var (batch, buffer, ends) in InParallel.Select([.. items.Chunk(Batch)], batch => Write(batch, write, json.Options)))
        {
            var start = 0;
            for (var i = 0; i < batch.Length; i++)
            {
                json.WritePropertyName(name(batch[i]));
                json.WriteRawValue(buffer.WrittenSpan[start..ends[i]], skipInputValidation: true);
                start = ends[i];
            }

            // Or the writer would keep all of it.
            json.Flush();
        }
    }

    private static Objects<T> Write<T>(T[] batch, Action<Utf8JsonWriter, T> write, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>(BufferSize);
        var ends = new int[batch.Length];
        using var json = new Utf8JsonWriter(buffer, options);
        for (var i = 0; i < batch.Length; i++)
        {
            json.WriteStartObject();
            write(json, batch[i]);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            ends[i] = buffer.WrittenCount;
        }

        return new Objects<T>(batch, buffer, ends);
    }

    private sealed record Objects<T>(T[] Items, ArrayBufferWriter<byte> Buffer, int[] Ends);
}
