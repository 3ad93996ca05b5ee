using System.Collections.Immutable;
using CareTally.Diagnostics;
using CareTally.Templating.BuiltIns;
using CareTally.Templating.Values;

namespace CareTally.Templating.Syntax;

/// <summary>A string, number, boolean or none.</summary>
public sealed class LiteralExpression(SourceSpan span, Value value) : Expression(span)
{
    /// <summary>What it says.</summary>
    public Value Value { get; } = value;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Literal;

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => [];
}

/// <summary>A name.</summary>
public sealed class NameExpression(SourceSpan span, string name) : Expression(span)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the template itself may give it a value (a set, a loop target, a parameter, a macro).</summary>
    public bool IsLocal => Slot is not null;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Name;

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => [];

    internal Slot? Slot { get; set; }
}

/// <summary><c>[a, b]</c></summary>
public sealed class ListExpression(SourceSpan span, ImmutableArray<Expression> items) : Expression(span)
{
    /// <summary>The items.</summary>
    public ImmutableArray<Expression> Items { get; } = items;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.List;

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => Items;
}

/// <summary><c>(a, b)</c></summary>
public sealed class TupleExpression(SourceSpan span, ImmutableArray<Expression> items) : Expression(span)
{
    /// <summary>The items.</summary>
    public ImmutableArray<Expression> Items { get; } = items;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Tuple;

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => Items;
}

/// <summary><c>{'a': b}</c></summary>
public sealed class DictExpression(SourceSpan span, ImmutableArray<(Expression Key, Expression Value)> entries) : Expression(span)
{
    /// <summary>The entries.</summary>
    public ImmutableArray<(Expression Key, Expression Value)> Entries { get; } = entries;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Dict;

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => Entries.SelectMany(entry => new[] { entry.Key, entry.Value });
}

/// <summary>Operators with one operand.</summary>
public enum UnaryOperator
{
    /// <summary><c>-</c></summary>
    Minus,

    /// <summary><c>+</c></summary>
    Plus,

    /// <summary><c>not</c></summary>
    Not,
}

/// <summary>An operator with one operand.</summary>
public sealed class UnaryExpression(SourceSpan span, UnaryOperator op, Expression operand) : Expression(span)
{
    /// <summary>The operator.</summary>
    public UnaryOperator Operator { get; } = op;

    /// <summary>The operand.</summary>
    public Expression Operand { get; } = operand;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Unary;

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => [Operand];
}

/// <summary>Arithmetic operators.</summary>
public enum BinaryOperator
{
    /// <summary><c>+</c></summary>
    Add,

    /// <summary><c>-</c></summary>
    Subtract,

    /// <summary><c>*</c></summary>
    Multiply,

    /// <summary><c>/</c></summary>
    Divide,

    /// <summary><c>//</c></summary>
    FloorDivide,

    /// <summary><c>%</c></summary>
    Modulo,

    /// <summary><c>**</c></summary>
    Power,
}

/// <summary>Arithmetic.</summary>
public sealed class BinaryExpression(BinaryOperator op, Expression left, Expression right) : Expression(left.Span.Through(right.Span))
{
    /// <summary>The operator.</summary>
    public BinaryOperator Operator { get; } = op;

    /// <summary>The left operand.</summary>
    public Expression Left { get; } = left;

    /// <summary>The right operand.</summary>
    public Expression Right { get; } = right;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Binary;

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => [Left, Right];
}

/// <summary><c>a and b and c</c>, <c>a or b or c</c></summary>
public sealed class LogicalExpression(bool isAnd, ImmutableArray<Expression> operands) : Expression(operands[0].Span.Through(operands[^1].Span))
{
    /// <summary>Whether it is <c>and</c>; otherwise <c>or</c>.</summary>
    public bool IsAnd { get; } = isAnd;

    /// <summary>The operands.</summary>
    public ImmutableArray<Expression> Operands { get; } = operands;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Logical;

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => Operands;
}

/// <summary><c>a ~ b ~ c</c></summary>
public sealed class ConcatExpression(ImmutableArray<Expression> operands) : Expression(operands[0].Span.Through(operands[^1].Span))
{
    /// <summary>The operands.</summary>
    public ImmutableArray<Expression> Operands { get; } = operands;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Concat;

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => Operands;
}

/// <summary>Comparison operators.</summary>
public enum CompareOperator
{
    /// <summary><c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>in</c></summary>
    In,

    /// <summary><c>not in</c></summary>
    NotIn,
}

/// <summary><c>a &lt; b &lt;= c</c>: true where each comparison is.</summary>
public sealed class CompareExpression(Expression first, ImmutableArray<(CompareOperator Operator, Expression Operand)> rest)
    : Expression(first.Span.Through(rest[^1].Operand.Span))
{
    /// <summary>The first operand.</summary>
    public Expression First { get; } = first;

    /// <summary>Each operator with the operand to its right.</summary>
    public ImmutableArray<(CompareOperator Operator, Expression Operand)> Rest { get; } = rest;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Compare;

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => [First, .. Rest.Select(part => part.Operand)];
}

/// <summary><c>a if condition else b</c></summary>
public sealed class ConditionalExpression(SourceSpan span, Expression then, Expression condition, Expression? otherwise) : Expression(span)
{
    /// <summary>The value where the condition holds.</summary>
    public Expression Then { get; } = then;

    /// <summary>The condition.</summary>
    public Expression Condition { get; } = condition;

    /// <summary>The value otherwise; without it, undefined.</summary>
    public Expression? Otherwise { get; } = otherwise;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Conditional;

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => Otherwise is null ? [Then, Condition] : [Then, Condition, Otherwise];
}

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

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => [Target];
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

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => [Target, Key];
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

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => new[] { Start, Stop, Step }.OfType<Expression>();
}

/// <summary>An argument with a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
public readonly record struct NamedArgument(string Name, Expression Value);

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

    internal IEnumerable<SyntaxNode> Nodes =>
        [.. Positional, .. Named.Select(named => named.Value), .. new[] { Rest, NamedRest }.OfType<Expression>()];
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

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => [Function, .. Arguments.Nodes];
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

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => Input is null ? Arguments.Nodes : [Input, .. Arguments.Nodes];

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

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => [Input, .. Arguments.Nodes];

    /// <summary>Null where there is no such test.</summary>
    internal ValueTest? Test { get; } = Tests.All.GetValueOrDefault(name);
}

/// <summary><c>namespace.attribute</c> as the target of a <c>set</c>.</summary>
public sealed class NamespaceTarget(SourceSpan span, NameExpression target, string attribute) : Expression(span)
{
    /// <summary>The namespace.</summary>
    public NameExpression Target { get; } = target;

    /// <summary>The attribute that is set.</summary>
    public string Attribute { get; } = attribute;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.NamespaceTarget;

    /// <inheritdoc/>
    public override IEnumerable<SyntaxNode> Children => [Target];
}
