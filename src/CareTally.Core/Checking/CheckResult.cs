using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Checking;

/// <summary>What a check without data says of one node.</summary>
public abstract record CheckResult
{
    private CheckResult()
    {
    }

    /// <summary>The node.</summary>
    public required Node Node { get; init; }

    /// <summary>A word for it in JSON.</summary>
    public abstract string Status { get; }

    /// <summary>Its SQL is right, as far as that can be told without data.</summary>
    public sealed record Sound : CheckResult
    {
        /// <summary>Its columns; none for a test.</summary>
        public ImmutableArray<Column> Columns { get; init; } = [];

        /// <inheritdoc />
        public override string Status => "sound";
    }

    /// <summary>Its SQL is wrong.</summary>
    public sealed record Failed : CheckResult
    {
        /// <summary>Why, against the template.</summary>
        public required Diagnostic Diagnostic { get; init; }

        /// <inheritdoc />
        public override string Status => "failed";
    }

    /// <summary>Nothing can be said before it is run.</summary>
    public sealed record NotCheckable : CheckResult
    {
        /// <summary>Why not.</summary>
        public required string Reason { get; init; }

        /// <summary>The node for which the reason holds, where this one is not checkable because it reads that one; otherwise null.</summary>
        public NodeId? Because { get; init; }

        /// <inheritdoc />
        public override string Status => "not_checkable";
    }

    /// <summary>It reads what is wrong itself.</summary>
    public sealed record Skipped : CheckResult
    {
        /// <summary>The node that is wrong.</summary>
        public required NodeId BecauseOf { get; init; }

        /// <inheritdoc />
        public override string Status => "skipped";
    }
}

/// <summary>What a check says of all its nodes.</summary>
/// <param name="Results">In the order of the graph, tests behind everything else.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record CheckResults(ImmutableArray<CheckResult> Results, TimeSpan Elapsed)
{
    private readonly Dictionary<NodeId, CheckResult> _byNode = Results.ToDictionary(result => result.Node.Id);

    /// <summary>Everything that is wrong, in order of file and place; what several nodes have in common comes once.</summary>
    public ImmutableArray<Diagnostic> Diagnostics
    {
        get
        {
            var problems = new Problems();
            foreach (var failed in Results.OfType<CheckResult.Failed>()) problems.Add(failed.Diagnostic);
            return problems.All;
        }
    }

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSuccess => !Results.Any(result => result is CheckResult.Failed);

    /// <summary>The columns of a node; null where they are not known.</summary>
    public ImmutableArray<Column>? ColumnsOf(NodeId id) => _byNode.GetValueOrDefault(id) is CheckResult.Sound { Columns: { IsEmpty: false } columns } ? columns : null;
}
