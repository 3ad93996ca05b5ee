using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareTally.SampleData.Systems.Writing;

/// <summary>A file of JSON: one document, or one a line.</summary>
internal sealed class JsonFile(OutputFile file) : IDisposable
{
    // Names of people keep their letters. That documents are whole is for tests to see.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Utf8JsonWriter _json = new(file.Buffer, Options);

    public Utf8JsonWriter Json => _json;

    /// <summary>A document that goes on a line of its own.</summary>
    public void Line(Action<Utf8JsonWriter> write)
    {
        write(_json);
        EndLine();
    }

    public void EndLine()
    {
        _json.Flush();
        _json.Reset();
        file.Write("\n"u8);
        file.Drain();
    }

    /// <summary>A row of a longer document is over.</summary>
    public void EndRow()
    {
        if (_json.BytesPending < 1 << 14) return;
        _json.Flush();
        file.Drain();
    }

    public void Dispose()
    {
        _json.Dispose();
        file.Dispose();
    }
}

/// <summary>What every vendor's JSON is made of.</summary>
internal static class JsonExtensions
{
    public static void Text(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is null) json.WriteNull(name);
        else json.WriteString(name, value);
    }

    public static void Number(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    public static void Decimal(this Utf8JsonWriter json, string name, double value, int digits)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(Math.Round(value, digits).ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
    }

    public static void Nothing(this Utf8JsonWriter json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) json.WriteNull(name);
    }

    public static void Texts(this Utf8JsonWriter json, string name, params ReadOnlySpan<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
