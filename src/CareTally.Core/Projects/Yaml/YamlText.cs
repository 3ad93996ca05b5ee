using System.Text;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects.Yaml;

/// <summary>Writes values as YAML in block style, as dbt's <c>toyaml</c> does.</summary>
internal static class YamlText
{
    // What would be read as something else, or not at all, without quotes.
    private const string Special = ":{}[],&*#?|-<>=!%@`'\"\\\n\t";

    private const int MostIndentation = 1000;

    /// <summary>The document.</summary>
    /// <param name="value">What to write.</param>
    /// <param name="sortKeys">Whether mappings are written in order of their keys.</param>
    public static string Of(Value value, bool sortKeys)
    {
        var text = new StringBuilder();
        Write(text, value, 0, sortKeys);
        if (value.Kind is not (ValueKind.Dict or ValueKind.List or ValueKind.Tuple or ValueKind.Set)) text.Append('\n');
        Cost.Text(text.Length);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Value value, int indent, bool sortKeys)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        Cost.Step();
        Cost.Depth(indent, MostIndentation, "toyaml");
        switch (value.AsObject)
        {
            case DictValue { Count: 0 }:
                text.Append("{}\n");
                break;
            case DictValue dictionary:
                var entries = sortKeys ? dictionary.Entries.OrderBy(entry => entry.Key.ToText(), StringComparer.Ordinal) : dictionary.Entries;
                foreach (var (key, item) in entries) WriteItem(text, $"{Scalar(key)}:", item, indent, sortKeys, below: 2);
                break;
            case { Length: 0, Kind: ValueKind.List or ValueKind.Tuple or ValueKind.Set }:
                text.Append("[]\n");
                break;
            case { Kind: ValueKind.List or ValueKind.Tuple or ValueKind.Set, Items: { } items }:
                foreach (var item in items) WriteItem(text, "-", item, indent, sortKeys, below: 2);
                break;
            default:
                text.Append(Scalar(value));
                break;
        }
    }

    private static void WriteItem(StringBuilder text, string head, Value item, int indent, bool sortKeys, int below)
    {
        Cost.Step();
        Cost.Work(indent + head.Length);
        text.Append(' ', indent).Append(head);
        switch (item.AsObject)
        {
            // A list under a key stands at the key's own indentation.
            case { Kind: ValueKind.List or ValueKind.Tuple or ValueKind.Set, Length: > 0 } when head != "-":
                Write(text.Append('\n'), item, indent, sortKeys);
                break;
            case DictValue { Count: > 0 } or { Kind: ValueKind.List or ValueKind.Tuple or ValueKind.Set, Length: > 0 } when head == "-":
                var nested = new StringBuilder();
                Write(nested, item, indent + below, sortKeys);
                Cost.Work(nested.Length);
                text.Append(' ').Append(nested.ToString().AsSpan(indent + below));
                break;
            case DictValue { Count: > 0 }:
                Write(text.Append('\n'), item, indent + below, sortKeys);
                break;
            case { Kind: ValueKind.Dict or ValueKind.List or ValueKind.Tuple or ValueKind.Set }:
                Write(text.Append(' '), item, indent, sortKeys);
                break;
            default:
                text.Append(' ').Append(Scalar(item)).Append('\n');
                break;
        }
    }

    private static string Scalar(Value value) => value.Kind switch
    {
        ValueKind.None or ValueKind.Undefined => "null",
        ValueKind.Bool => value.AsBool ? "true" : "false",
        ValueKind.Int or ValueKind.Float => value.ToText(),
        _ => Text(value.ToText()),
    };

    private static string Text(string text)
    {
        Cost.Work(text.Length);
        if (text.Contains('\n', StringComparison.Ordinal)) return JsonLike(text);
        var isPlain = text.Length > 0 && text.Trim() == text && !Special.Contains(text[0], StringComparison.Ordinal)
            && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) && !text.EndsWith(':')
            && YamlValues.ToValue(new YamlScalar(text, true, default)).IsString;
        return isPlain ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static string JsonLike(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}\"";
}
