using System.Text;
using CareTally.Templating.Values;

namespace CareTally.Templating.BuiltIns;

/// <summary>Methods that look for, cut off or add parts.</summary>
internal static partial class StringMethods
{
    public static string Strip(string text, string? characters, bool left, bool right)
    {
        var (start, end) = (0, text.Length);
        bool IsStripped(char c) => characters is null ? PythonStrings.IsSpace(c) : characters.Contains(c, StringComparison.Ordinal);
        while (left && start < end && IsStripped(text[start])) start++;
        while (right && end > start && IsStripped(text[end - 1])) end--;
        return text[start..end];
    }

    public static Value Center(string text, long width, string fill, Meter meter)
    {
        var length = PythonStrings.Length(text);
        if (width <= length) return text;
        meter.Text(width);
        var missing = (int)(width - length);

        // Python puts the odd one to the left only where the width is odd as well.
        var before = missing / 2 + (missing & (int)width & 1);
        return new StringBuilder().Insert(0, fill, before).Append(text).Insert(before * fill.Length + text.Length, fill, missing - before).ToString();
    }

    private static Value Strip(Value self, CallArguments arguments, string name, bool left, bool right)
    {
        var characters = arguments.Bind(name, "chars?")[0];
        return Strip(self.AsString, characters.IsUndefined || characters.IsNone ? null : Methods.Text(characters, name + "()"), left, right);
    }

    private static Value Pad(Value self, CallArguments arguments, string name, Side side)
    {
        var (width, fill) = arguments.Bind(name, "width", "fillchar?");
        var filler = fill.IsUndefined ? " " : Methods.Text(fill, name + "()");
        if (PythonStrings.Length(filler) != 1) throw ValueException.Type("The fill character must be exactly one character long");
        var wanted = Methods.Integer(width);
        if (side == Side.Both) return Center(self.AsString, wanted, filler, arguments.Context.Meter);
        var missing = wanted - PythonStrings.Length(self.AsString);
        if (missing <= 0) return self.AsString;
        arguments.Context.Meter.Text(wanted);
        var padding = new StringBuilder().Insert(0, filler, (int)missing).ToString();
        return side == Side.Left ? padding + self.AsString : self.AsString + padding;
    }

    private static Value ZeroFill(Value self, CallArguments arguments)
    {
        var text = self.AsString;
        var width = Methods.Integer(arguments.Bind("zfill", "width")[0]);
        if (width <= text.Length) return text;
        arguments.Context.Meter.Text(width);
        var sign = text.StartsWith('-') || text.StartsWith('+') ? 1 : 0;
        return text[..sign] + text[sign..].PadLeft((int)width - sign, '0');
    }

    private static Value ExpandTabs(Value self, CallArguments arguments)
    {
        var size = Methods.Integer(arguments.Bind("expandtabs", "tabsize?")[0], 8);
        arguments.Context.Meter.Text(self.AsString.Count(c => c == '\t') * Math.Max(0, size) + self.AsString.Length);
        var result = new StringBuilder();
        long column = 0;
        foreach (var c in self.AsString)
        {
            if (c == '\t')
            {
                var spaces = size > 0 ? size - column % size : 0;
                result.Append(' ', (int)spaces);
                column += spaces;
            }
            else
            {
                result.Append(c);
                column = c is '\n' or '\r' ? 0 : column + 1;
            }
        }

        return result.ToString();
    }

    private static Value Affix(Value self, CallArguments arguments, string name, Func<string, string, bool> test)
    {
        var (affix, start, end) = arguments.Bind(name, "affix", "start?", "end?");
        var text = Part(self.AsString, start, end, out _);
        if (text is null) return false;
        if (affix.As<TupleValue>() is { } choices) return choices.Any(choice => test(text, Methods.Text(choice, name + "()")));
        if (affix.TryGetString(out var only)) return test(text, only);
        throw ValueException.Type($"{name} first arg must be str or a tuple of str, not {affix.TypeName}");
    }

    // The part between two positions; null where the start lies beyond the end.
    private static string? Part(string text, Value start, Value end, out int offset)
    {
        var length = PythonStrings.Length(text);
        var positions = SlicePositions.Of(length, start.Or(Value.None), end.Or(Value.None), Value.None);
        offset = (int)positions.Start;
        if (!start.Or(Value.None).IsNone && Methods.Integer(start) > length) return null;
        var from = PythonStrings.OffsetOf(text, offset);
        return text.Substring(from, PythonStrings.OffsetOf(text[from..], positions.Count));
    }

