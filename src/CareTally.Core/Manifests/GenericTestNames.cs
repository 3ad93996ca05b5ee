using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Names of generic tests, made as dbt makes them, so that selections and artifacts of dbt projects keep their names.</summary>
internal static partial class GenericTestNames
{
    private const int LongestName = 64;
    private const int KeptOfLongName = 30;

    /// <summary>Test, subject and the arguments' values sorted by argument, for example <c>not_null_calls_call_id</c>.</summary>
    public static string FullName(string prefix, string test, string subject, string? column, DictValue arguments)
    {
        var named = arguments.Entries.Select(entry => (Name: entry.Key.ToText(), entry.Value));
        if (column is not null) named = named.Append(("column_name", Value.Of(column)));
        var parts = named.OrderBy(argument => argument.Item1, StringComparer.Ordinal)
            .SelectMany(argument => Flatten(argument.Item2))
            .Select(text => NoName().Replace(text, "_"))
            .ToImmutableArray();
        var identifier = $"{prefix}{test}_{subject}";
        return $"{identifier}_{string.Join("__", parts)}";
    }

    /// <summary>The name, or its first 30 characters and a hash where it is too long for a relation.</summary>
    public static string Alias(string identifier, string fullName) =>
        fullName.Length < LongestName ? fullName : $"{Truncate(identifier)}_{Md5(fullName)}";

    /// <summary>The end of the unique id: dbt's, so that results of earlier runs stay comparable. Configs are no part of it.</summary>
    public static string Hash(string name, string? package, string test, string model, string? column, DictValue arguments)
    {
        var named = arguments.Entries.Select(entry => KeyValuePair.Create(entry.Key.ToText(), entry.Value)).Append(KeyValuePair.Create("model", Value.Of(model)));
        if (column is not null) named = named.Append(KeyValuePair.Create("column_name", Value.Of(column)));
        var metadata = new Dictionary<string, Value> { ["kwargs"] = new DictValue(named), ["name"] = test, ["namespace"] = package ?? "None" };
        return Md5(name + Hashable(new DictValue(metadata)).ToRepr())[^10..];
    }

    // dbt hashes Python's repr of it: keys in order, and everything that is no list or mapping as a string.
    private static Value Hashable(Value value) => value.AsObject switch
    {
        DictValue dictionary => new DictValue(dictionary.Entries
            .Select(entry => KeyValuePair.Create(entry.Key.ToText(), Hashable(entry.Value))).OrderBy(entry => entry.Key, StringComparer.Ordinal)),
        ListValue list => new ListValue(list.Select(Hashable)),
        _ => value.ToText(),
    };

    private static IEnumerable<string> Flatten(Value value) => value.AsObject switch
    {
        DictValue dictionary => dictionary.Values.Select(item => item.ToText()),
        ListValue list => list.Select(item => item.ToText()),
        _ => [value.ToText()],
    };

    private static string Truncate(string identifier) => identifier.Length <= KeptOfLongName ? identifier : identifier[..KeptOfLongName];

    // dbt's choice of hash; it identifies, it protects nothing.
#pragma warning disable CA5351
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    [GeneratedRegex("[^0-9a-zA-Z_]+")]
    private static partial Regex NoName();
}
