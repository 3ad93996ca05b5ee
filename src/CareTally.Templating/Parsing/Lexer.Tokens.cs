using System.Globalization;

namespace CareTally.Templating.Parsing;

/// <summary>The tokens inside a tag.</summary>
internal sealed partial class Lexer
{
    private char Peek(int ahead = 0) => _position + ahead < _end ? _text[_position + ahead] : '\0';

    private void LexToken()
    {
        var c = Peek();
        if (char.IsAsciiDigit(c)) LexNumber();
        else if (IsNameCharacter(c)) LexName();
        else if (c is '\'' or '"') LexString(c);
        else LexOperator(c);
    }

    private static bool IsNameCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || c == '_' || c > 127 && (char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation);

    private void LexName()
    {
        var start = _position;
        while (IsNameCharacter(Peek())) _position++;
        _tokens.Add(TokenKind.Name, start, _position);
    }

    private void LexString(char quote)
    {
        var start = _position++;
        while (_position < _end && _text[_position] != quote) _position += _text[_position] == '\\' ? 2 : 1;
        if (_position >= _end) throw Fail(TemplateProblems.UnclosedString, start, 1, quote == '"' ? "'\"'" : "\"'\"");
        _position++;
        _tokens.Add(TokenKind.String, start, _position);
    }

    private void LexNumber()
    {
        var start = _position;
        var radix = Peek() == '0' ? char.ToLowerInvariant(Peek(1)) : '\0';
        if (radix is 'x' or 'o' or 'b' && IsDigitOf(radix, Peek(2) == '_' ? Peek(3) : Peek(2)))
        {
            _position += 2;
            while (IsDigitOf(radix, Peek()) || Peek() == '_' && IsDigitOf(radix, Peek(1))) _position++;
            _tokens.Add(TokenKind.Integer, start, _position);
            return;
        }

        SkipDigits();
        var isFloat = false;

        // In `a.0.1` the numbers are positions, not the fraction 0.1.
        if (Peek() == '.' && char.IsAsciiDigit(Peek(1)) && !(start > 0 && _text[start - 1] == '.'))
        {
            _position++;
            SkipDigits();
            isFloat = true;
        }

        if (TrySkipExponent()) isFloat = true;
        _tokens.Add(isFloat ? TokenKind.Float : TokenKind.Integer, start, _position);
    }

    private bool TrySkipExponent()
    {
        if (Peek() is not ('e' or 'E')) return false;
        var sign = Peek(1) is '+' or '-' ? 1 : 0;
        if (!char.IsAsciiDigit(Peek(1 + sign))) return false;
        _position += 1 + sign;
        SkipDigits();
        return true;
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek()) || Peek() == '_' && char.IsAsciiDigit(Peek(1))) _position++;
    }

    private static bool IsDigitOf(char radix, char c) => radix switch
    {
        'x' => char.IsAsciiHexDigit(c),
        'o' => c is >= '0' and <= '7',
        _ => c is '0' or '1',
    };

    private void LexOperator(char c)
    {
        var start = _position;
        var kind = TwoCharacters(c, Peek(1));
        var length = 2;
        if (kind == TokenKind.End) (kind, length) = (OneCharacter(c), 1);
        if (kind == TokenKind.End) throw Fail(TemplateProblems.UnexpectedCharacter, start, 1, Describe(c));
        Balance(kind, c, start);
        _position += length;
        _tokens.Add(kind, start, _position);
    }

    private static string Describe(char c) => c == '\'' ? "\"'\"" : char.IsControl(c) ? $"U+{(int)c:X4}" : $"'{c}'";

    private void Balance(TokenKind kind, char c, int start)
    {
        if (kind is TokenKind.LeftParenthesis or TokenKind.LeftBracket or TokenKind.LeftBrace)
        {
            if (_openCount == _open.Length) Array.Resize(ref _open, Math.Max(8, _openCount * 2));
            _open[_openCount++] = start;
        }
        else if (kind is TokenKind.RightParenthesis or TokenKind.RightBracket or TokenKind.RightBrace)
        {
            if (_openCount == 0) throw Fail(TemplateProblems.UnbalancedBracket, start, 1, c, ": nothing to close");
            if (ClosingOfInnermost != c) throw Fail(TemplateProblems.UnbalancedBracket, start, 1, c, $": expected '{ClosingOfInnermost}'");
            _openCount--;
        }
    }

    private char ClosingOfInnermost => _text[_open[_openCount - 1]] switch
    {
        '(' => ')',
        '[' => ']',
        _ => '}',
    };

    private static TokenKind TwoCharacters(char first, char second) => (first, second) switch
    {
        ('*', '*') => TokenKind.StarStar,
        ('/', '/') => TokenKind.SlashSlash,
        ('=', '=') => TokenKind.Equal,
        ('!', '=') => TokenKind.NotEqual,
        ('>', '=') => TokenKind.GreaterOrEqual,
        ('<', '=') => TokenKind.LessOrEqual,
        _ => TokenKind.End,
    };

    private static TokenKind OneCharacter(char c) => c switch
    {
        '+' => TokenKind.Plus,
        '-' => TokenKind.Minus,
        '*' => TokenKind.Star,
        '/' => TokenKind.Slash,
        '%' => TokenKind.Percent,
        '~' => TokenKind.Tilde,
        '[' => TokenKind.LeftBracket,
        ']' => TokenKind.RightBracket,
        '(' => TokenKind.LeftParenthesis,
        ')' => TokenKind.RightParenthesis,
        '{' => TokenKind.LeftBrace,
        '}' => TokenKind.RightBrace,
        '>' => TokenKind.Greater,
        '<' => TokenKind.Less,
        '=' => TokenKind.Assign,
        '.' => TokenKind.Dot,
        ':' => TokenKind.Colon,
        '|' => TokenKind.Pipe,
        ',' => TokenKind.Comma,
        _ => TokenKind.End,
    };
}