    private static Value Find(Value self, CallArguments arguments, string name, bool fromEnd)
    {
        var (wanted, start, end) = arguments.Bind(name, "sub", "start?", "end?");
        var part = Part(self.AsString, start, end, out var offset);
        if (part is null) return -1;
        var text = Methods.Text(wanted, name + "()");
        var found = fromEnd ? part.LastIndexOf(text, StringComparison.Ordinal) : part.IndexOf(text, StringComparison.Ordinal);
        return found < 0 ? -1 : offset + PythonStrings.PositionOf(part, found);
    }

    private static Value Require(Value position) =>
        position.AsLong >= 0 ? position : throw ValueException.Invalid("substring not found");

    private static Value Count(Value self, CallArguments arguments)
    {
        var (wanted, start, end) = arguments.Bind("count", "sub", "start?", "end?");
        var part = Part(self.AsString, start, end, out _);
        if (part is null) return 0;
        var text = Methods.Text(wanted, "count()");
        return text.Length == 0 ? PythonStrings.Length(part) + 1 : part.AsSpan().Count(text);
    }

    private static Value Remove(Value self, CallArguments arguments, string name, bool isPrefix)
    {
        var text = self.AsString;
        var affix = Methods.Text(arguments.Bind(name, "affix")[0], name + "()");
        if (isPrefix) return text.StartsWith(affix, StringComparison.Ordinal) ? text[affix.Length..] : text;
        return text.EndsWith(affix, StringComparison.Ordinal) ? text[..^affix.Length] : text;
    }

    private static Value Partition(Value self, CallArguments arguments, string name, bool fromEnd)
    {
        var text = self.AsString;
        var separator = Separator(arguments.Bind(name, "sep")[0], name);
        var found = fromEnd ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        if (found < 0) return Value.Of(fromEnd ? new TupleValue(["", "", text]) : new TupleValue([text, "", ""]));
        return Value.Of(new TupleValue([text[..found], separator, text[(found + separator.Length)..]]));
    }

    private static string Separator(Value value, string name)
    {
        var separator = Methods.Text(value, name + "()");
        return separator.Length > 0 ? separator : throw ValueException.Invalid("empty separator");
    }

    private static Value Split(Value self, CallArguments arguments, string name, bool fromEnd)
    {
        var (separator, maximum) = arguments.Bind(name, "sep?", "maxsplit?");
        var limit = Methods.Integer(maximum, -1);
        var text = self.AsString;
        arguments.Context.Meter.Items(text.Length);
        if (separator.IsUndefined || separator.IsNone)
            return Value.Of(fromEnd && limit >= 0 ? SplitSpaceFromEnd(text, limit) : PythonStrings.SplitSpace(text, limit));
        var by = Separator(separator, name);
        var count = limit < 0 || limit > int.MaxValue - 1 ? int.MaxValue : (int)limit + 1;
        return Value.Of(fromEnd && count != int.MaxValue ? SplitFromEnd(text, by, count) : text.Split(by, count));
    }

    private static List<string> SplitFromEnd(string text, string by, int count)
    {
        var parts = new List<string>();
        while (parts.Count < count - 1 && text.LastIndexOf(by, StringComparison.Ordinal) is var found && found >= 0)
        {
            parts.Add(text[(found + by.Length)..]);
            text = text[..found];
        }

        parts.Add(text);
        parts.Reverse();
        return parts;
    }

    private static List<string> SplitSpaceFromEnd(string text, long limit)
    {
        var parts = new List<string>();
        var end = text.Length;
        while (true)
        {
            while (end > 0 && PythonStrings.IsSpace(text[end - 1])) end--;
            if (end == 0) break;
            if (parts.Count == limit)
            {
                parts.Add(text[..end]);
                break;
            }

            var start = end;
            while (start > 0 && !PythonStrings.IsSpace(text[start - 1])) start--;
            parts.Add(text[start..end]);
            end = start;
        }

        parts.Reverse();
        return parts;
    }
}
