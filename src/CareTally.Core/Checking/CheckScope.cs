using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;

namespace CareTally.Core.Checking;

/// <summary>Which nodes a plan is about: those it makes, and what they read that it does not make.</summary>
internal sealed class CheckScope
{
    private readonly Manifest _manifest;
    private readonly Dictionary<NodeId, PlanStep> _steps;
    private readonly HashSet<NodeId> _made;

    public CheckScope(Manifest manifest, Plan plan)
    {
        (_manifest, _steps) = (manifest, plan.Steps.Where(step => step is PlanStep.OfQuery or PlanStep.LoadSeed).ToDictionary(step => step.Node.Id));
        _made = [.. plan.Steps.Select(step => step.Node.Id)];
        Tests = [.. plan.Steps.SelectMany(step => step is PlanStep.RunTest test ? step.GatingTests.Add(test.Test) : step.GatingTests)];
        var read = _steps.Keys.Concat(Tests.Select(test => test.Node.Id)).SelectMany(id => ParentsOf(manifest.Nodes[id])).ToHashSet();
        Nodes = [.. manifest.Order.Where(id => _steps.ContainsKey(id) || read.Contains(id)).Select(id => manifest.Nodes[id])];
    }

    /// <summary>The project's folder.</summary>
    public string Root => _manifest.Project.Root;

    /// <summary>In the order of the graph, without tests.</summary>
    public ImmutableArray<Node> Nodes { get; }

    /// <summary>Gating or not.</summary>
    public ImmutableArray<PlannedTest> Tests { get; }

    /// <summary>Whether the plan makes or changes a node, in whatever way: what is there now says nothing of it.</summary>
    public bool Makes(Node node) => _made.Contains(node.Id);

    /// <summary>The step that makes a node of a query or a file; null for all other nodes.</summary>
    public PlanStep? StepOf(Node node) => _steps.GetValueOrDefault(node.Id);

    /// <summary>The nodes that are made by queries, in layers: each reads only what is in the ones before.</summary>
    public IEnumerable<IReadOnlyList<Node>> Layers()
    {
        var depths = new Dictionary<NodeId, int>();
        foreach (var node in Nodes.Where(node => StepOf(node) is PlanStep.OfQuery))
            depths[node.Id] = 1 + ParentsOf(node).Select(parent => depths.GetValueOrDefault(parent)).DefaultIfEmpty(0).Max();
        return Nodes.Where(node => depths.ContainsKey(node.Id)).GroupBy(node => depths[node.Id]).OrderBy(layer => layer.Key).Select(layer => layer.ToArray());
    }

    /// <summary>What a node reads; of an ephemeral model that is no step of its own, what that reads.</summary>
    public IEnumerable<NodeId> ParentsOf(Node node) => node.DependsOn.SelectMany(id =>
        !_steps.ContainsKey(id) && _manifest.Nodes[id] is ModelNode { Materialization: Materialization.Ephemeral } inlined ? ParentsOf(inlined) : [id]).Distinct();

    /// <summary>What a query that is made of a node's template has inside: also what its ephemeral parents read.</summary>
    public IEnumerable<SourceNode> FilesOf(Node node) => FileSources.ReadBy(node, _manifest);
}
