using System.Collections.Immutable;
using CareTally.Diagnostics;
using CareTally.Templating.Syntax;

namespace CareTally.Templating.Parsing;

/// <summary>The blocks that define something with a name, and call blocks, which define a caller.</summary>
internal sealed partial class Parser
{
    private static readonly string[] ImplicitParameters = ["caller", "kwargs", "varargs"];

    private MacroDefinition ParseDefinition(int start)
    {
        var tag = NameOf(Next());
        var nameToken = Expect(TokenKind.Name, $"the name of the {(tag == "docs" ? "docs block" : tag)}");
        if (tag == "docs") return ParseDocs(start, nameToken);
        var slot = tag == "macro" ? _scope.Declare(NameOf(nameToken)) : null;
        var header = new DefinitionHeader(start, tag, nameToken, slot);
        OpenScope(isFrame: true);
        switch (tag)
        {
            case "materialization":
                ParseMaterializationOptions(header);
                break;
            case "snapshot":
                break;
            default:
                header.Parameters = ParseParameters();
                break;
        }

        BeginBody();
        return ParseDefinitionBody(header);
    }

    private sealed record DefinitionHeader(int Start, string Tag, Token NameToken, Slot? Slot)
    {
        public ImmutableArray<MacroParameter> Parameters { get; set; } = [];

        public string? Adapter { get; set; }

        public ImmutableArray<string> Languages { get; set; } = [];

        public MacroKind Kind => Tag switch
        {
            "macro" => MacroKind.Macro,
            "materialization" => MacroKind.Materialization,
            "snapshot" => MacroKind.Snapshot,
            _ => MacroKind.Test,
        };
    }

    private MacroDefinition ParseDefinitionBody(DefinitionHeader header)
    {
        var block = Block($"{header.Tag} {NameOf(header.NameToken)}", header.Start, "end" + header.Tag);
        var (body, bodySpan) = ParseDetachedBody(block);
        var uses = DeclareImplicit();
        var (slots, slotCount) = CloseFrame();
        ExpectName("end" + header.Tag);
        EndTag();
        return new MacroDefinition(SpanFrom(header.Start), header.Kind, NameOf(header.NameToken), SpanOf(header.NameToken))
        {
            Parameters = header.Parameters,
            Body = body,
            BodySpan = bodySpan,
            Adapter = header.Adapter,
            SupportedLanguages = header.Languages,
            UsesCaller = uses.Caller,
            UsesKwargs = uses.Kwargs,
            UsesVarargs = uses.Varargs,
            Module = _module,
            FirstSlot = slots.Start,
            EndSlot = slots.Start + slots.Count,
            SlotCount = slotCount,
            Slot = header.Slot,
        };
    }

    // A body that runs elsewhere: the loops and branches around it do not reach into it.
    private (ImmutableArray<Statement> Body, SourceSpan Span) ParseDetachedBody(OpenBlock block)
    {
        var (loops, conditionals) = (_loops, _conditionals);
        _loops = 0;
        var start = _tokens[_position - 1].End;
        var body = ParseStatements(block);
        var end = _tokens[_position - 1].Start;
        (_loops, _conditionals) = (loops, conditionals);
        return (body, new SourceSpan(_source, start, end - start));
    }

    // Declared last and in this order; the interpreter relies on it.
    private (bool Caller, bool Kwargs, bool Varargs) DeclareImplicit()
    {
        var uses = new bool[ImplicitParameters.Length];
        for (var i = 0; i < uses.Length; i++)
        {
            uses[i] = _scope.Needs(ImplicitParameters[i]);
            if (uses[i]) _scope.Declare(ImplicitParameters[i]);
        }

        return (uses[0], uses[1], uses[2]);
    }

    private (SlotRange Slots, int SlotCount) CloseFrame()
    {
        var scope = _scope;
        return (CloseScope(), scope.SlotCount);
    }

    private ImmutableArray<MacroParameter> ParseParameters()
    {
        Expect(TokenKind.LeftParenthesis, "'('");
        var parameters = ImmutableArray.CreateBuilder<MacroParameter>();
        while (!Is(TokenKind.RightParenthesis))
        {
            if (parameters.Count > 0) Expect(TokenKind.Comma, "',' or ')'");
            if (Is(TokenKind.RightParenthesis)) break;
            parameters.Add(ParseParameter(parameters));
        }

        Next();
        return parameters.DrainToImmutable();
    }

