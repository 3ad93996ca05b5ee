using System.Collections.Immutable;
using CareTally.Diagnostics;
using CareTally.Templating.Syntax;

namespace CareTally.Templating.Parsing;

/// <summary>Makes the tree. This file: the cursor, scopes and errors.</summary>
internal sealed partial class Parser
{
    private const int MaxNesting = 400;

    // Operators, attributes and filters in a row; each makes the tree one level deeper.
    private const int MaxChain = 500;

    // Parentheses around a chain, and a chain after them, and so on.
    private const int MaxDepth = 2 * (MaxNesting + MaxChain);

    private readonly SourceText _source;
    private readonly ParserMemory _memory;
    private readonly TokenList _tokens;
    private readonly TemplateModule _module = new();
    private readonly List<UnknownName> _unknown = [];
    private NameScope _scope = new(null, isFrame: true);
    private int _position;
    private int _nesting;
    private int _conditionals;
    private int _loops;
    private int _links;

    private Parser(SourceText source, ParserMemory memory)
    {
        _source = source;
        _memory = memory;
        _tokens = memory.Tokens;
    }

    private Token Current => _tokens[_position];

    /// <summary>Parses a template; the warnings are about what fails only where it is reached.</summary>
    public static TemplateModule Parse(SourceText source, out ImmutableArray<Diagnostic> warnings)
    {
        var memory = ParserMemory.Take();
        try
        {
            Lexer.Tokenize(source, memory.Tokens);
            var parser = new Parser(source, memory);
            var module = parser.ParseTemplate();
            warnings = parser._unknown.Count == 0 ? [] : [.. parser._unknown.Select(unknown => unknown.Warning)];
            return module;
        }
        finally
        {
            memory.GiveBack();
        }
    }

    private TemplateModule ParseTemplate()
    {
        var body = ParseStatements(null);
        foreach (var unknown in _unknown)
        {
            if (!unknown.IsConditional) throw new TemplateException(unknown.Error);
        }

        _scope.Close();
        _module.Root = new TemplateSyntax(_source.Span(0, _source.Text.Length), body) { SlotCount = _scope.SlotCount };
        if (_links > MaxChain) new DepthWalker(MaxDepth).Visit(_module.Root);
        return _module;
    }

    private Token Look(int ahead = 1) => _tokens[Math.Min(_position + ahead, _tokens.Count - 1)];

    private Token Next() => _tokens[_position++];

    private SourceSpan SpanOf(Token token) => new(_source, token.Start, token.End - token.Start);

    private SourceSpan SpanFrom(int start) => new(_source, start, Math.Max(0, _tokens[_position - 1].End - start));

    private ReadOnlySpan<char> TextOf(Token token) => _source.Text.AsSpan(token.Start, token.End - token.Start);

    private string NameOf(Token token) => _memory.Names.TextOf(TextOf(token));

    private bool Is(TokenKind kind) => Current.Kind == kind;

    private bool IsName(string name) => IsName(Current, name);

    private bool IsName(Token token, string name) => token.Kind == TokenKind.Name && TextOf(token).SequenceEqual(name);

    private bool Skip(TokenKind kind)
    {
        if (Current.Kind != kind) return false;
        _position++;
        return true;
    }

    private bool SkipName(string name)
    {
        if (!IsName(name)) return false;
        _position++;
        return true;
    }

    private Token Expect(TokenKind kind, string what)
    {
        if (Current.Kind != kind) throw Unexpected(what);
        return Next();
    }

    private void ExpectName(string name)
    {
        if (!SkipName(name)) throw Unexpected($"'{name}'");
    }

    // The end of a tag with a body; Jinja allows Python's colon there.
    private void BeginBody()
    {
        Skip(TokenKind.Colon);
        EndTag();
    }

    private void EndTag()
    {
        Expect(TokenKind.TagEnd, "the end of the tag ('%}')");
    }

    private TemplateException Unexpected(string expected) =>
        new(TemplateProblems.UnexpectedToken, SpanOf(Current), expected, Describe(Current));

    private static TemplateException Fail(DiagnosticKind kind, SourceSpan span, params object?[] arguments) => new(kind, span, arguments);

    private static TemplateException FailWithHint(DiagnosticKind kind, SourceSpan span, string? hint, params object?[] arguments) =>
        new(Diagnostic.Of(kind, span, arguments) with { Hint = hint });

    private string Describe(Token token) => token.Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.Text or TokenKind.RawText => "text",
        TokenKind.OutputEnd => "'}}'",
        TokenKind.TagEnd => "'%}'",
        TokenKind.Name => $"'{TextOf(token)}'",
        TokenKind.String => token.End - token.Start <= 40 ? $"the string {TextOf(token)}" : "a string",
        TokenKind.Integer or TokenKind.Float => $"the number {TextOf(token)}",
        _ => $"'{TextOf(token)}'",
    };

    private void Enter()
    {
        if (++_nesting > MaxNesting) throw Fail(TemplateProblems.NestedTooDeep, SpanOf(Current), MaxNesting);
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
    }

    private void Leave() => _nesting--;

    private void CountLink(ref int links)
    {
        _links++;
        if (++links > MaxChain) throw Fail(TemplateProblems.NestedTooDeep, SpanOf(Current), MaxChain);
    }

    private NameScope OpenScope(bool isFrame = false) => _scope = new NameScope(_scope, isFrame);

    private SlotRange CloseScope()
    {
        var range = _scope.Close();
        _scope = _scope.Parent!;
        return range;
    }

    private sealed class DepthWalker(int maxDepth) : SyntaxWalker
    {
        private int _depth;

        public override void Visit(SyntaxNode node)
        {
            if (++_depth > maxDepth) throw Fail(TemplateProblems.NestedTooDeep, node.Span, maxDepth);
            base.Visit(node);
            _depth--;
        }
    }
}
