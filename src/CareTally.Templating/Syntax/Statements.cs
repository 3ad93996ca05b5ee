using System.Collections.Immutable;
using CareTally.Diagnostics;

namespace CareTally.Templating.Syntax;

/// <summary>A whole template.</summary>
public sealed class TemplateSyntax(SourceSpan span, ImmutableArray<Statement> body) : SyntaxNode(span)
{
    /// <summary>What it consists of.</summary>
    public ImmutableArray<Statement> Body { get; } = body;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Template;

    internal override void VisitChildren(SyntaxWalker walker) => walker.VisitAll(Body);

    /// <summary>Number of slots its frame needs.</summary>
    internal int SlotCount { get; init; }
}

/// <summary>Text between tags, after whitespace control.</summary>
public sealed class TextStatement : Statement
{
    private readonly bool _isNewline;

    internal TextStatement(SourceSpan span, bool isNewline = false) : base(span) => _isNewline = isNewline;

    /// <summary>What is printed: the source's text, or a newline where that has a carriage return.</summary>
    public string Text => _isNewline ? "\n" : Span.Text;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Text;

    internal ReadOnlySpan<char> Chars => _isNewline ? "\n" : Span.Source.Text.AsSpan(Span.Start, Span.Length);

    internal override void VisitChildren(SyntaxWalker walker)
    {
    }
}

/// <summary><c>{{ expression }}</c></summary>
public sealed class OutputStatement(SourceSpan span, Expression expression) : Statement(span)
{
    /// <summary>What is printed.</summary>
    public Expression Expression { get; } = expression;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Output;

    internal override void VisitChildren(SyntaxWalker walker) => walker.Visit(Expression);
}

/// <summary>One branch of an <c>if</c>.</summary>
/// <param name="Condition">When it is taken.</param>
/// <param name="Body">What it does.</param>
public sealed record IfBranch(Expression Condition, ImmutableArray<Statement> Body);

/// <summary><c>{% if %}</c> with its <c>elif</c> and <c>else</c>.</summary>
public sealed class IfStatement(SourceSpan span, ImmutableArray<IfBranch> branches, ImmutableArray<Statement> otherwise) : Statement(span)
{
    /// <summary>The branches, in order; the first that holds is taken.</summary>
    public ImmutableArray<IfBranch> Branches { get; } = branches;

    /// <summary>The <c>else</c>; empty where there is none.</summary>
    public ImmutableArray<Statement> Otherwise { get; } = otherwise;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.If;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        foreach (var branch in Branches)
        {
            walker.Visit(branch.Condition);
            walker.VisitAll(branch.Body);
        }

        walker.VisitAll(Otherwise);
    }
}

/// <summary><c>{% for target in iterable if condition recursive %}</c></summary>
public sealed class ForStatement(SourceSpan span, Expression target, Expression iterable, Expression? condition, ImmutableArray<Statement> body, ImmutableArray<Statement> otherwise) : Statement(span)
{
    /// <summary>A name or a tuple of names.</summary>
    public Expression Target { get; } = target;

    /// <summary>What is gone through.</summary>
    public Expression Iterable { get; } = iterable;

    /// <summary>Which items count; null for all.</summary>
    public Expression? Condition { get; } = condition;

    /// <summary>What is done for each item.</summary>
    public ImmutableArray<Statement> Body { get; } = body;

    /// <summary>What is done where there is no item.</summary>
    public ImmutableArray<Statement> Otherwise { get; } = otherwise;

    /// <summary>Whether its body may call <c>loop(items)</c>.</summary>
    public bool IsRecursive { get; init; }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.For;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        walker.Visit(Target);
        walker.Visit(Iterable);
        if (Condition is not null) walker.Visit(Condition);
        walker.VisitAll(Body);
        walker.VisitAll(Otherwise);
    }

    /// <summary>The slots of its scope, emptied before each pass; the first is <c>loop</c>.</summary>
    internal SlotRange Slots { get; init; }

    internal SlotRange OtherwiseSlots { get; init; }

    /// <summary>Where the body says <c>loop</c> at all.</summary>
    internal bool UsesLoop { get; init; }

    /// <summary>Number of slots of its own frame, where it is recursive.</summary>
    internal int SlotCount { get; init; }
}

