using System.Globalization;
using System.Numerics;
using System.Text;
using CareTally.Templating.Values;

namespace CareTally.Templating.BuiltIns;

/// <summary>How to write one value: Python's format specification, for <c>str.format</c> and for <c>%</c>.</summary>
internal sealed record FormatSpec
{
    public string Fill { get; init; } = " ";

    /// <summary>One of <c>&lt; &gt; ^ =</c>; null for the type's own.</summary>
    public char? Align { get; init; }

    /// <summary>One of <c>+ -</c> and space.</summary>
    public char Sign { get; init; } = '-';

    public bool IsAlternate { get; init; }

    public int Width { get; init; }

    /// <summary>The separator of thousands, or null.</summary>
    public char? Grouping { get; init; }

    public int? Precision { get; init; }

    /// <summary>The letter at the end; null where there is none.</summary>
    public char? Type { get; init; }

    // Far beyond what a number has; the work grows with the square.
    private const int MostDigits = 5_000;

    public static FormatSpec Parse(string text)
    {
        var spec = new FormatSpec();
        var i = 0;
        var fill = text.Length > 0 ? PythonStrings.OffsetOf(text, 1) : 0;
        if (fill < text.Length && "<>=^".Contains(text[fill], StringComparison.Ordinal))
        {
            spec = spec with { Fill = text[..fill], Align = text[fill] };
            i = fill + 1;
        }
        else if (i < text.Length && "<>=^".Contains(text[i], StringComparison.Ordinal))
        {
            spec = spec with { Align = text[i++] };
        }

        if (i < text.Length && "+- ".Contains(text[i], StringComparison.Ordinal)) spec = spec with { Sign = text[i++] };
        if (i < text.Length && text[i] == '#') (spec, i) = (spec with { IsAlternate = true }, i + 1);
        if (i < text.Length && text[i] == '0') (spec, i) = (spec.Align is null ? spec with { Fill = "0", Align = '=' } : spec, i + 1);
        spec = spec with { Width = ReadNumber(text, ref i) ?? 0 };
        if (i < text.Length && text[i] is ',' or '_') spec = spec with { Grouping = text[i++] };
        if (i < text.Length && text[i] == '.')
        {
            i++;
            spec = spec with { Precision = ReadNumber(text, ref i) ?? throw ValueException.Invalid("Format specifier missing precision") };
        }

        if (i < text.Length) spec = spec with { Type = text[i++] };
        return i == text.Length ? spec : throw ValueException.Invalid("Invalid format specifier");
    }

    public string Apply(Value value, Meter meter)
    {
        meter.Text(Math.Max(Width, Precision ?? 0));
        if (value.IsString) return ApplyToText(value.AsString);
        if (value.IsFloat) return ApplyToFloat(value.AsDouble);
        if (!value.IsNumber) throw ValueException.Type($"unsupported format string passed to {value.TypeName}.__format__");
        return Type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%' ? ApplyToFloat(value.AsDouble) : ApplyToInteger(value.AsBigInteger);
    }

    public string ApplyToText(string text)
    {
        if (Type is not (null or 's')) throw UnknownCode("str");
        if (Align == '=' && Fill != "0") throw ValueException.Invalid("'=' alignment not allowed in string format specifier");
        if (Precision is { } precision) text = text[..PythonStrings.OffsetOf(text, precision)];
        return Pad("", text, Align == '=' ? '<' : Align ?? '<');
    }

    public string ApplyToInteger(BigInteger value)
    {
        if (Precision is not null) throw ValueException.Invalid("Precision not allowed in integer format specifier");
        if (Type == 'c') return Pad("", Character(value), Align ?? '<');
        var size = BigInteger.Abs(value);
        if (size.GetBitLength() > 3 * MostDigits) throw TooManyDigits();
        var (digits, prefix) = Type switch
        {
            null or 'd' or 'n' => (Value.Of(size).ToText(), ""),
            'x' => (Hex(size), "0x"),
            'X' => (Hex(size).ToUpperInvariant(), "0X"),
            'o' => (Digits(size, 3), "0o"),
            'b' => (Digits(size, 1), "0b"),
            _ => throw UnknownCode("int"),
        };
        return Finish(value.Sign < 0, IsAlternate ? prefix : "", digits, "", Type is 'x' or 'X' or 'o' or 'b' ? 4 : 3);
    }

    /// <summary>The character of a code point.</summary>
    public static string Character(BigInteger code) =>
        code < 0 || code > 0x10FFFF ? throw new ValueException(TemplateProblems.Overflow, "%c arg not in range(0x110000)")
        : code <= 0xFFFF ? ((char)(int)code).ToString()
        : char.ConvertFromUtf32((int)code);

