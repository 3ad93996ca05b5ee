using System.Collections.Immutable;
using CareTally.Diagnostics;

namespace CareTally.Templating.Syntax;

/// <summary>A part of a template's tree. Immutable once parsed; shared by all threads.</summary>
public abstract class SyntaxNode
{
    private protected SyntaxNode(SourceSpan span) => Span = span;

    /// <summary>The text it was parsed from.</summary>
    public SourceSpan Span { get; }

    /// <summary>Which node it is.</summary>
    public abstract SyntaxKind Kind { get; }

    /// <summary>The nodes directly below, in the order of the text.</summary>
    public IReadOnlyList<SyntaxNode> Children
    {
        get
        {
            var collector = new ChildCollector();
            VisitChildren(collector);
            return collector.Children;
        }
    }

    /// <summary>Has a walker visit the nodes directly below, in the order of the text.</summary>
    internal abstract void VisitChildren(SyntaxWalker walker);
}

/// <summary>A node that has a value.</summary>
public abstract class Expression : SyntaxNode
{
    private protected Expression(SourceSpan span) : base(span)
    {
    }
}

/// <summary>A node that does something: text to print, a tag, a block.</summary>
public abstract class Statement : SyntaxNode
{
    private protected Statement(SourceSpan span) : base(span)
    {
    }
}

/// <summary>The kinds of nodes.</summary>
public enum SyntaxKind
{
#pragma warning disable CS1591 // Each is the node class of the same name.
    Template,
    Text,
    Output,
    If,
    For,
    Set,
    SetBlock,
    Do,
    Macro,
    CallBlock,
    FilterBlock,
    With,
    Break,
    Continue,
    Literal,
    Name,
    List,
    Tuple,
    Dict,
    Unary,
    Binary,
    Logical,
    Concat,
    Compare,
    Conditional,
    Attribute,
    Subscript,
    Slice,
    Call,
    Filter,
    Test,
    NamespaceTarget,
#pragma warning restore CS1591
}

/// <summary>Goes through a tree: override <see cref="Visit"/>, look at the nodes of interest, call the base to go deeper.</summary>
public abstract class SyntaxWalker
{
    /// <summary>Visits a node; the base visits its children.</summary>
    public virtual void Visit(SyntaxNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new TemplateException(TemplateProblems.StackExhausted, node.Span);
        node.VisitChildren(this);
    }

    internal void VisitAll<T>(ImmutableArray<T> nodes) where T : SyntaxNode
    {
        foreach (var node in nodes) Visit(node);
    }
}

/// <summary>Keeps what it is given, and goes no deeper.</summary>
internal sealed class ChildCollector : SyntaxWalker
{
    public List<SyntaxNode> Children { get; } = [];

    public override void Visit(SyntaxNode node) => Children.Add(node);
}
