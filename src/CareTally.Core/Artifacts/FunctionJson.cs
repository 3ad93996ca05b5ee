using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Properties;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what functions alone have.</summary>
internal static class FunctionJson
{
    public static void Write(Utf8JsonWriter json, FunctionNode function, ManifestContext context)
    {
        var path = ManifestContext.PathBelow(function.Path, context.Project.FindPackage(function.Package)!.Paths.Functions);
        RelationJson.WriteAddress(json, function, "alias"u8, context);
        RelationJson.WriteHead(json, function, path, MacroUses.RawCode(function)!.Trim(), ConfigShape.Function);
        RelationJson.WriteSql(json, function, MacroCalls.In(function.Template, function.Package, context.Manifest.Macros), context);
        WriteSignature(json, function);
    }

    private static void WriteSignature(Utf8JsonWriter json, FunctionNode function)
    {
        json.WriteStartArray("arguments"u8);
        foreach (var argument in function.Signature.Arguments) WriteArgument(json, argument);
        json.WriteEndArray();
        json.WriteStartObject("returns"u8);
        json.WriteString("data_type"u8, function.ReturnType);
        json.WriteString("description"u8, function.Signature.Returns?.Description);
        json.WriteEndObject();
    }

    private static void WriteArgument(Utf8JsonWriter json, FunctionArgument argument)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, argument.Name);
        json.WriteString("data_type"u8, argument.DataType);
        json.WriteString("description"u8, argument.Description);
        json.WritePropertyName("default_value"u8);
        if (argument.DefaultValue is { } value) TemplateJson.Write(json, value);
        else json.WriteNullValue();
        json.WriteEndObject();
    }
}
