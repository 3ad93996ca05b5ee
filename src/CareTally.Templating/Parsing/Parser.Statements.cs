using System.Collections.Immutable;
using CareTally.Diagnostics;
using CareTally.Templating.Syntax;

namespace CareTally.Templating.Parsing;

/// <summary>Statements: text, output, and the tags that are not definitions.</summary>
internal sealed partial class Parser
{
    private const string UnsupportedHint = "use a macro instead";

    private static readonly string[] Tags =
    [
        "if", "for", "set", "do", "macro", "call", "filter", "with", "break", "continue", "raw", "print",
        "test", "data_test", "materialization", "snapshot", "docs",
    ];

    private static readonly string[] Unsupported = ["include", "import", "from", "extends", "block", "autoescape", "trans"];

    private static readonly string[] MiddleTags = ["elif", "else"];

    // The blocks being parsed, innermost last, each with the tags that may follow.
    private readonly Stack<OpenBlock> _blocks = new();

    private sealed record OpenBlock(string Name, SourceSpan Span, string[] Ends);

    /// <summary>Statements up to a tag of the open block (the cursor is then at its name), or up to the end of the template.</summary>
    private ImmutableArray<Statement> ParseStatements(OpenBlock? block)
    {
        Enter();
        if (block is not null) _blocks.Push(block);
        var mark = _memory.Statements.Count;
        while (true)
        {
            var token = Current;
            if (token.Kind == TokenKind.End)
            {
                if (block is not null) throw NeverClosed(block);
                break;
            }

            _position++;
            if (token.Kind == TokenKind.Text) AddText(token);
            else if (token.Kind == TokenKind.OutputBegin) _memory.Statements.Add(ParseOutput(token.Start));
            else if (block is not null && IsEndOf(block)) break;
            else _memory.Statements.Add(ParseTag(token.Start));
        }

        if (block is not null) _blocks.Pop();
        Leave();
        return _memory.Statements.TakeFrom(mark);
    }

    private static TemplateException NeverClosed(OpenBlock block) =>
        Fail(TemplateProblems.UnclosedBlock, block.Span, block.Name, ListOf(block.Ends));

    private static string ListOf(string[] ends) => string.Join(" or ", ends.Select(end => $"'{end}'"));

    private bool IsEndOf(OpenBlock block)
    {
        foreach (var end in block.Ends)
        {
            if (IsName(end)) return true;
        }

        return false;
    }

    // Text is what the source says but for carriage returns, which Jinja turns into newlines: each line is then a node.
    private void AddText(Token token)
    {
        for (var start = token.Start; start < token.End;)
        {
            var length = _source.Text.AsSpan(start, token.End - start).IndexOf('\r');
            if (length < 0) length = token.End - start;
            if (length > 0) _memory.Statements.Add(new TextStatement(new(_source, start, length)));
            start += length;
            if (start >= token.End) break;
            if (start + 1 >= token.End || _source.Text[start + 1] != '\n')
                _memory.Statements.Add(new TextStatement(new(_source, start, 1), isNewline: true));
            start++;
        }
    }

    private OutputStatement ParseOutput(int start)
    {
        var expression = ParseTuple();
        Expect(TokenKind.OutputEnd, "the end of the expression ('}}')");
        return new OutputStatement(SpanFrom(start), expression);
    }

    private Statement ParseTag(int start)
    {
        if (!Is(TokenKind.Name)) throw Unexpected("a tag's name");
        var name = NameOf(Current);
        return name switch
        {
            "if" => ParseIf(start),
            "for" => ParseFor(start),
            "set" => ParseSet(start),
            "do" => ParseDo(start),
            "print" => ParsePrint(start),
            "with" => ParseWith(start),
            "filter" => ParseFilterBlock(start),
            "call" => ParseCallBlock(start),
            "break" or "continue" => ParseLoopControl(start),
            "macro" or "test" or "data_test" or "materialization" or "snapshot" or "docs" => ParseDefinition(start),
            _ => throw UnknownTag(name),
        };
    }

