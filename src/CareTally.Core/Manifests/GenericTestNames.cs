using System.Security.Cryptography;
using System.Text;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Names of generic tests, made as dbt makes them, so that selections and artifacts of dbt projects keep their names.</summary>
internal static class GenericTestNames
{
    private const int LongestName = 64;
    private const int KeptOfLongName = 30;

    /// <summary>Test, subject and the arguments' values sorted by argument, for example <c>not_null_calls_call_id</c>.</summary>
    public static string FullName(string prefix, string test, string subject, string? column, DictValue arguments)
    {
        var name = new StringBuilder().Append(prefix).Append(test).Append('_').Append(subject).Append('_');
        var isFirst = true;
        foreach (var argument in InOrder(column, null, arguments))
        {
            foreach (var text in Flatten(argument.Value))
            {
                if (!isFirst) name.Append("__");
                isFirst = false;
                AppendAsName(name, text);
            }
        }

        return name.ToString();
    }

    /// <summary>The name, or its first 30 characters and a hash where it is too long for a relation.</summary>
    public static string Alias(string identifier, string fullName) =>
        fullName.Length < LongestName ? fullName : $"{Truncate(identifier)}_{Md5(fullName)}";

    /// <summary>The end of the unique id: dbt's, so that results of earlier runs stay comparable. Configs are no part of it.</summary>
    public static string Hash(string name, string? package, string test, string model, string? column, DictValue arguments)
    {
        // What dbt hashes is Python's repr of the test's metadata.
        var text = new StringBuilder(name, name.Length + model.Length + 128).Append("{'kwargs': {");
        var isFirst = true;
        foreach (var argument in InOrder(column, model, arguments))
        {
            if (!isFirst) text.Append(", ");
            isFirst = false;
            text.Append(Value.Of(argument.Name).ToRepr()).Append(": ").Append(Hashable(argument.Value).ToRepr());
        }

        text.Append("}, 'name': ").Append(Value.Of(test).ToRepr()).Append(", 'namespace': ").Append(Value.Of(package ?? "None").ToRepr()).Append('}');
        return Md5(text.ToString())[^10..];
    }

    private sealed record Argument(string Name, Value Value);

    // The column and the relation are arguments like any other.
    private static List<Argument> InOrder(string? column, string? model, DictValue arguments)
    {
        var all = new List<Argument>(arguments.Count + 2);
        if (column is not null) all.Add(new Argument("column_name", column));
        if (model is not null) all.Add(new Argument("model", model));
        if (arguments.Count == 0) return all;
        foreach (var (key, value) in arguments.Entries) all.Add(new Argument(key.ToText(), value));
        all.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        return all;
    }

    // Keys in order, and everything that is no list or mapping as a string.
    private static Value Hashable(Value value) => value.AsObject switch
    {
        DictValue dictionary => new DictValue(dictionary.Entries
            .Select(entry => KeyValuePair.Create(entry.Key.ToText(), Hashable(entry.Value))).OrderBy(entry => entry.Key, StringComparer.Ordinal)),
        ListValue list => new ListValue(list.Select(Hashable)),
        _ => value.ToText(),
    };

    // Every run of characters that cannot be part of a name becomes one underscore.
    private static void AppendAsName(StringBuilder name, string text)
    {
        var isInRun = false;
        foreach (var character in text)
        {
            var isNamed = char.IsAsciiLetterOrDigit(character) || character == '_';
            if (isNamed) name.Append(character);
            else if (!isInRun) name.Append('_');
            isInRun = !isNamed;
        }
    }

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
}