    public string ApplyToFloat(double value)
    {
        if (Precision > MostDigits) throw TooManyDigits();
        var (isNegative, size) = (double.IsNegative(value) && !double.IsNaN(value), Math.Abs(value));
        if (!double.IsFinite(value))
        {
            var word = double.IsNaN(value) ? "nan" : "inf";
            if (Type is 'E' or 'F' or 'G') word = word.ToUpperInvariant();
            if (Type == '%') word += "%";
            return (this with { Fill = Fill == "0" ? " " : Fill }).Finish(isNegative, "", word, "", 3);
        }

        var text = Type switch
        {
            null when Precision is null => Value.Of(size).ToText(),
            null => General(size, Math.Max(1, Precision!.Value), isRepr: true),
            'f' or 'F' => Fixed(size, Precision ?? 6),
            '%' => Fixed(size * 100, Precision ?? 6) + "%",
            'e' or 'E' => Scientific(size, Precision ?? 6),
            'g' or 'G' or 'n' => General(size, Math.Max(1, Precision ?? 6), isRepr: false),
            _ => throw UnknownCode("float"),
        };
        if (Type is 'E' or 'G') text = text.ToUpperInvariant();
        var whole = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (whole < 0) whole = text.Length;
        return Finish(isNegative, "", text[..whole], text[whole..], 3);
    }

    private static ValueException TooManyDigits() =>
        new(TemplateProblems.TooLarge, $"a number of more than {MostDigits:N0} digits cannot be formatted");

    private static int? ReadNumber(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position])) position++;
        if (position == start) return null;
        return position - start < 10
            ? int.Parse(text.AsSpan(start, position - start), CultureInfo.InvariantCulture)
            : throw ValueException.Invalid("Too many decimal digits in format string");
    }

    private ValueException UnknownCode(string type) =>
        ValueException.Invalid($"Unknown format code '{Type}' for object of type '{type}'");

    private static string Hex(BigInteger size)
    {
        var text = size.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return text.Length == 0 ? "0" : text;
    }

    private static string Digits(BigInteger size, int bits)
    {
        if (size.IsZero) return "0";
        var result = new StringBuilder();
        for (; !size.IsZero; size >>= bits) result.Insert(0, (char)('0' + (int)(size & ((1 << bits) - 1))));
        return result.ToString();
    }

    private static string Fixed(double size, int precision)
    {
        var digits = PythonNumbers.RoundScaled(size, precision).ToString(CultureInfo.InvariantCulture).PadLeft(precision + 1, '0');
        return precision == 0 ? digits : digits[..^precision] + "." + digits[^precision..];
    }

    private static string Scientific(double size, int precision)
    {
        var (digits, exponent) = Significant(size, precision + 1);
        var mantissa = precision == 0 ? digits : digits[..1] + "." + digits[1..];
        return mantissa + Exponent(exponent);
    }

    private string General(double size, int precision, bool isRepr)
    {
        var (digits, exponent) = Significant(size, precision);
        var trimmed = IsAlternate ? digits : digits.TrimEnd('0') is { Length: > 0 } some ? some : "0";

        // Without a type letter there is always a fraction, and one digit less before the exponent is used.
        if (exponent < -4 || exponent >= (isRepr ? precision - 1 : precision))
            return (trimmed.Length == 1 ? trimmed : trimmed[..1] + "." + trimmed[1..]) + Exponent(exponent);
        if (exponent < 0) return "0." + new string('0', -exponent - 1) + trimmed;
        var whole = trimmed.PadRight(exponent + 1, '0');
        if (whole.Length > exponent + 1) return whole[..(exponent + 1)] + "." + whole[(exponent + 1)..];
        return isRepr ? whole + ".0" : whole;
    }

    private static string Exponent(int exponent) =>
        string.Create(CultureInfo.InvariantCulture, $"e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");

    // A number of significant digits, correctly rounded, and the exponent of the first.
    private static (string Digits, int Exponent) Significant(double size, int count)
    {
        if (size == 0) return (new string('0', count), 0);
        var exponent = (int)Math.Floor(Math.Log10(size));
        var digits = PythonNumbers.RoundScaled(size, count - 1 - exponent).ToString(CultureInfo.InvariantCulture);
        if (digits.Length == count) return (digits, exponent);

        // The logarithm was one off, or rounding carried.
        exponent += digits.Length - count;
        return (PythonNumbers.RoundScaled(size, count - 1 - exponent).ToString(CultureInfo.InvariantCulture), exponent);
    }

    private string Finish(bool isNegative, string prefix, string whole, string rest, int groupSize)
    {
        var sign = isNegative ? "-" : Sign is '+' or ' ' ? Sign.ToString() : "";
        if (Grouping is { } separator) whole = Group(whole, separator, groupSize, Align == '=' && Fill == "0" ? Width - sign.Length - prefix.Length - rest.Length : 0);
        return Pad(sign + prefix, whole + rest, Align ?? '>');
    }

    // Zeros that fill the width are grouped as well.
    private static string Group(string digits, char separator, int size, int width)
    {
        while (digits.Length + (digits.Length - 1) / size < width) digits = "0" + digits;
        var result = new StringBuilder(digits);
        for (var i = digits.Length - size; i > 0; i -= size) result.Insert(i, separator);
        return result.ToString();
    }

    private string Pad(string sign, string text, char align)
    {
        var missing = Width - sign.Length - PythonStrings.Length(text);
        if (missing <= 0) return sign + text;
        string Filler(int count) => Fill.Length == 1 ? new string(Fill[0], count) : new StringBuilder().Insert(0, Fill, count).ToString();
        return align switch
        {
            '<' => sign + text + Filler(missing),
            '^' => Filler(missing / 2) + sign + text + Filler(missing - missing / 2),
            '=' => sign + Filler(missing) + text,
            _ => Filler(missing) + sign + text,
        };
    }
}
