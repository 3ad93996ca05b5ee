using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating.Parsing;

/// <summary>Operators, loosest first; each method knows the next tighter one.</summary>
internal sealed partial class Parser
{
    private enum TupleItems
    {
        Expressions,

        /// <summary>Without the inline <c>if</c>, which would be the loop's.</summary>
        Operands,
        Targets,
    }

    /// <summary>An expression; without parentheses around it, commas make it a tuple.</summary>
    private Expression ParseTuple(TupleItems items = TupleItems.Expressions, string? endName = null) =>
        ParseTuple(items, endName, Current.Start, mayBeEmpty: false);

    private Expression ParseTuple(TupleItems items, string? endName, int start, bool mayBeEmpty)
    {
        if (IsTupleEnd(endName)) return mayBeEmpty ? new TupleExpression(SpanFrom(start), []) : throw Unexpected("an expression");
        var first = ParseTupleItem(items);
        if (!Is(TokenKind.Comma)) return first;
        var mark = _memory.Expressions.Count;
        _memory.Expressions.Add(first);
        while (Skip(TokenKind.Comma) && !IsTupleEnd(endName)) _memory.Expressions.Add(ParseTupleItem(items));
        return new TupleExpression(SpanFrom(start), _memory.Expressions.TakeFrom(mark));
    }

    private Expression ParseTupleItem(TupleItems items) => items switch
    {
        TupleItems.Targets => ParseTargetItem(),
        TupleItems.Operands => ParseOr(),
        _ => ParseExpression(),
    };

    private bool IsTupleEnd(string? endName) =>
        Current.Kind is TokenKind.OutputEnd or TokenKind.TagEnd or TokenKind.RightParenthesis || endName is not null && IsName(endName);

    private Expression ParseExpression()
    {
        Enter();
        var start = Current.Start;
        var unknown = _unknown.Count;
        var expression = ParseOr();
        var links = 0;
        while (SkipName("if"))
        {
            CountLink(ref links);
            for (var i = unknown; i < _unknown.Count; i++) _unknown[i] = _unknown[i] with { IsConditional = true };
            _conditionals++;
            var condition = ParseOr();
            var otherwise = SkipName("else") ? ParseExpression() : null;
            _conditionals--;
            expression = new ConditionalExpression(SpanFrom(start), expression, condition, otherwise);
        }

        Leave();
        return expression;
    }

    private Expression ParseOr()
    {
        var first = ParseAnd();
        if (!IsName("or")) return first;
        var mark = _memory.Expressions.Count;
        _memory.Expressions.Add(first);
        while (SkipName("or")) _memory.Expressions.Add(ParseAnd());
        return new LogicalExpression(false, _memory.Expressions.TakeFrom(mark));
    }

    private Expression ParseAnd()
    {
        var first = ParseNot();
        if (!IsName("and")) return first;
        var mark = _memory.Expressions.Count;
        _memory.Expressions.Add(first);
        while (SkipName("and")) _memory.Expressions.Add(ParseNot());
        return new LogicalExpression(true, _memory.Expressions.TakeFrom(mark));
    }

    private Expression ParseNot()
    {
        if (!IsName("not")) return ParseCompare();
        Enter();
        var start = Next().Start;
        var operand = ParseNot();
        Leave();
        return new UnaryExpression(SpanFrom(start), UnaryOperator.Not, operand);
    }

    private Expression ParseCompare()
    {
        var first = ParseSum();
        if (!TrySkipComparison(out var op)) return first;
        var rest = new List<Comparison>(1);
        do rest.Add(new Comparison(op, ParseSum()));
        while (TrySkipComparison(out op));
        return new CompareExpression(first, [.. rest]);
    }

    private bool TrySkipComparison(out CompareOperator op)
    {
        var words = 1;
        CompareOperator? found = Current.Kind switch
        {
            TokenKind.Equal => CompareOperator.Equal,
            TokenKind.NotEqual => CompareOperator.NotEqual,
            TokenKind.Less => CompareOperator.Less,
            TokenKind.LessOrEqual => CompareOperator.LessOrEqual,
            TokenKind.Greater => CompareOperator.Greater,
            TokenKind.GreaterOrEqual => CompareOperator.GreaterOrEqual,
            TokenKind.Name when IsName("in") => CompareOperator.In,
            TokenKind.Name when IsName("not") && IsName(Look(), "in") => CompareOperator.NotIn,
            _ => null,
        };
        if (found == CompareOperator.NotIn) words = 2;
        if (found is not null) _position += words;
        op = found ?? default;
        return found is not null;
    }

    private Expression ParseSum()
    {
        var left = ParseConcat();
        for (var links = 0; Current.Kind is TokenKind.Plus or TokenKind.Minus; CountLink(ref links))
        {
            var op = Next().Kind == TokenKind.Plus ? BinaryOperator.Add : BinaryOperator.Subtract;
            left = new BinaryExpression(op, left, ParseConcat());
        }

        return left;
    }

