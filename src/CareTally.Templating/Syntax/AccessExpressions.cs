using System.Collections.Immutable;
using CareTally.Diagnostics;
using CareTally.Templating.BuiltIns;

namespace CareTally.Templating.Syntax;

/// <summary><c>target.name</c></summary>
public sealed class AttributeExpression(SourceSpan span, Expression target, string name, SourceSpan nameSpan) : Expression(span)
{
    /// <summary>What is looked into.</summary>
    public Expression Target { get; } = target;

    /// <summary>The attribute.</summary>
    public string Name { get; } = name;

    /// <summary>Where the attribute's name stands.</summary>
    public SourceSpan NameSpan { get; } = nameSpan;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Attribute;

    internal override void VisitChildren(SyntaxWalker walker) => walker.Visit(Target);
}

/// <summary><c>target[key]</c></summary>
public sealed class SubscriptExpression(SourceSpan span, Expression target, Expression key) : Expression(span)
{
    /// <summary>What is looked into.</summary>
    public Expression Target { get; } = target;

    /// <summary>The key; a <see cref="SliceExpression"/> for <c>target[a:b]</c>.</summary>
    public Expression Key { get; } = key;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Subscript;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        walker.Visit(Target);
        walker.Visit(Key);
    }
}

/// <summary><c>start:stop:step</c> within a subscript.</summary>
public sealed class SliceExpression(SourceSpan span, Expression? start, Expression? stop, Expression? step) : Expression(span)
{
    /// <summary>First position.</summary>
    public Expression? Start { get; } = start;

    /// <summary>Position past the last.</summary>
    public Expression? Stop { get; } = stop;

    /// <summary>Distance between positions.</summary>
    public Expression? Step { get; } = step;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Slice;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        if (Start is not null) walker.Visit(Start);
        if (Stop is not null) walker.Visit(Stop);
        if (Step is not null) walker.Visit(Step);
    }
}

/// <summary>An argument with a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="NameSpan">Where the name stands.</param>
/// <param name="Value">The value.</param>
public sealed record NamedArgument(string Name, SourceSpan NameSpan, Expression Value);

/// <summary>What stands between the parentheses of a call.</summary>
/// <param name="Positional">Arguments without a name.</param>
/// <param name="Named">Arguments with a name.</param>
/// <param name="Rest"><c>*rest</c></param>
/// <param name="NamedRest"><c>**rest</c></param>
public sealed record ArgumentList(
    ImmutableArray<Expression> Positional, ImmutableArray<NamedArgument> Named, Expression? Rest, Expression? NamedRest)
{
    /// <summary>No arguments.</summary>
    public static readonly ArgumentList Empty = new([], [], null, null);

    internal bool IsPlain => Named.IsEmpty && Rest is null && NamedRest is null;

    internal void Visit(SyntaxWalker walker)
    {
        walker.VisitAll(Positional);
        foreach (var named in Named) walker.Visit(named.Value);
        if (Rest is not null) walker.Visit(Rest);
        if (NamedRest is not null) walker.Visit(NamedRest);
    }
}

/// <summary><c>function(arguments)</c></summary>
public sealed class CallExpression(SourceSpan span, Expression function, ArgumentList arguments) : Expression(span)
{
    /// <summary>What is called.</summary>
    public Expression Function { get; } = function;

    /// <summary>With what.</summary>
    public ArgumentList Arguments { get; } = arguments;

    /// <summary>The name, where a plain name is called.</summary>
    public string? Name => (Function as NameExpression)?.Name;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Call;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        walker.Visit(Function);
        Arguments.Visit(walker);
    }
}

/// <summary><c>input | name(arguments)</c></summary>
public sealed class FilterExpression(SourceSpan span, Expression? input, string name, SourceSpan nameSpan, ArgumentList arguments) : Expression(span)
{
    /// <summary>What is filtered; null for the text of the block in <c>set</c> and <c>filter</c> blocks.</summary>
    public Expression? Input { get; } = input;

    /// <summary>The filter.</summary>
    public string Name { get; } = name;

    /// <summary>Where its name stands.</summary>
    public SourceSpan NameSpan { get; } = nameSpan;

    /// <summary>Its arguments, without the input.</summary>
    public ArgumentList Arguments { get; } = arguments;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Filter;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        if (Input is not null) walker.Visit(Input);
        Arguments.Visit(walker);
    }

    /// <summary>Null where there is no such filter.</summary>
    internal Filter? Filter { get; } = Filters.All.GetValueOrDefault(name);
}

/// <summary><c>input is name(arguments)</c></summary>
public sealed class TestExpression(SourceSpan span, Expression input, string name, SourceSpan nameSpan, bool isNegated, ArgumentList arguments) : Expression(span)
{
    /// <summary>What is tested.</summary>
    public Expression Input { get; } = input;

    /// <summary>The test.</summary>
    public string Name { get; } = name;

    /// <summary>Where its name stands.</summary>
    public SourceSpan NameSpan { get; } = nameSpan;

    /// <summary>Whether it is <c>is not</c>.</summary>
    public bool IsNegated { get; } = isNegated;

    /// <summary>Its arguments, without the input.</summary>
    public ArgumentList Arguments { get; } = arguments;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Test;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        walker.Visit(Input);
        Arguments.Visit(walker);
    }

    /// <summary>Null where there is no such test.</summary>
    internal ValueTest? Test { get; } = Tests.All.GetValueOrDefault(name);
}
