using CareTally.Diagnostics;

namespace CareTally.Templating.Parsing;

/// <summary>
/// Cuts a template into tokens, whitespace control done. Carriage returns are left in the text tokens: the parser, which
/// makes nodes of them, treats them as Jinja does.
/// </summary>
internal sealed partial class Lexer
{
    private readonly SourceText _source;
    private readonly string _text;
    private readonly int _end;
    private readonly TokenList _tokens;

    // Where the brackets stand that are still open in the tag, innermost last.
    private int[] _open = [];
    private int _openCount;
    private int _position;

    // Text from here on has not been given out yet: it may still lose whitespace at its end.
    private int _textStart;

    private Lexer(SourceText source, TokenList tokens)
    {
        _source = source;
        _text = source.Text;
        _end = _text.EndsWith("\r\n", StringComparison.Ordinal) ? _text.Length - 2
            : _text.EndsWith('\n') || _text.EndsWith('\r') ? _text.Length - 1 : _text.Length;
        _tokens = tokens;
    }

    public static void Tokenize(SourceText source, TokenList tokens) => new Lexer(source, tokens).Run();

    private void Run()
    {
        while (true)
        {
            var next = FindTag();
            if (next < 0) break;
            Dispatch(next);
        }

        AddText(_end);
        _tokens.Add(TokenKind.End, _end, _end);
    }

    // The next "{{", "{%" or "{#".
    private int FindTag()
    {
        for (var from = _position; ;)
        {
            var brace = _text.IndexOf('{', from, Math.Max(0, _end - from));
            if (brace < 0 || brace + 1 >= _end) return -1;
            if (_text[brace + 1] is '{' or '%' or '#') return brace;
            from = brace + 1;
        }
    }

    private void Dispatch(int start)
    {
        var inside = start + 2;
        var control = inside < _end ? _text[inside] : '\0';
        var kind = _text[start + 1];
        if (control == '-') TrimTextBefore(start);
        else AddText(start);
        if (control == '-' || control == '+' && kind != '{') inside++;

        if (kind == '#') SkipComment(start, inside);
        else if (kind == '{') LexInside(start, inside, TokenKind.OutputBegin);
        else if (!TryLexRaw(start, inside)) LexInside(start, inside, TokenKind.TagBegin);
    }

    private void AddText(int end)
    {
        if (end > _textStart) _tokens.Add(TokenKind.Text, _textStart, end);
    }

    private void TrimTextBefore(int start)
    {
        var end = start;
        while (end > _textStart && char.IsWhiteSpace(_text[end - 1])) end--;
        AddText(end);
    }

    private void ContinueAfter(int position, bool trim)
    {
        if (trim)
        {
            while (position < _end && char.IsWhiteSpace(_text[position])) position++;
        }

        // A tag may end in what would have been the stripped last newline.
        _position = _textStart = Math.Min(position, _end);
    }

    private void SkipComment(int start, int inside)
    {
        var close = _text.IndexOf("#}", inside, Math.Max(0, _end - inside), StringComparison.Ordinal);
        if (close < 0) throw Fail(TemplateProblems.UnclosedComment, start, 2);
        ContinueAfter(close + 2, trim: close > inside && _text[close - 1] == '-');
    }

    private bool TryLexRaw(int start, int inside)
    {
        if (!TryReadTag("raw", inside, out var contentStart, out var trimContent)) return false;
        ContinueAfter(contentStart, trimContent);
        for (var from = _position; ;)
        {
            var tag = _text.IndexOf("{%", from, Math.Max(0, _end - from), StringComparison.Ordinal);
            if (tag < 0) throw Fail(TemplateProblems.UnclosedBlock, start, contentStart - start, "raw", "'{% endraw %}'");
            var name = tag + 2 < _end && _text[tag + 2] is '-' or '+' ? tag + 3 : tag + 2;
            if (TryReadTag("endraw", name, out var after, out var trimAfter))
            {
                if (_text[tag + 2] == '-') TrimTextBefore(tag);
                else AddText(tag);
                ContinueAfter(after, trimAfter);
                return true;
            }

            from = tag + 2;
        }
    }

    // Reads `name %}` or `name -%}`.
    private bool TryReadTag(string name, int position, out int after, out bool trim)
    {
        (after, trim) = (0, false);
        position = SkipSpace(position);
        if (string.CompareOrdinal(_text, position, name, 0, name.Length) != 0) return false;
        position = SkipSpace(position + name.Length);
        if (position < _end && _text[position] is '-' or '+') trim = _text[position++] == '-';
        if (position + 1 >= _text.Length || _text[position] != '%' || _text[position + 1] != '}') return false;
        after = position + 2;
        return true;
    }

    private int SkipSpace(int position)
    {
        while (position < _end && char.IsWhiteSpace(_text[position])) position++;
        return position;
    }

    private void LexInside(int start, int inside, TokenKind begin)
    {
        _tokens.Add(begin, start, inside);
        var first = _tokens.Count;
        _position = inside;
        _openCount = 0;
        while (!TryEndTag(begin))
        {
            if (_position >= _end) throw Unclosed(start, begin);
            LexToken();
            _position = SkipSpace(_position);
        }

        if (begin == TokenKind.TagBegin && first < _tokens.Count && IsDocs(_tokens[first])) LexDocs();
    }

    private TemplateException Unclosed(int start, TokenKind begin)
    {
        return _openCount == 0
            ? Fail(TemplateProblems.UnclosedTag, start, 2, begin == TokenKind.OutputBegin ? "}}" : "%}")
            : Fail(TemplateProblems.UnclosedTag, _open[_openCount - 1], 1, ClosingOfInnermost);
    }

    private bool TryEndTag(TokenKind begin)
    {
        _position = SkipSpace(_position);
        if (_openCount > 0 || _position >= _end) return false;
        var mark = _text[_position];
        var control = mark == '-' || mark == '+' && begin == TokenKind.TagBegin;
        var close = control ? _position + 1 : _position;
        if (close + 1 >= _end || _text[close] != (begin == TokenKind.OutputBegin ? '}' : '%') || _text[close + 1] != '}') return false;
        _tokens.Add(begin == TokenKind.OutputBegin ? TokenKind.OutputEnd : TokenKind.TagEnd, _position, close + 2);
        ContinueAfter(close + 2, trim: mark == '-');
        return true;
    }

    private bool IsDocs(Token token) =>
        token.Kind == TokenKind.Name && _text.AsSpan(token.Start, token.End - token.Start).SequenceEqual("docs");

    // The text of a docs block is prose: what looks like a tag in it is none, except the end.
    private void LexDocs()
    {
        for (var from = _position; ;)
        {
            var tag = _text.IndexOf("{%", from, Math.Max(0, _end - from), StringComparison.Ordinal);
            var end = tag < 0 ? _end : tag;
            var name = tag >= 0 && tag + 2 < _end && _text[tag + 2] is '-' or '+' ? tag + 3 : tag + 2;
            if (tag < 0 || TryReadTag("enddocs", name, out _, out _))
            {
                _tokens.Add(TokenKind.RawText, _textStart, end);
                _position = _textStart = end;
                return;
            }

            from = tag + 2;
        }
    }

    private TemplateException Fail(DiagnosticKind kind, int start, int length, params object?[] arguments) =>
        new(kind, new SourceSpan(_source, start, length), arguments);
}
