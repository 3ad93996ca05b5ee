using System.Collections.Frozen;
using CareTally.Templating.Values;

namespace CareTally.Templating.BuiltIns;

/// <summary>Jinja's filters, and dbt's: <c>value | name</c>. This file: the table and the filters on one value.</summary>
internal static partial class Filters
{
    public static readonly FrozenDictionary<string, Filter> All = new Dictionary<string, Filter>
    {
        ["abs"] = Absolute,
        ["as_bool"] = (input, arguments) => Mark(input, TextMark.Bool, arguments),
        ["as_native"] = (input, arguments) => Mark(input, TextMark.Native, arguments),
        ["as_number"] = (input, arguments) => Mark(input, TextMark.Number, arguments),
        ["as_text"] = (input, arguments) => Mark(input, TextMark.Text, arguments),
        ["attr"] = Attribute,
        ["batch"] = Batch,
        ["capitalize"] = (input, _) => PythonStrings.Capitalize(input.ToText()),
        ["center"] = Center,
        ["count"] = (input, _) => PythonSequences.RequireLength(input),
        ["d"] = Default,
        ["default"] = Default,
        ["dictsort"] = DictSort,
        ["e"] = (input, _) => Escape(input),
        ["escape"] = (input, _) => Escape(input),
        ["first"] = First,
        ["float"] = Float,
        ["forceescape"] = (input, _) => Escape(input),
        ["format"] = Format,
        ["groupby"] = GroupBy,
        ["indent"] = Indent,
        ["int"] = Int,
        ["is_list"] = (input, _) => input.IsList,
        ["items"] = Items,
        ["join"] = Join,
        ["last"] = Last,
        ["length"] = (input, _) => PythonSequences.RequireLength(input),
        ["list"] = (input, arguments) => Value.Of(new ListValue(arguments.Context.Iterate(input))),
        ["lower"] = (input, _) => input.ToText().ToLowerInvariant(),
        ["map"] = Map,
        ["max"] = (input, arguments) => Extreme(input, arguments, "max", wanted: 1),
        ["min"] = (input, arguments) => Extreme(input, arguments, "min", wanted: -1),
        ["random"] = RandomItem,
        ["reject"] = (input, arguments) => Select(input, arguments, isKept: false, byAttribute: false),
        ["rejectattr"] = (input, arguments) => Select(input, arguments, isKept: false, byAttribute: true),
        ["replace"] = Replace,
        ["reverse"] = Reverse,
        ["round"] = Round,
        ["safe"] = (input, _) => input.ToText(),
        ["select"] = (input, arguments) => Select(input, arguments, isKept: true, byAttribute: false),
        ["selectattr"] = (input, arguments) => Select(input, arguments, isKept: true, byAttribute: true),
        ["slice"] = Slice,
        ["sort"] = Sort,
        ["string"] = (input, _) => input.ToText(),
        ["sum"] = Sum,
        ["title"] = (input, _) => Title(input.ToText()),
        ["tojson"] = (input, arguments) => JsonText.ForHtml(input, arguments.Bind("tojson", "indent?")[0], arguments.Context.Meter),
        ["trim"] = Trim,
        ["truncate"] = Truncate,
        ["unique"] = Unique,
        ["upper"] = (input, _) => StringMethods.Upper(input.ToText()),
        ["urlencode"] = UrlEncode,
        ["wordcount"] = (input, _) => WordCount(input.ToText()),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Outside the native mode these filters do nothing.
    private static Value Mark(Value input, TextMark mark, CallArguments arguments) =>
        arguments.Context.IsNative ? Value.Marked(input.ToText(), mark) : input;

    private static Value Default(Value input, CallArguments arguments)
    {
        var (fallback, alsoFalse) = arguments.Bind("default", "default_value?", "boolean?");
        if (!input.IsUndefined && !(alsoFalse.IsTruthy && !input.IsTruthy)) return input;
        return arguments.Count == 0 || arguments.Positional.Count == 0 && !arguments.Named.ContainsKey("default_value") ? Value.Empty : fallback;
    }

    private static Value Attribute(Value input, CallArguments arguments)
    {
        var name = arguments.Bind("attr", "name")[0].ToText();
        if (Members.TryGetAttribute(input, name, out var value)) return value;
        return Value.Of(new UndefinedValue(name, $"'{input.TypeName} object' has no attribute '{name}'"));
    }

    private static Value Escape(Value input) => input.ToText()
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal)
        .Replace("\"", "&#34;", StringComparison.Ordinal);

