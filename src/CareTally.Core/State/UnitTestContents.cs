using System.Buffers;
using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Templating.Values;

namespace CareTally.Core.State;

/// <summary>Writes what a unit test gives, expects and overrides: for the manifest, and to be compared.</summary>
internal static class UnitTestContents
{
    /// <summary>As the manifest's keys <c>given</c>, <c>expect</c> and <c>overrides</c>.</summary>
    public static void Write(Utf8JsonWriter json, UnitTestNode test)
    {
        json.WriteStartArray("given"u8);
        foreach (var input in test.Given)
        {
            json.WriteStartObject();
            json.WriteString("input"u8, input.Text);
            WriteRows(json, input.Rows);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("expect"u8);
        if (test.Expected is null) json.WriteString("rows"u8, test.ExpectedText);
        else WriteRows(json, test.Expected);
        json.WriteEndObject();
        WriteOverrides(json, test.Overrides);
    }

    /// <summary>All that a change of is a change of the test: also what it is of, and what a macro is called with.</summary>
    public static ReadOnlySpan<byte> Of(UnitTestNode test)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("subject"u8, test.Subject);
            Write(json, test);
            json.WritePropertyName("positional"u8);
            TemplateJson.Write(json, new ListValue(test.Positional));
            json.WritePropertyName("named"u8);
            TemplateJson.Write(json, new DictValue(test.Named));
            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    private static void WriteRows(Utf8JsonWriter json, UnitTestRows? rows)
    {
        json.WriteString("format"u8, rows is { Sql: not null } ? "sql" : "dict");
        json.WritePropertyName("rows"u8);
        if (rows is null) json.WriteNullValue();
        else if (rows.Sql is { } sql) json.WriteStringValue(sql);
        else WriteCells(json, rows);
    }

    private static void WriteCells(Utf8JsonWriter json, UnitTestRows rows)
    {
        json.WriteStartArray();
        foreach (var row in rows.Rows)
        {
            json.WriteStartObject();
            foreach (var cell in row)
            {
                json.WritePropertyName(cell.Column);
                TemplateJson.Write(json, cell.Value);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOverrides(Utf8JsonWriter json, UnitTestOverrides overrides)
    {
        json.WriteStartObject("overrides"u8);
        Write("macros", overrides.Macros);
        Write("vars", overrides.Vars);
        Write("env_vars", overrides.EnvironmentVariables);
        json.WriteEndObject();

        void Write(string name, IReadOnlyDictionary<string, Value> values)
        {
            json.WritePropertyName(name);
            TemplateJson.Write(json, new DictValue(values));
        }
    }
}
