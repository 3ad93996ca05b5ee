using CareTally.Core.Manifests;
using CareTally.Core.Planning;

namespace CareTally.Core.Running;

/// <summary>Which step is next. Not safe for several threads: its owner locks.</summary>
internal sealed class Schedule
{
    private readonly Dictionary<NodeId, PlanStep> _open;
    private readonly Dictionary<NodeId, int> _waiting;
    private readonly ILookup<NodeId, PlanStep> _children;
    private readonly Dictionary<NodeId, (int Depth, int Index)> _priority = [];
    private readonly PriorityQueue<PlanStep, (int Depth, int Index)> _ready = new();

    public Schedule(Plan plan)
    {
        _open = plan.Steps.ToDictionary(step => step.Node.Id);
        _children = plan.Steps.SelectMany(step => step.WaitsFor.Select(parent => (parent, step))).ToLookup(edge => edge.parent, edge => edge.step);
        _waiting = plan.Steps.ToDictionary(step => step.Node.Id, step => step.WaitsFor.Length);
        for (var i = plan.Steps.Length - 1; i >= 0; i--)
        {
            var id = plan.Steps[i].Node.Id;
            _priority[id] = (_children[id].Select(child => _priority[child.Node.Id].Depth).DefaultIfEmpty(0).Min() - 1, i);
        }

        foreach (var step in plan.Steps.Where(step => step.WaitsFor.IsEmpty)) MakeReady(step);
    }

    /// <summary>Whether steps are left that have neither ended nor been skipped.</summary>
    public bool IsOpen => _open.Count > 0;

    /// <summary>Steps that could be taken now.</summary>
    public int ReadyCount => _ready.Count;

    /// <summary>Takes the ready step with the longest way still to go behind it.</summary>
    public PlanStep? Take() => _ready.TryDequeue(out var step, out _) ? step : null;

    /// <summary>A step has succeeded: those that waited for it alone become ready.</summary>
    public void Succeeded(PlanStep step)
    {
        _open.Remove(step.Node.Id);
        foreach (var child in _children[step.Node.Id])
        {
            if (--_waiting[child.Node.Id] == 0 && _open.ContainsKey(child.Node.Id)) MakeReady(child);
        }
    }

    /// <summary>A step has failed. Returns the steps that will now never run, in order of the plan.</summary>
    public IReadOnlyList<PlanStep> Failed(PlanStep step)
    {
        _open.Remove(step.Node.Id);
        var skipped = new List<PlanStep>();
        var failed = new Stack<PlanStep>([step]);
        while (failed.TryPop(out var parent))
        {
            foreach (var child in _children[parent.Node.Id])
            {
                if (!_open.Remove(child.Node.Id)) continue;
                skipped.Add(child);
                failed.Push(child);
            }
        }

        return InOrder(skipped);
    }

    /// <summary>Nothing more is to be started. Returns every step that has not ended, in order of the plan.</summary>
    public IReadOnlyList<PlanStep> Abandon()
    {
        var rest = InOrder(_open.Values);
        _open.Clear();
        _ready.Clear();
        return rest;
    }

    private PlanStep[] InOrder(IEnumerable<PlanStep> steps) => [.. steps.OrderBy(step => _priority[step.Node.Id].Index)];

    private void MakeReady(PlanStep step) => _ready.Enqueue(step, _priority[step.Node.Id]);
}