    private TemplateException UnknownTag(string name)
    {
        var span = SpanOf(Current);
        if (Array.IndexOf(Unsupported, name) >= 0) return FailWithHint(TemplateProblems.UnsupportedTag, span, UnsupportedHint, name);
        if (name.StartsWith("end", StringComparison.Ordinal) || Array.IndexOf(MiddleTags, name) >= 0) return UnexpectedEnd(name, span);
        return FailWithHint(TemplateProblems.UnknownTag, span, DidYouMean.Hint(name, [.. Tags, .. _blocks.SelectMany(block => block.Ends)]), name);
    }

    private TemplateException UnexpectedEnd(string name, SourceSpan span)
    {
        if (_blocks.TryPeek(out var block))
        {
            var line = block.Span.Position.Line;
            return Fail(TemplateProblems.UnexpectedEnd, span, name, $"the block '{block.Name}' of line {line} needs {ListOf(block.Ends)} first");
        }

        return Fail(TemplateProblems.UnexpectedEnd, span, name, "no block is open");
    }

    private OpenBlock Block(string name, int start, params string[] ends) => new(name, SpanFrom(start), ends);

    private IfStatement ParseIf(int start)
    {
        var branches = new List<IfBranch>(1);
        ImmutableArray<Statement> otherwise = [];
        _conditionals++;
        while (true)
        {
            var name = NameOf(Next());
            var condition = ParseTuple(TupleItems.Operands);
            BeginBody();
            var block = Block(name, branches.Count == 0 ? start : condition.Span.Start, "elif", "else", "endif");
            branches.Add(new IfBranch(condition, ParseStatements(block)));
            if (IsName("elif")) continue;
            if (SkipName("else"))
            {
                BeginBody();
                otherwise = ParseStatements(block with { Ends = ["endif"] });
            }

            break;
        }

        _conditionals--;
        ExpectName("endif");
        EndTag();
        return new IfStatement(SpanFrom(start), [.. branches], otherwise);
    }

    private ForStatement ParseFor(int start)
    {
        Next();
        var isRecursive = EndsInRecursive;
        var outer = _scope;
        var scope = OpenScope(isRecursive);
        scope.Declare("loop");
        var target = ParseTarget(withTuple: true, endName: "in");
        ExpectName("in");
        _scope = outer;
        var iterable = ParseTuple(TupleItems.Operands, endName: "recursive");
        _scope = scope;
        var condition = SkipName("if") ? ParseExpression() : null;
        SkipName("recursive");
        BeginBody();
        var block = Block("for", start, "else", "endfor");
        _loops++;
        var body = ParseStatements(block);
        _loops--;
        var usesLoop = scope.Mentions("loop");
        var slots = CloseScope();
        var (otherwise, otherwiseSlots) = ParseForElse(block);
        ExpectName("endfor");
        EndTag();
        return new ForStatement(SpanFrom(start), target, iterable, condition, body, otherwise)
        {
            IsRecursive = isRecursive,
            Slots = slots,
            OtherwiseSlots = otherwiseSlots,
            UsesLoop = usesLoop,
            SlotCount = scope.SlotCount,
        };
    }

    private (ImmutableArray<Statement> Body, SlotRange Slots) ParseForElse(OpenBlock block)
    {
        if (!SkipName("else")) return ([], default);
        BeginBody();
        OpenScope();
        var body = ParseStatements(block with { Ends = ["endfor"] });
        return (body, CloseScope());
    }

    // A recursive loop has frames of its own, which must be known before its names are.
    private bool EndsInRecursive
    {
        get
        {
            var ahead = 0;
            while (Look(ahead).Kind is not (TokenKind.TagEnd or TokenKind.End)) ahead++;
            return ahead > 0 && IsName(Look(ahead - 1), "recursive");
        }
    }

    private Statement ParseSet(int start)
    {
        Next();
        var scope = _scope;
        var target = ParseTarget(withTuple: true, withNamespace: true);
        if (Skip(TokenKind.Assign))
        {
            var value = ParseTuple();
            EndTag();
            return new SetStatement(SpanFrom(start), target, value);
        }

        if (target is TupleExpression) throw Unexpected("'='");
        FilterExpression? filter = null;
        for (var links = 0; Skip(TokenKind.Pipe); CountLink(ref links)) filter = ParseFilter(filter, filter?.Span.Start ?? Current.Start);
        if (!Is(TokenKind.TagEnd)) throw Unexpected("'=' or the end of the tag ('%}')");
        BeginBody();
        OpenScope();
        var body = ParseStatements(Block("set", start, "endset"));
        var slots = CloseScope();
        ExpectName("endset");
        EndTag();
        return new SetBlockStatement(SpanFrom(start), target, filter, body) { Slots = slots };
    }

