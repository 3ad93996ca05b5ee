using System.Globalization;
using System.Numerics;
using System.Text;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Templating.Parsing;

/// <summary>Reads numbers and strings as Python does.</summary>
internal static class Literals
{
    // Python's own limit on converting decimal text to an integer.
    private const int MostDigits = 4300;

    public static Value Number(SourceSpan span, bool isFloat)
    {
        if (!isFloat && span.Length == 1) return span.Source.Text[span.Start] - '0';
        var text = span.Text.Replace("_", "", StringComparison.Ordinal);
        if (text.Length > MostDigits) throw Invalid(span, $"a number of more than {MostDigits} digits");
        if (isFloat) return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        var radix = text.Length > 1 && text[0] == '0' ? char.ToLowerInvariant(text[1]) : '\0';
        return radix switch
        {
            'x' => Value.Of(BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)),
            'o' => Value.Of(text[2..].Aggregate(BigInteger.Zero, (sum, digit) => sum * 8 + (digit - '0'))),
            'b' => Value.Of(text[2..].Aggregate(BigInteger.Zero, (sum, digit) => sum * 2 + (digit - '0'))),
            _ when radix != '\0' && text.AsSpan().TrimStart('0').Length > 0 => throw Invalid(span, "a number cannot begin with 0"),
            _ when text.Length < 19 => long.Parse(text, CultureInfo.InvariantCulture),
            _ => Value.Of(BigInteger.Parse(text, CultureInfo.InvariantCulture)),
        };
    }

    /// <summary>The text of a string with its quotes, escapes resolved; an unknown escape stands for itself.</summary>
    public static string String(SourceSpan span, NameCache cache)
    {
        var text = span.Source.Text.AsSpan(span.Start + 1, span.Length - 2);
        if (text.IndexOfAny('\\', '\r') < 0) return cache.TextOf(text);
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\r')
            {
                result.Append('\n');
                if (i + 1 < text.Length && text[i + 1] == '\n') i++;
            }
            else if (text[i] != '\\')
            {
                result.Append(text[i]);
            }
            else
            {
                i += Escape(text[(i + 1)..], result, span);
            }
        }

        return result.ToString();
    }

    // Returns how many characters after the backslash belong to the escape.
    private static int Escape(ReadOnlySpan<char> rest, StringBuilder result, SourceSpan span)
    {
        switch (rest[0])
        {
            case '\r':
                return rest.Length > 1 && rest[1] == '\n' ? 2 : 1;
            case '\n':
                return 1;
            case 'x':
                return Hex(rest, 2, result, span);
            case 'u':
                return Hex(rest, 4, result, span);
            case 'U':
                return Hex(rest, 8, result, span);
            case >= '0' and <= '7':
                return Octal(rest, result);
        }

        const string Letters = "\\'\"abfnrtv";
        const string Meanings = "\\'\"\a\b\f\n\r\t\v";
        var index = Letters.IndexOf(rest[0]);
        if (index >= 0) result.Append(Meanings[index]);
        else result.Append('\\').Append(rest[0]);
        return 1;
    }

    private static int Octal(ReadOnlySpan<char> rest, StringBuilder result)
    {
        var (length, code) = (0, 0);
        while (length < 3 && length < rest.Length && rest[length] is >= '0' and <= '7') code = code * 8 + (rest[length++] - '0');
        result.Append((char)code);
        return length;
    }

    private static int Hex(ReadOnlySpan<char> rest, int digits, StringBuilder result, SourceSpan span)
    {
        if (rest.Length <= digits || !uint.TryParse(rest.Slice(1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            throw Invalid(span, $"'\\{rest[0]}' needs {digits} hexadecimal digits");
        if (code > 0x10FFFF) throw Invalid(span, $"there is no character U+{code:X}");
        if (code <= 0xFFFF) result.Append((char)code);
        else result.Append(char.ConvertFromUtf32((int)code));
        return digits + 1;
    }

    private static TemplateException Invalid(SourceSpan span, string what) => new(TemplateProblems.InvalidLiteral, span, what);
}
