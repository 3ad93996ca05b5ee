using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using CareTally.Core.Projects;
using CareTally.Templating.Values;

namespace CareTally.Core.State;

/// <summary>Stands for the value of a variable in the manifest: enough to see a change, and nothing that others should not read.</summary>
internal static class VarHash
{
    /// <summary>Of a value's JSON, in which the order of keys does not matter.</summary>
    public static string Of(Value value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) TemplateJson.Write(json, InOrder(value));
        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static Value InOrder(Value value)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return value.AsObject switch
        {
            DictValue dictionary => new DictValue(dictionary.Entries.Select(entry => KeyValuePair.Create(entry.Key.ToText(), InOrder(entry.Value))).OrderBy(entry => entry.Key, StringComparer.Ordinal)),
            { Kind: ValueKind.List or ValueKind.Tuple, Items: { } items } => new ListValue(items.Select(InOrder)),
            _ => value,
        };
    }
}
