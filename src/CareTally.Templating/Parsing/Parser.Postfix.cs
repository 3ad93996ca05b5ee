using CareTally.Diagnostics;
using CareTally.Templating.BuiltIns;
using CareTally.Templating.Syntax;

namespace CareTally.Templating.Parsing;

/// <summary>What follows an operand: attributes, subscripts, calls, filters and tests.</summary>
internal sealed partial class Parser
{
    private Expression ParsePostfix(Expression expression)
    {
        for (var links = 0; ; CountLink(ref links))
        {
            switch (Current.Kind)
            {
                case TokenKind.Dot:
                    expression = ParseAttribute(expression);
                    break;
                case TokenKind.LeftBracket:
                    expression = ParseSubscript(expression);
                    break;
                case TokenKind.LeftParenthesis:
                    expression = ParseCall(expression);
                    break;
                default:
                    return expression;
            }
        }
    }

    private Expression ParseAttribute(Expression target)
    {
        Next();
        var token = Current;
        if (token.Kind is not (TokenKind.Name or TokenKind.Integer)) throw Unexpected("a name or number after '.'");
        _position++;
        var span = SpanFrom(target.Span.Start);
        if (token.Kind == TokenKind.Name) return new AttributeExpression(span, target, NameOf(token), SpanOf(token));
        return new SubscriptExpression(span, target, new LiteralExpression(SpanOf(token), Literals.Number(SpanOf(token), isFloat: false)));
    }

    private SubscriptExpression ParseSubscript(Expression target)
    {
        Enter();
        var start = Next().Start;
        if (Is(TokenKind.RightBracket)) throw Unexpected("an expression");
        var key = ParseSubscriptPart();
        if (!Is(TokenKind.RightBracket))
        {
            var mark = _memory.Expressions.Count;
            _memory.Expressions.Add(key);
            while (!Is(TokenKind.RightBracket))
            {
                Expect(TokenKind.Comma, "']'");
                _memory.Expressions.Add(ParseSubscriptPart());
            }

            key = new TupleExpression(new SourceSpan(_source, start, Current.End - start), _memory.Expressions.TakeFrom(mark));
        }

        Next();
        Leave();
        return new SubscriptExpression(SpanFrom(target.Span.Start), target, key);
    }

    private Expression ParseSubscriptPart()
    {
        var start = Current.Start;
        var first = Is(TokenKind.Colon) ? null : ParseExpression();
        if (!Skip(TokenKind.Colon)) return first!;
        var stop = IsSlicePartEnd ? null : ParseExpression();
        var step = Skip(TokenKind.Colon) && !IsSlicePartEnd ? ParseExpression() : null;
        return new SliceExpression(SpanFrom(start), first, stop, step);
    }

    private bool IsSlicePartEnd => Current.Kind is TokenKind.Colon or TokenKind.RightBracket or TokenKind.Comma;

    private CallExpression ParseCall(Expression function)
    {
        var arguments = ParseArguments();
        return new CallExpression(SpanFrom(function.Span.Start), function, arguments);
    }

    private ArgumentList ParseArguments()
    {
        Enter();
        Next();
        var mark = _memory.Expressions.Count;
        List<NamedArgument>? named = null;
        Expression? rest = null, namedRest = null;
        var isFirst = true;
        while (!Is(TokenKind.RightParenthesis))
        {
            if (!isFirst) Expect(TokenKind.Comma, "',' or ')'");
            isFirst = false;
            if (Is(TokenKind.RightParenthesis)) break;
            var start = Current;
            if (Skip(TokenKind.Star))
            {
                Require(rest is null && namedRest is null, start, "only one '*' argument, before '**'");
                rest = ParseExpression();
            }
            else if (Skip(TokenKind.StarStar))
            {
                Require(namedRest is null, start, "only one '**' argument");
                namedRest = ParseExpression();
            }
            else if (Is(TokenKind.Name) && Look().Kind == TokenKind.Assign)
            {
                Require(namedRest is null, start, "a named argument cannot follow '**'");
                named ??= [];
                named.Add(ParseNamedArgument(named));
            }
            else
            {
                Require(rest is null && namedRest is null && named is null, start, "an argument without a name cannot follow a named one");
                _memory.Expressions.Add(ParseExpression());
            }
        }

        Next();
        Leave();
        var positional = _memory.Expressions.TakeFrom(mark);
        return positional.IsEmpty && named is null && rest is null && namedRest is null
            ? ArgumentList.Empty
            : new ArgumentList(positional, named is null ? [] : [.. named], rest, namedRest);
    }