    private static Value Format(Value input, CallArguments arguments)
    {
        if (arguments.Positional.Count > 0 && arguments.Named.Count > 0)
            throw ValueException.Type("can't handle positional and keyword arguments at the same time");
        var values = arguments.Named.Count > 0 ? Value.Of(new DictValue(arguments.Named)) : Value.Of(new TupleValue(arguments.PositionalArray.AsSpan()));
        return PercentFormat.Apply(input.ToText(), values, arguments.Context.Meter);
    }

    private static Value Center(Value input, CallArguments arguments) =>
        StringMethods.Center(input.ToText(), Methods.Integer(arguments.Bind("center", "width?")[0], 80), " ", arguments.Context.Meter);

    private static Value Trim(Value input, CallArguments arguments)
    {
        var characters = arguments.Bind("trim", "chars?")[0];
        return StringMethods.Strip(input.ToText(), characters.IsUndefined || characters.IsNone ? null : Methods.Text(characters, "trim"), left: true, right: true);
    }

    private static Value Replace(Value input, CallArguments arguments)
    {
        var (old, replacement, count) = arguments.Bind("replace", "old", "new", "count?");
        return StringMethods.Replace(input.ToText(), old.ToText(), replacement.ToText(), Methods.Integer(count, -1), arguments.Context.Meter);
    }

    private static Value Indent(Value input, CallArguments arguments)
    {
        var (width, first, blank) = arguments.Bind("indent", "width?", "first?", "blank?");
        var indentation = width.TryGetString(out var given) ? given : new string(' ', (int)Math.Clamp(Methods.Integer(width, 4), 0, 10_000));
        var lines = PythonStrings.SplitLines(Methods.Text(input, "indent") + "\n", keepEnds: false).ToList();
        arguments.Context.Meter.Text(input.AsString.Length + (long)lines.Count * indentation.Length);
        for (var i = 0; i < lines.Count; i++)
        {
            if (i == 0 ? first.IsTruthy : blank.IsTruthy || lines[i].Length > 0) lines[i] = indentation + lines[i];
        }

        return string.Join('\n', lines);
    }

    private static Value Truncate(Value input, CallArguments arguments)
    {
        var bound = arguments.Bind("truncate", "length?", "killwords?", "end?", "leeway?");
        var (length, leeway) = (Methods.Integer(bound[0], 255), Methods.Integer(bound[3], 5));
        var end = bound.Has(2) ? bound[2].ToText() : "...";
        var cut = length - PythonStrings.Length(end);
        if (cut < 0) throw ValueException.Invalid($"expected length >= {PythonStrings.Length(end)}, got {length}");
        if (PythonSequences.RequireLength(input) <= length + leeway) return input;
        var text = Methods.Text(input, "truncate");
        var kept = text[..PythonStrings.OffsetOf(text, (int)Math.Min(cut, int.MaxValue))];
        if (bound[1].IsTruthy) return kept + end;
        var space = kept.LastIndexOf(' ');
        return (space < 0 ? kept : kept[..space]) + end;
    }

    // A word begins after a hyphen, a space or an opening bracket.
    private static string Title(string text)
    {
        var result = text.ToLowerInvariant().ToCharArray();
        var begins = true;
        for (var i = 0; i < result.Length; i++)
        {
            var isBreak = result[i] == '-' || PythonStrings.IsSpace(result[i]) || "({[<".Contains(result[i], StringComparison.Ordinal);
            if (begins && !isBreak) result[i] = char.ToUpperInvariant(result[i]);
            begins = isBreak;
        }

        return new string(result);
    }

    private static long WordCount(string text)
    {
        var (count, inside) = (0L, false);
        foreach (var c in text.EnumerateRunes())
        {
            var isWord = c.Value == '_' || System.Text.Rune.IsLetterOrDigit(c)
                || System.Text.Rune.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.LetterNumber or System.Globalization.UnicodeCategory.OtherNumber;
            if (isWord && !inside) count++;
            inside = isWord;
        }

        return count;
    }

    private static Value UrlEncode(Value input, CallArguments arguments)
    {
        static string Quote(Value value, bool isQuery)
        {
            var text = Uri.EscapeDataString(value.ToText());
            return isQuery ? text.Replace("%20", "+", StringComparison.Ordinal) : text.Replace("%2F", "/", StringComparison.Ordinal);
        }

        if (input.IsString || !PythonSequences.IsIterable(input)) return Quote(input, isQuery: false);
        var pairs = new DictValue();
        DictMethods.AddAll(pairs, input, arguments.Context);
        return string.Join('&', pairs.Select(pair => $"{Quote(pair.Key, isQuery: true)}={Quote(pair.Value, isQuery: true)}"));
    }
}
