using System.Collections.Immutable;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Templating.Syntax;

/// <summary>A string, number, boolean or none.</summary>
public sealed class LiteralExpression(SourceSpan span, Value value) : Expression(span)
{
    /// <summary>What it says.</summary>
    public Value Value { get; } = value;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Literal;

    internal override void VisitChildren(SyntaxWalker walker)
    {
    }
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

    internal override void VisitChildren(SyntaxWalker walker)
    {
    }

    internal Slot? Slot { get; set; }

    /// <summary>Another use of a name that still looks for its variable, while the template is parsed.</summary>
    internal NameExpression? NextUse { get; set; }
}

/// <summary><c>[a, b]</c></summary>
public sealed class ListExpression(SourceSpan span, ImmutableArray<Expression> items) : Expression(span)
{
    /// <summary>The items.</summary>
    public ImmutableArray<Expression> Items { get; } = items;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.List;

    internal override void VisitChildren(SyntaxWalker walker) => walker.VisitAll(Items);
}

/// <summary><c>(a, b)</c></summary>
public sealed class TupleExpression(SourceSpan span, ImmutableArray<Expression> items) : Expression(span)
{
    /// <summary>The items.</summary>
    public ImmutableArray<Expression> Items { get; } = items;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Tuple;

    internal override void VisitChildren(SyntaxWalker walker) => walker.VisitAll(Items);
}

/// <summary>One entry of a dictionary.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
public sealed record DictEntry(Expression Key, Expression Value);

/// <summary><c>{'a': b}</c></summary>
public sealed class DictExpression(SourceSpan span, ImmutableArray<DictEntry> entries) : Expression(span)
{
    /// <summary>The entries.</summary>
    public ImmutableArray<DictEntry> Entries { get; } = entries;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Dict;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        foreach (var (key, value) in Entries)
        {
            walker.Visit(key);
            walker.Visit(value);
        }
    }
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

    internal override void VisitChildren(SyntaxWalker walker) => walker.Visit(Target);
}