    private Expression ParseConcat()
    {
        var first = ParseProduct();
        if (!Is(TokenKind.Tilde)) return first;
        var mark = _memory.Expressions.Count;
        _memory.Expressions.Add(first);
        while (Skip(TokenKind.Tilde)) _memory.Expressions.Add(ParseProduct());
        return new ConcatExpression(_memory.Expressions.TakeFrom(mark));
    }

    private Expression ParseProduct()
    {
        var left = ParsePower();
        for (var links = 0; ProductOperator(Current.Kind) is { } op; CountLink(ref links))
        {
            Next();
            left = new BinaryExpression(op, left, ParsePower());
        }

        return left;
    }

    private static BinaryOperator? ProductOperator(TokenKind kind) => kind switch
    {
        TokenKind.Star => BinaryOperator.Multiply,
        TokenKind.Slash => BinaryOperator.Divide,
        TokenKind.SlashSlash => BinaryOperator.FloorDivide,
        TokenKind.Percent => BinaryOperator.Modulo,
        _ => null,
    };

    private Expression ParsePower()
    {
        var left = ParseUnary(withFilters: true);
        for (var links = 0; Skip(TokenKind.StarStar); CountLink(ref links))
            left = new BinaryExpression(BinaryOperator.Power, left, ParseUnary(withFilters: true));
        return left;
    }

    // Jinja's own order: a filter or test applies to a sign and its operand together.
    private Expression ParseUnary(bool withFilters)
    {
        var start = Current.Start;
        Expression expression;
        if (Current.Kind is TokenKind.Minus or TokenKind.Plus)
        {
            Enter();
            var op = Next().Kind == TokenKind.Minus ? UnaryOperator.Minus : UnaryOperator.Plus;
            var operand = ParseUnary(withFilters: false);
            Leave();
            expression = new UnaryExpression(SpanFrom(start), op, operand);
        }
        else
        {
            expression = ParsePrimary();
        }

        expression = ParsePostfix(expression);
        return withFilters ? ParseFilters(expression) : expression;
    }

    private Expression ParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                _position++;
                return TryConstant(token, out var constant) ? new LiteralExpression(SpanOf(token), constant) : Use(token);
            case TokenKind.String:
                return ParseString();
            case TokenKind.Integer or TokenKind.Float:
                _position++;
                return new LiteralExpression(SpanOf(token), Literals.Number(SpanOf(token), token.Kind == TokenKind.Float));
            case TokenKind.LeftParenthesis:
                return ParseParentheses();
            case TokenKind.LeftBracket:
                return ParseList();
            case TokenKind.LeftBrace:
                return ParseDict();
            default:
                throw Unexpected("an expression");
        }
    }

    private bool TryConstant(Token token, out Value value)
    {
        value = TextOf(token) switch
        {
            "true" or "True" => Value.True,
            "false" or "False" => Value.False,
            "none" or "None" => Value.None,
            _ => Value.Unset,
        };
        return !value.IsUnset;
    }

    private NameExpression Use(Token token)
    {
        var name = new NameExpression(SpanOf(token), NameOf(token));
        _scope.Use(name);
        return name;
    }

    private LiteralExpression ParseString()
    {
        var start = Current.Start;
        var text = Literals.String(SpanOf(Next()), _memory.Names);
        if (!Is(TokenKind.String)) return new LiteralExpression(SpanFrom(start), text);
        var parts = new List<string> { text };
        while (Is(TokenKind.String)) parts.Add(Literals.String(SpanOf(Next()), _memory.Names));
        return new LiteralExpression(SpanFrom(start), string.Concat(parts));
    }

    private Expression ParseParentheses()
    {
        Enter();
        var start = Next().Start;
        var expression = ParseTuple(TupleItems.Expressions, null, start, mayBeEmpty: true);
        Expect(TokenKind.RightParenthesis, "')'");
        Leave();
        return expression is TupleExpression tuple && tuple.Span.Start == start
            ? new TupleExpression(SpanFrom(start), tuple.Items)
            : expression;
    }

    private ListExpression ParseList()
    {
        Enter();
        var start = Next().Start;
        var mark = _memory.Expressions.Count;
        while (!Is(TokenKind.RightBracket))
        {
            if (_memory.Expressions.Count > mark) Expect(TokenKind.Comma, "',' or ']'");
            if (Is(TokenKind.RightBracket)) break;
            _memory.Expressions.Add(ParseExpression());
        }

        Next();
        Leave();
        return new ListExpression(SpanFrom(start), _memory.Expressions.TakeFrom(mark));
    }

    private DictExpression ParseDict()
    {
        Enter();
        var start = Next().Start;
        var entries = new List<DictEntry>();
        while (!Is(TokenKind.RightBrace))
        {
            if (entries.Count > 0) Expect(TokenKind.Comma, "',' or '}'");
            if (Is(TokenKind.RightBrace)) break;
            var key = ParseExpression();
            Expect(TokenKind.Colon, "':'");
            entries.Add(new DictEntry(key, ParseExpression()));
        }

        Next();
        Leave();
        return new DictExpression(SpanFrom(start), [.. entries]);
    }
}
