using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>How one node ended.</summary>
public abstract record NodeResult
{
    private NodeResult()
    {
    }

    /// <summary>The node.</summary>
    public required NodeId Node { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The SQL, where it was made only when the node was run; null where the plan has it.</summary>
    public CompiledSql? RenderedSql { get; init; }

    /// <summary>dbt's word for it: success, error, fail, pass, warn, skipped.</summary>
    public abstract string Status { get; }

    /// <summary>Whether the run as a whole has failed because of it.</summary>
    public virtual bool IsFailure => true;

    /// <summary>A relation was built, tested and published.</summary>
    public sealed record Built : NodeResult
    {
        /// <summary>Rows written; null for a view.</summary>
        public long? Rows { get; init; }

        /// <inheritdoc />
        public override string Status => "success";

        /// <inheritdoc />
        public override bool IsFailure => false;
    }

    /// <summary>A test found nothing that breaks its rules.</summary>
    public sealed record Passed : NodeResult
    {
        /// <inheritdoc />
        public override string Status => "pass";

        /// <inheritdoc />
        public override bool IsFailure => false;
    }

    /// <summary>A test found failures that only warn.</summary>
    public sealed record Warned : NodeResult
    {
        /// <summary>How many.</summary>
        public required long Failures { get; init; }

        /// <inheritdoc />
        public override string Status => "warn";

        /// <inheritdoc />
        public override bool IsFailure => false;
    }

    /// <summary>A test found failures.</summary>
    public sealed record TestFailed : NodeResult
    {
        /// <summary>How many.</summary>
        public required long Failures { get; init; }

        /// <summary>Of a unit test: what differs; otherwise null.</summary>
        public UnitTestDiff? Diff { get; init; }

        /// <inheritdoc />
        public override string Status => "fail";
    }

    /// <summary>A relation was built, but its tests failed: the old one stays, the new one is kept aside.</summary>
    public sealed record Rejected : NodeResult
    {
        /// <summary>The tests that failed or could not be run.</summary>
        public required ImmutableArray<NodeId> FailedTests { get; init; }

        /// <summary>Where the rejected rows can be looked at; null where a test could not be run, which undoes everything.</summary>
        public required Relation? RejectedRelation { get; init; }

        /// <inheritdoc />
        public override string Status => "error";
    }

    /// <summary>The database refused.</summary>
    public sealed record Errored : NodeResult
    {
        /// <summary>Why, against the template.</summary>
        public required Diagnostic Diagnostic { get; init; }

        /// <inheritdoc />
        public override string Status => "error";
    }

    /// <summary>It was not run.</summary>
    public sealed record Skipped : NodeResult
    {
        /// <summary>The node whose failure is the reason; null where the run was interrupted.</summary>
        public NodeId? BecauseOf { get; init; }

        /// <inheritdoc />
        public override string Status => "skipped";
    }
}
