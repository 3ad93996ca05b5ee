using System.Collections.Frozen;
using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;

namespace CareTally.Core.Planning;

/// <summary>What a command does with the nodes it selects.</summary>
public sealed record PlanOptions
{
    /// <summary><c>tally build</c>: seeds, functions, models, snapshots and tests; tests gate what they test.</summary>
    public static readonly PlanOptions Build = new() { Kinds = Set(NodeKind.Seed, NodeKind.Function, NodeKind.Model, NodeKind.Snapshot, NodeKind.Test, NodeKind.UnitTest), TestsGate = true, RunsHooks = true };

    /// <summary><c>tally run</c>: models only.</summary>
    public static readonly PlanOptions Run = new() { Kinds = Set(NodeKind.Model), RunsHooks = true };

    /// <summary><c>tally seed</c>: seeds only.</summary>
    public static readonly PlanOptions Seed = new() { Kinds = Set(NodeKind.Seed), RunsHooks = true };

    /// <summary><c>tally snapshot</c>: snapshots only.</summary>
    public static readonly PlanOptions Snapshot = new() { Kinds = Set(NodeKind.Snapshot), RunsHooks = true };

    /// <summary><c>tally test</c>: tests only, against what is there; unit tests need nothing to be there.</summary>
    public static readonly PlanOptions Test = new() { Kinds = Set(NodeKind.Test, NodeKind.UnitTest), RunsHooks = true };

    /// <summary><c>tally compile</c>: functions, models, snapshots, tests and analyses, to look at; also ephemeral models.</summary>
    public static readonly PlanOptions Compile = new() { Kinds = Set(NodeKind.Function, NodeKind.Model, NodeKind.Snapshot, NodeKind.Test, NodeKind.Analysis), IncludesEphemeral = true };

    /// <summary><c>tally clone</c>: what <c>ref()</c> finds.</summary>
    public static readonly PlanOptions Cloning = new() { Kinds = Set(NodeKind.Seed, NodeKind.Model, NodeKind.Snapshot) };

    /// <summary><c>tally check</c>: everything that has SQL, to be bound; also ephemeral models.</summary>
    public static readonly PlanOptions Check = new() { Kinds = Set(NodeKind.Seed, NodeKind.Function, NodeKind.Model, NodeKind.Snapshot, NodeKind.Test), IncludesEphemeral = true, NeedsNoFiles = true };

    /// <summary>Kinds of nodes that become steps.</summary>
    public required FrozenSet<NodeKind> Kinds { get; init; }

    /// <summary>Whether a test that can gate a node runs inside that node's step.</summary>
    public bool TestsGate { get; init; }

    /// <summary>Whether ephemeral models, which are never run, are compiled too.</summary>
    public bool IncludesEphemeral { get; init; }

    /// <summary>Whether a source in files is called by a name instead of being read, so that the files need not be there.</summary>
    public bool NeedsNoFiles { get; init; }

    /// <summary>Whether the project's hooks of the whole run are run.</summary>
    public bool RunsHooks { get; init; }

    /// <summary>Times the making of each step.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The time that models made in batches are restricted to; null for what is due.</summary>
    public EventTimes? EventTimes { get; init; }

    /// <summary>Models of which only these batches are made, as <c>batch_results</c> of run_results.json names those that failed; the others make what is due.</summary>
    public ImmutableDictionary<NodeId, MissingBatches> Batches { get; init; } = ImmutableDictionary<NodeId, MissingBatches>.Empty;

    /// <summary>Batches that the last run has left to be made, by model: they are made besides what is due, where the table is there and no time is asked for.</summary>
    public ImmutableDictionary<NodeId, MissingBatches> LeftBatches { get; init; } = ImmutableDictionary<NodeId, MissingBatches>.Empty;

    /// <summary>The earlier state that is read where the run builds nothing itself; null where none is.</summary>
    public Deferral? Deferral { get; init; }

    /// <summary>Receives what templates say while the plan is made.</summary>
    public Action<TemplateMessage> Tell { get; init; } = _ => { };

    private static FrozenSet<NodeKind> Set(params NodeKind[] kinds) => kinds.ToFrozenSet();
}
