using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;

namespace CareTally.Core.Running;

/// <summary>Something happened in a run. Console, JSON log and artifacts are readers of one stream of these.</summary>
public abstract record RunEvent
{
    private RunEvent()
    {
    }

    /// <summary>The run begins.</summary>
    /// <param name="Plan">What it will do.</param>
    /// <param name="Threads">How many nodes at once.</param>
    public sealed record RunStarted(Plan Plan, int Threads) : RunEvent;

    /// <summary>A node, or a gating test inside its node, begins.</summary>
    /// <param name="Node">Which.</param>
    public sealed record Started(Node Node) : RunEvent;

    /// <summary>A node, or a gating test inside its node, has ended.</summary>
    /// <param name="Node">Which.</param>
    /// <param name="Result">How.</param>
    public sealed record Finished(Node Node, NodeResult Result) : RunEvent;

    /// <summary>A batch of a model that is made in batches has ended.</summary>
    /// <param name="Node">The model.</param>
    /// <param name="SoFar">How the batches ended; those that have not ended yet count as failed.</param>
    public sealed record BatchEnded(Node Node, BatchResults SoFar) : RunEvent;

    /// <summary>A hook of the whole run has ended.</summary>
    /// <param name="Result">How.</param>
    public sealed record HookEnded(HookResult Result) : RunEvent;

    /// <summary>A template said something while it was rendered for its step.</summary>
    /// <param name="Node">The node it belongs to; null for a hook of the whole run.</param>
    /// <param name="Message">What.</param>
    public sealed record Said(Node? Node, TemplateMessage Message) : RunEvent;

    /// <summary>The run has ended.</summary>
    /// <param name="Results">How.</param>
    public sealed record RunFinished(RunResults Results) : RunEvent;
}
