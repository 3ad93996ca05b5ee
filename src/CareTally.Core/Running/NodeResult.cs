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

    /// <summary>Which of the run's threads ran it, from 1; null where none did.</summary>
    public int? Thread { get; init; }

    /// <summary>The SQL, where it was made only when the node was run; null where the plan has it.</summary>
    public CompiledSql? RenderedSql { get; init; }

    /// <summary>How the batches ended of a model that is made in batches; null for all others.</summary>
    public BatchResults? Batches { get; init; }

    /// <summary>The rows of files that it has set aside because they cannot be read, by source.</summary>
    public ImmutableArray<UnreadableRows> Unreadable { get; init; } = [];

    /// <summary>dbt's word for it: success, partial success, error, fail, pass, warn, skipped.</summary>
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

    /// <summary>Some batches of a model were made, others failed: those that were made stay.</summary>
    public sealed record PartlyBuilt : NodeResult
    {
        /// <summary>Rows written.</summary>
        public long? Rows { get; init; }

        /// <summary>Why the first batch that failed did, against the template.</summary>
        public required Diagnostic Diagnostic { get; init; }

        /// <inheritdoc />
        public override string Status => "partial success";
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

        /// <summary>Where the rejected rows can be looked at; null where everything was undone or they could not be kept.</summary>
        public required Relation? RejectedRelation { get; init; }

        /// <inheritdoc />
        public override string Status => "error";
    }

    /// <summary>It was asked how old the newest row of a relation is.</summary>
    public sealed record FreshnessChecked : NodeResult
    {
        /// <summary>When the newest row was loaded; null where there is no row, which is older than any.</summary>
        public required DateTimeOffset? NewestAt { get; init; }

        /// <summary>When it was asked.</summary>
        public required DateTimeOffset CheckedAt { get; init; }

        /// <summary>What that means.</summary>
        public required Freshness Verdict { get; init; }

        /// <summary>How old the newest row is.</summary>
        public TimeSpan Age => CheckedAt - (NewestAt ?? DateTimeOffset.MinValue);

        /// <inheritdoc />
        public override string Status => Verdict switch
        {
            Freshness.Fresh => "pass",
            Freshness.Ageing => "warn",
            _ => "error",
        };

        /// <inheritdoc />
        public override bool IsFailure => Verdict == Freshness.Stale;
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

/// <summary>How the batches of a model ended.</summary>
/// <param name="Successful">Those that were made.</param>
/// <param name="Failed">Those that failed or, after a first one that failed, were not tried.</param>
public sealed record BatchResults(ImmutableArray<EventWindow> Successful, ImmutableArray<EventWindow> Failed)
{
    /// <summary>Those that the run had made that this one goes on from.</summary>
    public ImmutableArray<EventWindow> Earlier { get; init; } = [];
}

/// <summary>Whether the newest row of a relation is new enough.</summary>
public enum Freshness
{
    /// <summary>It is.</summary>
    Fresh,

    /// <summary>It is older than the age at which to warn.</summary>
    Ageing,

    /// <summary>It is older than it may be.</summary>
    Stale,
}
