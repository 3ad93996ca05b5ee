using System.Collections.Immutable;
using CareTally.Core.Projects;

namespace CareTally.Core.Manifests;

/// <summary>The whole project, resolved: every node, what it reads, and an order to build in. Complete and immutable.</summary>
public sealed class Manifest
{
    private readonly Dictionary<NodeId, ImmutableArray<NodeId>> _children;
    private readonly Dictionary<(string? Package, string Name), NodeId> _refs;
    private readonly Dictionary<(string Source, string Table), NodeId> _sources;

    internal Manifest(Project project, MacroLibrary macros, IEnumerable<Node> nodes, ImmutableArray<NodeId> order, IEnumerable<Node> disabled)
    {
        Project = project;
        Macros = macros;
        // Plain dictionaries: frozen ones take longer to make than a command would save by them.
        Nodes = nodes.ToDictionary(node => node.Id);
        Disabled = [.. disabled];
        Order = order;
        _children = Order
            .SelectMany(id => Nodes[id].DependsOn.Select(parent => (Parent: parent, Child: id)))
            .GroupBy(edge => edge.Parent, edge => edge.Child)
            .ToDictionary(group => group.Key, group => group.ToImmutableArray());
        _refs = Nodes.Values.Where(node => node is ModelNode or SeedNode)
            .SelectMany(node => new[] { (Key: ((string?)null, node.Name), node.Id), (Key: (node.Package, node.Name), node.Id) })
            .DistinctBy(pair => pair.Key)
            .ToDictionary(pair => pair.Key, pair => pair.Id);
        _sources = Nodes.Values.OfType<SourceNode>().ToDictionary(node => (node.SourceName, node.Name), node => node.Id);
    }

    /// <summary>The project it was made from.</summary>
    public Project Project { get; }

    /// <summary>All enabled nodes.</summary>
    public IReadOnlyDictionary<NodeId, Node> Nodes { get; }

    /// <summary>Nodes that are switched off.</summary>
    public ImmutableArray<Node> Disabled { get; }

    /// <summary>All nodes, every node behind those it reads; ties are broken by identity.</summary>
    public ImmutableArray<NodeId> Order { get; }

    /// <summary>Macros by package.</summary>
    public MacroLibrary Macros { get; }

    /// <summary>The nodes that read a node.</summary>
    public ImmutableArray<NodeId> ChildrenOf(NodeId id) => _children.GetValueOrDefault(id, []);

    /// <summary>The model or seed that <c>ref()</c> with these arguments means, or null.</summary>
    public NodeId? FindRef(string? package, string name) => _refs.TryGetValue((package, name), out var id) ? id : null;

    /// <summary>The source table that <c>source()</c> with these arguments means, or null.</summary>
    public NodeId? FindSource(string source, string table) => _sources.TryGetValue((source, table), out var id) ? id : null;
}
