using System.Collections.Frozen;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;

namespace CareTally.Core.Planning;

/// <summary>What a command does with the nodes it selects.</summary>
public sealed record PlanOptions
{
    /// <summary><c>tally build</c>: seeds, models and tests; tests gate what they test.</summary>
    public static readonly PlanOptions Build = new() { Kinds = Set(NodeKind.Seed, NodeKind.Model, NodeKind.Test, NodeKind.UnitTest), TestsGate = true, RunsHooks = true };

    /// <summary><c>tally run</c>: models only.</summary>
    public static readonly PlanOptions Run = new() { Kinds = Set(NodeKind.Model), RunsHooks = true };

    /// <summary><c>tally seed</c>: seeds only.</summary>
    public static readonly PlanOptions Seed = new() { Kinds = Set(NodeKind.Seed), RunsHooks = true };

    /// <summary><c>tally test</c>: tests only, against what is there; unit tests need nothing to be there.</summary>
    public static readonly PlanOptions Test = new() { Kinds = Set(NodeKind.Test, NodeKind.UnitTest), RunsHooks = true };

    /// <summary><c>tally compile</c>: models and tests, to look at; also ephemeral models.</summary>
    public static readonly PlanOptions Compile = new() { Kinds = Set(NodeKind.Model, NodeKind.Test), IncludesEphemeral = true };

    /// <summary><c>tally check</c>: everything that has SQL, to be bound; also ephemeral models.</summary>
    public static readonly PlanOptions Check = new() { Kinds = Set(NodeKind.Seed, NodeKind.Model, NodeKind.Test), IncludesEphemeral = true, NeedsNoFiles = true };

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

    /// <summary>Receives what templates say while the plan is made.</summary>
    public Action<TemplateMessage> Tell { get; init; } = _ => { };

    private static FrozenSet<NodeKind> Set(params NodeKind[] kinds) => kinds.ToFrozenSet();
}