/// <summary><c>{% set target = value %}</c></summary>
public sealed class SetStatement(SourceSpan span, Expression target, Expression value) : Statement(span)
{
    /// <summary>A name, a tuple of names or a <see cref="NamespaceTarget"/>.</summary>
    public Expression Target { get; } = target;

    /// <summary>What it gets.</summary>
    public Expression Value { get; } = value;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Set;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        walker.Visit(Target);
        walker.Visit(Value);
    }
}

/// <summary><c>{% set target %} text {% endset %}</c></summary>
public sealed class SetBlockStatement(SourceSpan span, Expression target, FilterExpression? filter, ImmutableArray<Statement> body) : Statement(span)
{
    /// <summary>A name or a <see cref="NamespaceTarget"/>.</summary>
    public Expression Target { get; } = target;

    /// <summary>What the text goes through first.</summary>
    public FilterExpression? Filter { get; } = filter;

    /// <summary>What makes the text.</summary>
    public ImmutableArray<Statement> Body { get; } = body;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.SetBlock;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        walker.Visit(Target);
        if (Filter is not null) walker.Visit(Filter);
        walker.VisitAll(Body);
    }

    internal SlotRange Slots { get; init; }
}

/// <summary><c>{% do expression %}</c></summary>
public sealed class DoStatement(SourceSpan span, Expression expression) : Statement(span)
{
    /// <summary>What is evaluated and not printed.</summary>
    public Expression Expression { get; } = expression;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Do;

    internal override void VisitChildren(SyntaxWalker walker) => walker.Visit(Expression);
}

/// <summary><c>{% call(parameters) function(arguments) %} body {% endcall %}</c></summary>
public sealed class CallBlockStatement(SourceSpan span, CallExpression call, MacroDefinition caller) : Statement(span)
{
    /// <summary>What is called.</summary>
    public CallExpression Call { get; } = call;

    /// <summary>The body, which the function sees as <c>caller</c>.</summary>
    public MacroDefinition Caller { get; } = caller;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.CallBlock;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        walker.Visit(Call);
        walker.Visit(Caller);
    }
}

/// <summary><c>{% filter name %} text {% endfilter %}</c></summary>
public sealed class FilterBlockStatement(SourceSpan span, FilterExpression filter, ImmutableArray<Statement> body) : Statement(span)
{
    /// <summary>What the text goes through.</summary>
    public FilterExpression Filter { get; } = filter;

    /// <summary>What makes the text.</summary>
    public ImmutableArray<Statement> Body { get; } = body;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.FilterBlock;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        walker.Visit(Filter);
        walker.VisitAll(Body);
    }

    internal SlotRange Slots { get; init; }
}

/// <summary><c>{% with a = 1, b = 2 %} body {% endwith %}</c></summary>
public sealed class WithStatement(SourceSpan span, ImmutableArray<(Expression Target, Expression Value)> assignments, ImmutableArray<Statement> body) : Statement(span)
{
    /// <summary>Names and what they get.</summary>
    public ImmutableArray<(Expression Target, Expression Value)> Assignments { get; } = assignments;

    /// <summary>Where the names hold.</summary>
    public ImmutableArray<Statement> Body { get; } = body;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.With;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        foreach (var (target, value) in Assignments)
        {
            walker.Visit(target);
            walker.Visit(value);
        }

        walker.VisitAll(Body);
    }

    internal SlotRange Slots { get; init; }
}

/// <summary><c>{% break %}</c></summary>
public sealed class BreakStatement(SourceSpan span) : Statement(span)
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Break;

    internal override void VisitChildren(SyntaxWalker walker)
    {
    }
}

/// <summary><c>{% continue %}</c></summary>
public sealed class ContinueStatement(SourceSpan span) : Statement(span)
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Continue;

    internal override void VisitChildren(SyntaxWalker walker)
    {
    }
}
