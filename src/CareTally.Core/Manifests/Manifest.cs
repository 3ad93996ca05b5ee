using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CareTally.Core.Projects;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Manifests;

/// <summary>The whole project, resolved: every node, what it reads, and an order to build in. Complete and immutable.</summary>
public sealed class Manifest
{
    private readonly Dictionary<NodeId, NodeId[]> _children;
    private readonly NodeLookup _lookup;

    internal Manifest(Project project, MacroLibrary macros, IEnumerable<Node> nodes, ImmutableArray<NodeId> order, IEnumerable<Node> disabled)
    {
        Project = project;
        Macros = macros;
        // Plain dictionaries: frozen ones take longer to make than a command would save by them.
        Nodes = nodes.ToDictionary(node => node.Id);
        Disabled = [.. disabled];
        Order = order;
        Personal = new PersonalData(this);
        _children = ChildrenByParent();
        _lookup = new NodeLookup(Nodes.Values, project.Name);
    }

    /// <summary>The project it was made from.</summary>
    public Project Project { get; }

    /// <summary>All enabled nodes.</summary>
    public IReadOnlyDictionary<NodeId, Node> Nodes { get; }

    /// <summary>Nodes that are switched off.</summary>
    public ImmutableArray<Node> Disabled { get; }

    /// <summary>Groups of models with their owners, by name.</summary>
    public ImmutableArray<Group> Groups { get; init; } = [];

    /// <summary>Which columns hold personal data.</summary>
    public PersonalData Personal { get; }

    /// <summary>The group that a node belongs to, or null.</summary>
    public Group? GroupOf(Node node) => node.Group is { } name ? Groups.FirstOrDefault(group => group.Name == name) : null;

    /// <summary>All nodes, every node behind those it reads; ties are broken by identity.</summary>
    public ImmutableArray<NodeId> Order { get; }

    /// <summary>The schemas that what is built lives in.</summary>
    public IReadOnlyCollection<string> Schemas =>
        Nodes.Values.Select(node => node switch { ModelNode or SeedNode or SnapshotNode or FunctionNode => ((RelationNode)node).Relation, DataTestNode test => test.Store?.Relation, _ => null })
            .OfType<Relation>().Select(relation => relation.Schema).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Macros by package.</summary>
    public MacroLibrary Macros { get; }

    /// <summary>The nodes that read a node.</summary>
    public ImmutableArray<NodeId> ChildrenOf(NodeId id) => _children.TryGetValue(id, out var children) ? ImmutableCollectionsMarshal.AsImmutableArray(children) : [];

    /// <summary>The model, seed or snapshot that <c>ref()</c> with these arguments means in a package, or null.</summary>
    public NodeId? FindRef(string from, string? package, string name, string? version = null) => _lookup.FindRef(from, package, name, version) is [var node] ? node.Id : null;

    /// <summary>The source table that <c>source()</c> with these arguments means in a package, or null.</summary>
    public NodeId? FindSource(string from, string source, string table) => _lookup.FindSource(from, source, table) is [var node] ? node.Id : null;

    /// <summary>The function that <c>function()</c> with these arguments means in a package, or null.</summary>
    public NodeId? FindFunction(string from, string? package, string name) => _lookup.FindFunction(from, package, name) is [var node] ? node.Id : null;

    private Dictionary<NodeId, NodeId[]> ChildrenByParent()
    {
        var children = new Dictionary<NodeId, List<NodeId>>(Nodes.Count);
        foreach (var id in Order)
        {
            foreach (var parent in Nodes[id].DependsOn)
            {
                if (!children.TryGetValue(parent, out var readers)) children[parent] = readers = [];
                readers.Add(id);
            }
        }

        return children.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }
}
