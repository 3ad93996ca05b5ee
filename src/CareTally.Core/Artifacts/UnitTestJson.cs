using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Templating.Values;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what unit tests alone have. One of a macro names the macro in the place of the model, which dbt has no unit tests without.</summary>
internal static class UnitTestJson
{
    public static void Write(Utf8JsonWriter json, UnitTestNode test, ManifestContext context)
    {
        json.WriteString("path"u8, ManifestContext.PathBelow(test.Path, context.Project.FindPackage(test.Package)!.Paths.Models));
        json.WriteString("model"u8, test.Subject);
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
        ManifestContext.WriteDependsOn(json, test.Macro is { } macro ? [macro] : [], test.DependsOn);
        ConfigJson.Write(json, "config"u8, test.Config, ConfigShape.UnitTest);
        json.WriteNull("checksum"u8);
        json.WriteString("schema"u8, context.Project.Target.Schema);
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
