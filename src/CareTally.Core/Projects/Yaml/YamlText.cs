using System.Text;
using CareTally.Core.Python;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects.Yaml;

/// <summary>Writes values as YAML in block style, as dbt's <c>toyaml</c> does.</summary>
internal static class YamlText
{
    // What would be read as something else, or not at all, without quotes.
    private const string Special = ":{}[],&*#?|-<>=!%@`'\"\\\n\t";

    private const int MostIndentation = 1000;

    /// <summary>The document, or null where it would hold what YAML has no form for.</summary>
    /// <param name="value">What to write.</param>
    /// <param name="sortKeys">Whether mappings are written in order of their keys.</param>
    public static string? TryWrite(Value value, bool sortKeys)
    {
        var text = new StringBuilder();
        try
        {
            Write(text, value, 0, sortKeys);
        }
        catch (NoFormException)
        {
            return null;
        }

        // As PyYAML ends a document that is one unquoted scalar.
        if (value.Kind is not (ValueKind.Dict or ValueKind.List or ValueKind.Tuple or ValueKind.Set)) text.Append(text[0] is '\'' or '"' ? "\n" : "\n...\n");
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
        ValueKind.None => "null",
        ValueKind.Bool => value.AsBool ? "true" : "false",
        ValueKind.Int => value.ToText(),
        ValueKind.Float => Number(value.AsDouble),
        ValueKind.String => Text(value.AsString),
        _ when value.AsObject is DateTimeValue or DateValue => value.ToText(),
        _ => throw new NoFormException(),
    };

    private static string Number(double number) =>
        double.IsNaN(number) ? ".nan" : double.IsPositiveInfinity(number) ? ".inf" : double.IsNegativeInfinity(number) ? "-.inf" : Value.Of(number).ToText();

    private static string Text(string text)
    {
        Cost.Work(text.Length);
        if (!text.All(c => c is >= ' ' and <= '~')) return DoubleQuoted(text);
        var isPlain = text.Length > 0 && text.Trim() == text && !Special.Contains(text[0], StringComparison.Ordinal)
            && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) && !text.EndsWith(':')
            && YamlValues.ToValue(new YamlScalar(text, true, default)).IsString;
        return isPlain ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                0 => "\\0",
                >= ' ' and <= '~' => rune.ToString(),
                <= 0xff => $"\\x{rune.Value:X2}",
                <= 0xffff => $"\\u{rune.Value:X4}",
                _ => $"\\U{rune.Value:X8}",
            });
        }

        return quoted.Append('"').ToString();
    }

    private sealed class NoFormException : Exception;
}
