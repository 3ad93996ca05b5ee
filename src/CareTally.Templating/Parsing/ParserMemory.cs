using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace CareTally.Templating.Parsing;

/// <summary>What a parser needs while it works and leaves behind empty: each thread keeps one for its next template.</summary>
internal sealed class ParserMemory
{
    // What a template beyond the usual size needed is given back.
    private const int MostTokensKept = 1 << 16;

    [ThreadStatic]
    private static ParserMemory? _spare;

    public TokenList Tokens { get; } = new();

    public NameCache Names { get; } = new();

    public Scratch<Syntax.Statement> Statements { get; } = new();

    public Scratch<Syntax.Expression> Expressions { get; } = new();

    /// <summary>The thread's own, or a new one where that is in use.</summary>
    public static ParserMemory Take()
    {
        var memory = _spare ?? new ParserMemory();
        _spare = null;
        return memory;
    }

    /// <summary>Keeps it for the thread's next template.</summary>
    public void GiveBack()
    {
        if (Tokens.Capacity > MostTokensKept) return;
        Tokens.Clear();
        Statements.Clear();
        Expressions.Clear();
        _spare = this;
    }
}

/// <summary>The tokens of a template.</summary>
internal sealed class TokenList
{
    private Token[] _tokens = new Token[256];

    public int Count { get; private set; }

    public int Capacity => _tokens.Length;

    public ref readonly Token this[int index] => ref _tokens[index];

    public void Add(TokenKind kind, int start, int end)
    {
        if (Count == _tokens.Length) Array.Resize(ref _tokens, Count * 2);
        _tokens[Count++] = new Token(kind, start, end);
    }

    public void Clear() => Count = 0;
}

/// <summary>Nodes whose number is not known yet: a stack that lists are cut from.</summary>
internal sealed class Scratch<T> where T : class
{
    private T?[] _items = new T?[32];

    public int Count { get; private set; }

    public void Add(T item)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        _items[Count++] = item;
    }

    /// <summary>Takes off what was added since there were so many.</summary>
    public ImmutableArray<T> TakeFrom(int start)
    {
        if (Count == start) return [];
        var taken = new T[Count - start];
        Array.Copy(_items, start, taken, 0, taken.Length);
        Forget(start);
        return ImmutableCollectionsMarshal.AsImmutableArray(taken);
    }

    public void Clear() => Forget(0);

    private void Forget(int start)
    {
        Array.Clear(_items, start, Count - start);
        Count = start;
    }
}

/// <summary>Makes one string of a name or short text that comes again and again; forgets what comes seldom.</summary>
internal sealed class NameCache
{
    private const int Size = 1024;
    private const int Longest = 40;

    private readonly string?[] _names = new string?[Size];

    public string TextOf(ReadOnlySpan<char> text)
    {
        if (text.Length > Longest) return text.ToString();
        var hash = (uint)text.Length;
        foreach (var c in text) hash = hash * 31 + c;
        ref var known = ref _names[(hash ^ hash >> 15) % Size];
        if (known is null || !text.SequenceEqual(known)) known = text.ToString();
        return known;
    }
}
