using System.Globalization;
using System.Text;
using CareTally.Templating.Values;

namespace CareTally.Templating.BuiltIns;

/// <summary>Python's <c>str.format</c>.</summary>
internal sealed class StringFormat
{
    private const int MaxNesting = 2;

    private readonly CallArguments _arguments;
    private readonly Func<string, Value> _byName;
    private int _nextPosition;
    private bool? _isAutomatic;

    private StringFormat(CallArguments arguments, Func<string, Value> byName)
    {
        _arguments = arguments;
        _byName = byName;
    }

    public static Value Apply(string format, CallArguments arguments)
    {
        Value ByName(string name) => arguments.Named.TryGetValue(name, out var value) ? value : throw MissingKey(name);
        return new StringFormat(arguments, ByName).Expand(format, 0);
    }

    public static Value ApplyMap(string format, Value mapping, CallArguments arguments)
    {
        Value ByName(string name) => mapping.As<DictValue>()?.TryGet(name, out var value) == true ? value : throw MissingKey(name);
        return new StringFormat(arguments, ByName).Expand(format, 0);
    }

    private static ValueException MissingKey(string name) => new(TemplateProblems.MissingItem, $"format: there is no argument '{name}'");

    private string Expand(string format, int nesting)
    {
        if (nesting > MaxNesting) throw ValueException.Invalid("Max string recursion exceeded");
        var result = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            var c = format[i];
            if (c is '{' or '}' && i + 1 < format.Length && format[i + 1] == c)
            {
                result.Append(c);
                i++;
            }
            else if (c == '{')
            {
                var end = FieldEnd(format, i + 1);
                result.Append(Field(format[(i + 1)..end], nesting));
                i = end;
            }
            else if (c == '}')
            {
                throw ValueException.Invalid("Single '}' encountered in format string");
            }
            else
            {
                result.Append(c);
            }
        }

        _arguments.Context.Meter.Text(result.Length);
        return result.ToString();
    }

    private static int FieldEnd(string format, int start)
    {
        var depth = 1;
        var inBrackets = false;
        for (var i = start; i < format.Length; i++)
        {
            if (format[i] == '[') inBrackets = true;
            else if (format[i] == ']') inBrackets = false;
            else if (inBrackets) continue;
            else if (format[i] == '{') depth++;
            else if (format[i] == '}' && --depth == 0) return i;
        }

        throw ValueException.Invalid(start == format.Length ? "Single '{' encountered in format string" : "expected '}' before end of string");
    }

    private string Field(string field, int nesting)
    {
        var colon = IndexOutsideBrackets(field, ':');
        var name = colon < 0 ? field : field[..colon];
        var spec = colon < 0 ? "" : field[(colon + 1)..];
        var conversion = '\0';
        var mark = IndexOutsideBrackets(name, '!');
        if (mark >= 0)
        {
            if (name.Length != mark + 2) throw ValueException.Invalid("expected ':' after conversion specifier");
            conversion = name[mark + 1];
            name = name[..mark];
        }

        var value = Convert(Find(name), conversion);
        if (spec.Contains('{', StringComparison.Ordinal)) spec = Expand(spec, nesting + 1);
        return spec.Length == 0 ? value.ToText() : FormatSpec.Parse(spec).Apply(value, _arguments.Context.Meter);
    }

    private static int IndexOutsideBrackets(string text, char wanted)
    {
        var inBrackets = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '[') inBrackets = true;
            else if (text[i] == ']') inBrackets = false;
            else if (text[i] == wanted && !inBrackets) return i;
        }

        return -1;
    }

    private static Value Convert(Value value, char conversion) => conversion switch
    {
        '\0' => value,
        's' => value.ToText(),
        'r' or 'a' => value.ToRepr(),
        _ => throw ValueException.Invalid($"Unknown conversion specifier '{conversion}'"),
    };

    private Value Find(string name)
    {
        var end = name.AsSpan().IndexOfAny('.', '[');
        var first = end < 0 ? name : name[..end];
        var value = First(first);
        for (var i = end < 0 ? name.Length : end; i < name.Length;)
        {
            if (name[i] == '.')
            {
                var next = name.AsSpan(i + 1).IndexOfAny('.', '[');
                var stop = next < 0 ? name.Length : i + 1 + next;
                value = Defined(Members.GetAttribute(value, name[(i + 1)..stop]));
                i = stop;
            }
            else
            {
                var stop = name.IndexOf(']', i);
                if (name[i] != '[' || stop < 0) throw ValueException.Invalid("Missing ']' in format string");
                var key = name[(i + 1)..stop];
                value = Defined(Members.GetItem(value, long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : key));
                i = stop + 1;
            }
        }

        return value;
    }

    private static Value Defined(Value value) => value.AsObject is UndefinedValue undefined ? throw undefined.Raise() : value;

    private Value First(string name)
    {
        var isAutomatic = name.Length == 0;
        if (!isAutomatic && !char.IsAsciiDigit(name[0])) return _byName(name);
        if (_isAutomatic is { } before && before != isAutomatic)
            throw ValueException.Invalid("cannot switch between automatic field numbering and manual field specification");
        _isAutomatic = isAutomatic;
        if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var position)) position = isAutomatic ? _nextPosition++ : int.MaxValue;
        return position < _arguments.Positional.Count
            ? _arguments.Positional[position]
            : throw new ValueException(TemplateProblems.MissingItem, $"Replacement index {position} out of range for positional args tuple");
    }
}
