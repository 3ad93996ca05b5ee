using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CareTally.Templating.Values;

namespace CareTally.Templating.BuiltIns;

/// <summary>Python's <c>json.dumps</c>.</summary>
public sealed class JsonText
{
    private const int LongestText = 4_000_000;

    // Far beyond what a config or a message holds.
    private const int MostDepth = 500;

    private readonly StringBuilder _text = new();
    private readonly string? _indent;
    private readonly bool _sortsKeys;

    // What is being written, from the outside in: whatever comes again within itself has no end.
    private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);
    private int _level;

    private JsonText(string? indent, bool sortsKeys)
    {
        _indent = indent;
        _sortsKeys = sortsKeys;
    }

    /// <summary>The JSON of a value, or null where the value holds itself.</summary>
    public static string? TryWrite(Value value, bool sortKeys)
    {
        try
        {
            return Of(value, sortKeys, indent: null);
        }
        catch (CircularException)
        {
            return null;
        }
    }

    /// <summary>As the filter <c>tojson</c> writes it: keys sorted, and safe within HTML.</summary>
    internal static Value ForHtml(Value value, Value indent, Meter meter)
    {
        var indentation = indent.IsUndefined || indent.IsNone ? null
            : indent.TryGetString(out var text) ? text
            : new string(' ', (int)Math.Clamp(Methods.Integer(indent), 0, 100));
        string json;
        try
        {
            json = Of(value, sortKeys: true, indentation);
        }
        catch (CircularException)
        {
            throw ValueException.Invalid("Circular reference detected");
        }

        meter.Text(json.Length);
        return json
            .Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal).Replace("'", "\\u0027", StringComparison.Ordinal);
    }

    private static string Of(Value value, bool sortKeys, string? indent)
    {
        var writer = new JsonText(indent, sortKeys);
        writer.Write(value);
        return writer._text.ToString();
    }

    private void Write(Value value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Cost.Step();
        Cost.Depth(_level, MostDepth, "tojson");
        if (_text.Length > LongestText) throw new ValueException(TemplateProblems.TooLarge, $"the JSON is longer than {LongestText:N0} characters");
        switch (value.Kind)
        {
            case ValueKind.None:
                _text.Append("null");
                break;
            case ValueKind.Bool:
                _text.Append(value.AsBool ? "true" : "false");
                break;
            case ValueKind.Float:
                _text.Append(Number(value.AsDouble));
                break;
            case ValueKind.Int:
                _text.Append(value.ToText());
                break;
            case ValueKind.String:
                WriteString(value.AsString);
                break;
            case ValueKind.List or ValueKind.Tuple:
                WriteBlock(value.AsObject!, '[', ']', [.. value.AsObject!.Items!], Write);
                break;
            case ValueKind.Dict:
                WriteBlock(value.AsObject!, '{', '}', EntriesOf(value.AsDict), WriteEntry);
                break;
            default:
                throw ValueException.Type($"Object of type {value.TypeName} is not JSON serializable");
        }
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "Infinity" : double.IsNegativeInfinity(value) ? "-Infinity" : Value.Of(value).ToText();

    private KeyValuePair<Value, Value>[] EntriesOf(DictValue dict)
    {
        if (!_sortsKeys) return [.. dict];
        var keys = Sorting.Sort([.. dict.Keys], key => key, isReversed: false);
        return [.. keys.Select(key => new KeyValuePair<Value, Value>(key, dict.Inner[key]))];
    }

    private void WriteEntry(KeyValuePair<Value, Value> entry)
    {
        var key = entry.Key.Kind switch
        {
            ValueKind.String => entry.Key.AsString,
            ValueKind.None => "null",
            ValueKind.Bool => entry.Key.AsBool ? "true" : "false",
            ValueKind.Int => entry.Key.ToText(),
            ValueKind.Float => Number(entry.Key.AsDouble),
            _ => throw ValueException.Type($"keys must be str, int, float, bool or None, not {entry.Key.TypeName}"),
        };
        WriteString(key);
        _text.Append(": ");
        Write(entry.Value);
    }

    private void WriteBlock<T>(object block, char open, char close, T[] items, Action<T> write)
    {
        if (!_open.Add(block)) throw new CircularException();
        _text.Append(open);
        _level++;
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) _text.Append(_indent is null ? ", " : ",");
            NewLine();
            write(items[i]);
        }

        _level--;
        if (items.Length > 0) NewLine();
        _text.Append(close);
        _open.Remove(block);
    }

    private void NewLine()
    {
        if (_indent is null) return;
        _text.Append('\n');
        for (var i = 0; i < _level; i++) _text.Append(_indent);
    }

    private void WriteString(string text)
    {
        Cost.Work(text.Length);
        _text.Append('"');
        foreach (var c in text)
        {
            var index = "\"\\\n\r\t\b\f".IndexOf(c, StringComparison.Ordinal);
            if (index >= 0) _text.Append('\\').Append("\"\\nrtbf"[index]);
            else if (c is >= ' ' and <= '~') _text.Append(c);
            else _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        _text.Append('"');
    }

    private sealed class CircularException : Exception;
}
