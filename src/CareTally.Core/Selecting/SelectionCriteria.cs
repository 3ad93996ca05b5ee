using System.Collections.Immutable;
using CareTally.Core.Manifests;

namespace CareTally.Core.Selecting;

/// <summary>How tests come along with the nodes they test, without being selected themselves.</summary>
public enum IndirectSelection
{
    /// <summary>Where any node they read is selected.</summary>
    Eager,

    /// <summary>Where every node they read is selected.</summary>
    Cautious,

    /// <summary>Where every node they read is selected or an ancestor of a selected one.</summary>
    Buildable,

    /// <summary>Never.</summary>
    Empty,
}

/// <summary>What the user asked for.</summary>
public sealed record SelectionCriteria
{
    /// <summary>Everything.</summary>
    public static readonly SelectionCriteria All = new();

    /// <summary>Values of <c>--select</c>; each may hold several, parted by spaces (union) and commas (intersection). Empty selects everything.</summary>
    public ImmutableArray<string> Select { get; init; } = [];

    /// <summary>Values of <c>--exclude</c>.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>Kinds to keep; empty keeps all.</summary>
    public ImmutableArray<NodeKind> Kinds { get; init; } = [];

    /// <summary>Which tests come along.</summary>
    public IndirectSelection Indirect { get; init; } = IndirectSelection.Eager;
}

/// <summary>The nodes that a command is about.</summary>
/// <param name="Nodes">Their identities.</param>
public sealed record Selection(ImmutableHashSet<NodeId> Nodes);