    private DoStatement ParseDo(int start)
    {
        Next();
        var expression = ParseTuple();
        EndTag();
        return new DoStatement(SpanFrom(start), expression);
    }

    private OutputStatement ParsePrint(int start)
    {
        Next();
        var mark = _memory.Expressions.Count;
        do _memory.Expressions.Add(ParseExpression());
        while (Skip(TokenKind.Comma));
        var expressions = _memory.Expressions.TakeFrom(mark);
        EndTag();
        return new OutputStatement(SpanFrom(start), expressions is [var only] ? only : new ConcatExpression(expressions));
    }

    private WithStatement ParseWith(int start)
    {
        Next();
        var outer = _scope;
        var scope = OpenScope();
        var assignments = ImmutableArray.CreateBuilder<(Expression, Expression)>();
        while (!Is(TokenKind.TagEnd))
        {
            if (assignments.Count > 0) Expect(TokenKind.Comma, "',' or the end of the tag ('%}')");
            var target = ParseTarget();
            Expect(TokenKind.Assign, "'='");
            _scope = outer;
            assignments.Add((target, ParseExpression()));
            _scope = scope;
        }

        BeginBody();
        var body = ParseStatements(Block("with", start, "endwith"));
        var slots = CloseScope();
        ExpectName("endwith");
        EndTag();
        return new WithStatement(SpanFrom(start), assignments.DrainToImmutable(), body) { Slots = slots };
    }

    private FilterBlockStatement ParseFilterBlock(int start)
    {
        Next();
        var filter = ParseFilter(null, Current.Start);
        for (var links = 0; Skip(TokenKind.Pipe); CountLink(ref links)) filter = ParseFilter(filter, filter.Span.Start);
        BeginBody();
        OpenScope();
        var body = ParseStatements(Block("filter", start, "endfilter"));
        var slots = CloseScope();
        ExpectName("endfilter");
        EndTag();
        return new FilterBlockStatement(SpanFrom(start), filter, body) { Slots = slots };
    }

    private Statement ParseLoopControl(int start)
    {
        var token = Next();
        if (_loops == 0) throw Fail(TemplateProblems.OutsideLoop, SpanOf(token), NameOf(token));
        EndTag();
        return IsName(token, "break") ? new BreakStatement(SpanFrom(start)) : new ContinueStatement(SpanFrom(start));
    }

    private Expression ParseTarget(bool withTuple = false, bool withNamespace = false, string? endName = null)
    {
        var start = Current.Start;
        if (withNamespace && Is(TokenKind.Name) && Look().Kind == TokenKind.Dot) return ParseNamespaceTarget();
        if (!withTuple) return ParseTargetName();
        return ParseTuple(TupleItems.Targets, endName, start, mayBeEmpty: false);
    }

    private NamespaceTarget ParseNamespaceTarget()
    {
        var token = Next();
        var name = Use(token);
        Next();
        var attribute = Expect(TokenKind.Name, "an attribute's name after '.'");
        return new NamespaceTarget(SpanFrom(token.Start), name, NameOf(attribute));
    }

    private Expression ParseTargetItem()
    {
        if (!Is(TokenKind.LeftParenthesis)) return ParseTargetName();
        Enter();
        var start = Next().Start;
        var target = ParseTuple(TupleItems.Targets, null, start, mayBeEmpty: false);
        Expect(TokenKind.RightParenthesis, "')'");
        Leave();
        return target;
    }

    private NameExpression ParseTargetName()
    {
        var token = Current;
        if (token.Kind != TokenKind.Name || TryConstant(token, out _))
            throw token.Kind is TokenKind.TagEnd or TokenKind.End ? Unexpected("a name") : Fail(TemplateProblems.InvalidTarget, SpanOf(token), Describe(token));
        _position++;
        var name = NameOf(token);
        return new NameExpression(SpanOf(token), name) { Slot = _scope.Declare(name) };
    }
}
