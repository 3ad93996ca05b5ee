using System.Collections.Immutable;
using CareTally.Diagnostics;

namespace CareTally.Templating.Syntax;

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

    internal override void VisitChildren(SyntaxWalker walker) => walker.Visit(Operand);
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

    internal override void VisitChildren(SyntaxWalker walker)
    {
        walker.Visit(Left);
        walker.Visit(Right);
    }
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

    internal override void VisitChildren(SyntaxWalker walker) => walker.VisitAll(Operands);
}

/// <summary><c>a ~ b ~ c</c></summary>
public sealed class ConcatExpression(ImmutableArray<Expression> operands) : Expression(operands[0].Span.Through(operands[^1].Span))
{
    /// <summary>The operands.</summary>
    public ImmutableArray<Expression> Operands { get; } = operands;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Concat;

    internal override void VisitChildren(SyntaxWalker walker) => walker.VisitAll(Operands);
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

/// <summary>An operator and the operand to its right.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Operand">The operand.</param>
public sealed record Comparison(CompareOperator Operator, Expression Operand);

/// <summary><c>a &lt; b &lt;= c</c>: true where each comparison is.</summary>
public sealed class CompareExpression(Expression first, ImmutableArray<Comparison> rest)
    : Expression(first.Span.Through(rest[^1].Operand.Span))
{
    /// <summary>The first operand.</summary>
    public Expression First { get; } = first;

    /// <summary>Each operator with the operand to its right.</summary>
    public ImmutableArray<Comparison> Rest { get; } = rest;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Compare;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        walker.Visit(First);
        foreach (var (_, operand) in Rest) walker.Visit(operand);
    }
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

    internal override void VisitChildren(SyntaxWalker walker)
    {
        walker.Visit(Then);
        walker.Visit(Condition);
        if (Otherwise is not null) walker.Visit(Otherwise);
    }
}
