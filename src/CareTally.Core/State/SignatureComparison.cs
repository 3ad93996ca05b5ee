using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects.Properties;
using CareTally.Templating.Values;

namespace CareTally.Core.State;

/// <summary>Compares what a function takes and gives; what is said of it in words is no part of that.</summary>
internal static class SignatureComparison
{
    /// <summary>Whether it is what it was.</summary>
    public static bool AreSame(FunctionNode function, JsonElement old)
    {
        var before = JsonFields.Find(old, "arguments") is { ValueKind: JsonValueKind.Array } arguments ? arguments.EnumerateArray().ToArray() : [];
        return JsonFields.Text(old, "returns", "data_type") == function.ReturnType
            && before.Length == function.Signature.Arguments.Length
            && function.Signature.Arguments.Zip(before).All(pair => IsSame(pair.First, pair.Second));
    }

    private static bool IsSame(FunctionArgument argument, JsonElement old) =>
        (JsonFields.Text(old, "name"), JsonFields.Text(old, "data_type")) == (argument.Name, argument.DataType)
        && (JsonFields.Find(old, "default_value") is { } value ? JsonFields.AreEqual(argument.DefaultValue ?? Value.None, value) : argument.DefaultValue is null);
}
