namespace CareTally.Templating.Parsing;

/// <summary>A token: what it is and where. Its text is looked up when needed.</summary>
internal readonly struct Token(TokenKind kind, int start, int end)
{
    public TokenKind Kind { get; } = kind;

    public int Start { get; } = start;

    public int End { get; } = end;
}

internal enum TokenKind
{
    /// <summary>The end of the template.</summary>
    End,

    /// <summary>Text to print, after whitespace control.</summary>
    Text,

    /// <summary>What stands between the tags of a docs block.</summary>
    RawText,
    OutputBegin,
    OutputEnd,
    TagBegin,
    TagEnd,
    Name,
    String,
    Integer,
    Float,
    Plus,
    Minus,
    Star,
    StarStar,
    Slash,
    SlashSlash,
    Percent,
    Tilde,
    LeftBracket,
    RightBracket,
    LeftParenthesis,
    RightParenthesis,
    LeftBrace,
    RightBrace,
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Assign,
    Dot,
    Colon,
    Pipe,
    Comma,
}
