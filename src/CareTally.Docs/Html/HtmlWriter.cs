using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace CareTally.Docs.Html;

/// <summary>Markup that is safe to write as it stands.</summary>
/// <param name="Text">The markup.</param>
internal readonly record struct Markup(string Text)
{
    public static readonly Markup Empty = new("");

    /// <summary>Markup written in this program, with everything put into it escaped.</summary>
    public static Markup Of(FormattedMarkup content) => new(content.ToText());

    /// <summary>Text, escaped.</summary>
    public static Markup Escaped(string text) => new(Escaping.Escape(text));

    public override string ToString() => Text;
}

/// <summary>
/// Writes markup. The literal parts of an interpolated string are markup and can only come from this program's source;
/// what is put into them is escaped, unless it is <see cref="Markup"/>. So nothing a user wrote can become markup.
/// </summary>
internal sealed class HtmlWriter
{
    public HtmlWriter(int capacity = 4096) => Buffer = new StringBuilder(capacity);

    internal StringBuilder Buffer { get; }

    /// <summary>Writes an interpolated string: the handler has written it already.</summary>
    public HtmlWriter Add([InterpolatedStringHandlerArgument("")] AppendedMarkup content)
    {
        _ = content;
        return this;
    }

    public HtmlWriter Add(Markup markup)
    {
        Buffer.Append(markup.Text);
        return this;
    }

    public override string ToString() => Buffer.ToString();

    public Markup ToMarkup() => new(Buffer.ToString());
}

/// <summary>What an interpolated string becomes when it is given to <see cref="HtmlWriter.Add(AppendedMarkup)"/>.</summary>
[InterpolatedStringHandler]
internal readonly struct AppendedMarkup
{
    private readonly StringBuilder _text;

    public AppendedMarkup(int literalLength, int formattedCount, HtmlWriter writer)
    {
        _ = (literalLength, formattedCount);
        _text = writer.Buffer;
    }

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(string? text) => Escaping.Append(_text, text);

    public void AppendFormatted(Markup markup) => _text.Append(markup.Text);

    public void AppendFormatted(long number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

    public void AppendFormatted(double number) => _text.Append(Escaping.Coordinate(number));
}

/// <summary>What an interpolated string becomes when it is given to <see cref="Markup.Of"/>.</summary>
[InterpolatedStringHandler]
internal readonly struct FormattedMarkup
{
    private readonly StringBuilder _text;

    public FormattedMarkup(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 16));

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(string? text) => Escaping.Append(_text, text);

    public void AppendFormatted(Markup markup) => _text.Append(markup.Text);

    public void AppendFormatted(long number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

    public void AppendFormatted(double number) => _text.Append(Escaping.Coordinate(number));

    internal string ToText() => _text.ToString();
}

/// <summary>The one place where text becomes markup.</summary>
internal static class Escaping
{
    // Control characters that HTML does not allow are shown as the replacement character.
    private static readonly SearchValues<char> Special = SearchValues.Create(
        "&<>\"'\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\v\f\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f");

    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny(Special) < 0) return text;
        var result = new StringBuilder(text.Length + 16);
        Append(result, text);
        return result.ToString();
    }

    public static void Append(StringBuilder target, ReadOnlySpan<char> text)
    {
        for (var next = text.IndexOfAny(Special); next >= 0; next = text.IndexOfAny(Special))
        {
            target.Append(text[..next]).Append(Replacement(text[next]));
            text = text[(next + 1)..];
        }

        target.Append(text);
    }

    /// <summary>A number as SVG wants it: one decimal at most.</summary>
    public static string Coordinate(double number) => Math.Round(number, 1, MidpointRounding.AwayFromZero).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Replacement(char c) => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => "\uFFFD",
    };
}