    private MacroParameter ParseParameter(ImmutableArray<MacroParameter>.Builder before)
    {
        var token = Current;
        var name = ParseTargetName().Name;
        foreach (var parameter in before)
        {
            if (parameter.Name == name) throw Fail(TemplateProblems.InvalidParameter, SpanOf(token), $"'{name}' is there twice");
        }

        var hasDefault = Skip(TokenKind.Assign);
        if (!hasDefault && before.Count > 0 && before[^1].Default is not null)
            throw Fail(TemplateProblems.InvalidParameter, SpanOf(token), $"'{name}' needs a default, as a parameter before it has one");
        return new MacroParameter(name, hasDefault ? ParseExpression() : null, SpanFrom(token.Start));
    }

    private void ParseMaterializationOptions(DefinitionHeader header)
    {
        header.Adapter = "default";
        while (Skip(TokenKind.Comma))
        {
            var token = Expect(TokenKind.Name, "'default', 'adapter' or 'supported_languages'");
            switch (NameOf(token))
            {
                case "default":
                    break;
                case "adapter":
                    Expect(TokenKind.Assign, "'='");
                    header.Adapter = TextOf(ParseExpression());
                    break;
                case "supported_languages":
                    Expect(TokenKind.Assign, "'='");
                    header.Languages = ParseLanguages();
                    break;
                default:
                    throw Fail(TemplateProblems.InvalidParameter, SpanOf(token), $"a materialization has no option '{NameOf(token)}'");
            }
        }
    }

    private ImmutableArray<string> ParseLanguages()
    {
        var expression = ParseExpression();
        if (expression is not ListExpression list) throw Fail(TemplateProblems.InvalidParameter, expression.Span, "expected a list of strings");
        return [.. list.Items.Select(TextOf)];
    }

    private static string TextOf(Expression expression) =>
        expression is LiteralExpression { Value.IsString: true } literal
            ? literal.Value.AsString
            : throw Fail(TemplateProblems.InvalidParameter, expression.Span, "expected a string");

    private MacroDefinition ParseDocs(int start, Token nameToken)
    {
        BeginBody();
        var block = Block($"docs {NameOf(nameToken)}", start, "enddocs");
        var text = Current;
        if (!Skip(TokenKind.RawText) || !Skip(TokenKind.TagBegin)) throw NeverClosed(block);
        var span = SpanOf(text);
        ExpectName("enddocs");
        EndTag();
        return new MacroDefinition(SpanFrom(start), MacroKind.Docs, NameOf(nameToken), SpanOf(nameToken))
        {
            BodySpan = span,
            RawText = span.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Trim(),
            Module = _module,
        };
    }

    private CallBlockStatement ParseCallBlock(int start)
    {
        var tag = Next();
        var outer = _scope;
        var scope = OpenScope(isFrame: true);
        var parameters = Is(TokenKind.LeftParenthesis) ? ParseParameters() : [];
        _scope = outer;
        var callee = ParseExpression();
        if (callee is not CallExpression call) throw Fail(TemplateProblems.UnexpectedToken, callee.Span, "a call", "another expression");
        _scope = scope;
        BeginBody();
        var (body, bodySpan) = ParseDetachedBody(Block("call", start, "endcall"));
        var uses = DeclareImplicit();
        var (slots, slotCount) = CloseFrame();
        ExpectName("endcall");
        EndTag();
        var caller = new MacroDefinition(SpanFrom(start), MacroKind.Caller, "caller", SpanOf(tag))
        {
            Parameters = parameters,
            Body = body,
            BodySpan = bodySpan,
            UsesCaller = uses.Caller,
            UsesKwargs = uses.Kwargs,
            UsesVarargs = uses.Varargs,
            Module = _module,
            FirstSlot = slots.Start,
            EndSlot = slots.Start + slots.Count,
            SlotCount = slotCount,
        };
        return new CallBlockStatement(caller.Span, call, caller);
    }
}
