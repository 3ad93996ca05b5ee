using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.State;

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

    /// <summary>The selector of selectors.yml to use; null for the one that is the default, where nothing else is said.</summary>
    public string? Named { get; init; }

    /// <summary>Kinds to keep; empty keeps all.</summary>
    public ImmutableArray<NodeKind> Kinds { get; init; } = [];

    /// <summary>Which tests come along, where a selector does not say so itself.</summary>
    public IndirectSelection Indirect { get; init; } = IndirectSelection.Eager;

    /// <summary>What the methods <c>state</c>, <c>result</c> and <c>source_status</c> compare with; null where no earlier state is named.</summary>
    public StateFolder? State { get; init; }
}

/// <summary>The nodes that a command is about.</summary>
/// <param name="Nodes">Their identities.</param>
public sealed record Selection(ImmutableHashSet<NodeId> Nodes);