    private NamedArgument ParseNamedArgument(List<NamedArgument> before)
    {
        var token = Next();
        var name = NameOf(token);
        foreach (var argument in before) Require(argument.Name != name, token, $"'{name}' is given twice");
        Next();
        return new NamedArgument(name, SpanOf(token), ParseExpression());
    }

    private void Require(bool condition, Token token, string message)
    {
        if (!condition) throw Fail(TemplateProblems.InvalidArguments, SpanOf(token), message);
    }

    // Calls are valid after filters and tests too.
    private Expression ParseFilters(Expression expression)
    {
        for (var links = 0; ; CountLink(ref links))
        {
            if (Skip(TokenKind.Pipe)) expression = ParseFilter(expression, expression.Span.Start);
            else if (SkipName("is")) expression = ParseTest(expression);
            else if (Is(TokenKind.LeftParenthesis)) expression = ParseCall(expression);
            else return expression;
        }
    }

    private FilterExpression ParseFilter(Expression? input, int start)
    {
        var (name, nameSpan) = ParseDottedName("a filter's name");
        var arguments = Is(TokenKind.LeftParenthesis) ? ParseArguments() : ArgumentList.Empty;
        var filter = new FilterExpression(SpanFrom(start), input, name, nameSpan, arguments);
        if (filter.Filter is null) ReportUnknown(TemplateProblems.UnknownFilter, TemplateProblems.UnknownFilterInBranch, name, nameSpan, Filters.All.Keys);
        return filter;
    }

    private (string Name, SourceSpan Span) ParseDottedName(string what)
    {
        var first = Expect(TokenKind.Name, what);
        var name = NameOf(first);
        while (Skip(TokenKind.Dot)) name += "." + NameOf(Expect(TokenKind.Name, what));
        return (name, SpanFrom(first.Start));
    }

    private TestExpression ParseTest(Expression input)
    {
        var isNegated = SkipName("not");
        var (name, nameSpan) = ParseDottedName("a test's name");
        var arguments = ArgumentList.Empty;
        if (Is(TokenKind.LeftParenthesis))
        {
            arguments = ParseArguments();
        }
        else if (StartsTestArgument)
        {
            if (IsName("is")) throw Unexpected("'and' before a second test");
            arguments = new ArgumentList([ParsePostfix(ParsePrimary())], [], null, null);
        }

        var test = new TestExpression(SpanFrom(input.Span.Start), input, name, nameSpan, isNegated, arguments);
        if (test.Test is null) ReportUnknown(TemplateProblems.UnknownTest, TemplateProblems.UnknownTestInBranch, name, nameSpan, Tests.All.Keys);
        return test;
    }

    private bool StartsTestArgument => Current.Kind
        is TokenKind.Name or TokenKind.String or TokenKind.Integer or TokenKind.Float
        or TokenKind.LeftParenthesis or TokenKind.LeftBracket or TokenKind.LeftBrace
        && !(IsName("else") || IsName("or") || IsName("and"));

    // A branch that is never taken may use what does not exist; Jinja renders that, and packages rely on it. Whether this
    // is a branch may only turn out later (`a | nothing if b`).
    private void ReportUnknown(DiagnosticKind error, DiagnosticKind warning, string name, SourceSpan span, IEnumerable<string> known)
    {
        var hint = DidYouMean.Hint(name, known);
        _unknown.Add(new UnknownName(
            Diagnostic.Of(error, span, name) with { Hint = hint },
            Diagnostic.Of(warning, span, name) with { Hint = hint },
            IsConditional: _conditionals > 0));
    }

    private sealed record UnknownName(Diagnostic Error, Diagnostic Warning, bool IsConditional);
}
