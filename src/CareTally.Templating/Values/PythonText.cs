using System.Globalization;
using System.Numerics;
using System.Text;

namespace CareTally.Templating.Values;

/// <summary>Python's <c>str()</c> and <c>repr()</c>.</summary>
internal static class PythonText
{
    // A small value can be printed very long: [a, a] where a is [b, b], and so on.
    private const int LongestRepr = 4_000_000;

    public static string Of(Value value) => value.Kind switch
    {
        ValueKind.None => "None",
        ValueKind.Bool => value.AsBool ? "True" : "False",
        ValueKind.Int => value.TryGetLong(out var number) ? number.ToString(CultureInfo.InvariantCulture) : OfBig(value.AsBigInteger),
        ValueKind.Float => OfFloat(value.AsDouble),
        ValueKind.String => value.AsString,
        _ => value.AsObject!.ToText(),
    };

    public static string ReprOf(Value value)
    {
        if (value.IsString) return Quote(value.AsString);
        if (value.Kind is not (ValueKind.List or ValueKind.Tuple or ValueKind.Dict or ValueKind.Set))
            return value.AsObject is { } other ? other.ToRepr() : Of(value);
        var writer = new ReprWriter();
        writer.Write(value);
        var text = writer.ToString();
        Meter.Work(text.Length);
        return text;
    }

    public static string OfFloat(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        var (digits, exponent) = Decompose(value.ToString("R", CultureInfo.InvariantCulture));
        var result = exponent is >= -4 and < 16 ? Positional(digits, exponent) : Scientific(digits, exponent);
        return double.IsNegative(value) ? "-" + result : result;
    }

    /// <summary>A string in quotes, as Python's <c>repr</c> writes it.</summary>
    public static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2);
        AppendQuoted(result, text);
        return result.ToString();
    }

    private static string OfBig(BigInteger value)
    {
        // Python refuses as well: the time grows with the square of the length.
        if (value.GetBitLength() > 14_300) throw ValueException.Invalid("the integer is too long to be printed: more than 4300 digits");
        return value.ToString(CultureInfo.InvariantCulture);
    }

    // The significant digits without zeros around them, and the exponent of the first one.
    private static (string Digits, int Exponent) Decompose(string shortest)
    {
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = (mark < 0 ? shortest : shortest[..mark]).TrimStart('-');
        var exponent = mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa : mantissa[..point];
        var digits = point < 0 ? whole : whole + mantissa[(point + 1)..];
        var leading = digits.Length - digits.TrimStart('0').Length;
        if (leading == digits.Length) return ("0", 0);
        return (digits.Trim('0'), exponent + whole.Length - 1 - leading);
    }

    private static string Positional(string digits, int exponent)
    {
        if (exponent < 0) return "0." + new string('0', -exponent - 1) + digits;
        if (digits.Length <= exponent + 1) return digits + new string('0', exponent + 1 - digits.Length) + ".0";
        return digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    private static string Scientific(string digits, int exponent)
    {
        var mantissa = digits.Length == 1 ? digits : digits[..1] + "." + digits[1..];
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    private static void AppendQuoted(StringBuilder result, string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        result.Append(quote);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == quote || c == '\\') result.Append('\\').Append(c);
            else if (c is >= ' ' and < '\u007f') result.Append(c);
            else i += AppendSpecial(result, text, i);
        }

        result.Append(quote);
    }

    // Returns how many further characters were used (1 for a surrogate pair).
    private static int AppendSpecial(StringBuilder result, string text, int index)
    {
        var c = text[index];
        if (c is '\n' or '\r' or '\t')
        {
            result.Append('\\').Append(c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
            return 0;
        }

        if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            var code = char.ConvertToUtf32(c, text[index + 1]);
            if (IsPrintable(CharUnicodeInfo.GetUnicodeCategory(code))) result.Append(c).Append(text[index + 1]);
            else result.Append(CultureInfo.InvariantCulture, $"\\U{code:x8}");
            return 1;
        }

        if (IsPrintable(CharUnicodeInfo.GetUnicodeCategory(c))) result.Append(c);
        else if (c < 256) result.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
        else result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        return 0;
    }

    private static bool IsPrintable(UnicodeCategory category) => category is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    /// <summary>Writes containers, however they contain each other.</summary>
    private sealed class ReprWriter
    {
        private readonly StringBuilder _text = new();
        private readonly List<ObjectValue> _inside = [];

        public override string ToString() => _text.ToString();

        public void Write(Value value)
        {
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            if (_text.Length > LongestRepr)
                throw new ValueException(TemplateProblems.TooLarge, $"the value makes a text of more than {LongestRepr:N0} characters");
            switch (value.Kind)
            {
                case ValueKind.String:
                    AppendQuoted(_text, value.AsString);
                    break;
                case ValueKind.List or ValueKind.Tuple or ValueKind.Dict or ValueKind.Set:
                    WriteContainer(value.AsObject!);
                    break;
                default:
                    _text.Append(value.AsObject is { } other ? other.ToRepr() : Of(value));
                    break;
            }
        }

        private void WriteContainer(ObjectValue container)
        {
            var (open, close) = container switch
            {
                ListValue => ("[", "]"),
                TupleValue => ("(", ")"),
                SetValue { Count: 0 } => ("set(", ")"),
                _ => ("{", "}"),
            };
            if (_inside.Exists(outer => ReferenceEquals(outer, container)))
            {
                _text.Append(open).Append("...").Append(close);
                return;
            }

            _inside.Add(container);
            _text.Append(open);
            if (container is DictValue dict) WriteEntries(dict);
            else WriteItems(container);
            if (container is TupleValue { Count: 1 }) _text.Append(',');
            _text.Append(close);
            _inside.RemoveAt(_inside.Count - 1);
        }

        private void WriteItems(ObjectValue container)
        {
            var isFirst = true;
            foreach (var item in container.Items!)
            {
                if (!isFirst) _text.Append(", ");
                isFirst = false;
                Write(item);
            }
        }

        private void WriteEntries(DictValue dict)
        {
            var isFirst = true;
            foreach (var (key, value) in dict.Inner)
            {
                if (!isFirst) _text.Append(", ");
                isFirst = false;
                Write(key);
                _text.Append(": ");
                Write(value);
            }
        }
    }
}
