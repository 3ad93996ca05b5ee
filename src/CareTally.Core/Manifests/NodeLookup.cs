using System.Collections.Immutable;

namespace CareTally.Core.Manifests;

/// <summary>
/// Finds what a name means where it is used: in the user's own package first, then in the project, then in any other package.
/// </summary>
/// <param name="nodes">The nodes to look among.</param>
/// <param name="root">The project's name.</param>
internal sealed class NodeLookup(IEnumerable<Node> nodes, string root)
{
    // A model with versions stands under its name for its latest one, and under name and version for each.
    private readonly Dictionary<string, ImmutableArray<Node>> _refs =
        Group(nodes.Where(node => node is SeedNode or SnapshotNode or ModelNode { Version: null } or ModelNode { IsLatestVersion: true }), node => node.Name);

    private readonly Dictionary<string, ImmutableArray<ModelNode>> _versions =
        Group(nodes.OfType<ModelNode>().Where(node => node.Version is not null), node => node.NameWithVersion);

    private readonly Dictionary<(string Source, string Table), ImmutableArray<SourceNode>> _sources =
        Group(nodes.OfType<SourceNode>(), node => (node.SourceName, node.Name));

    private readonly Dictionary<string, ImmutableArray<FunctionNode>> _functions = Group(nodes.OfType<FunctionNode>(), node => node.Name);

    /// <summary>Names that <c>ref()</c> can find.</summary>
    public IEnumerable<string> RefNames => _refs.Keys;

    /// <summary>Names that <c>source()</c> can find.</summary>
    public IEnumerable<string> SourceNames => _sources.Keys.Select(key => $"{key.Source}.{key.Table}");

    /// <summary>What <c>ref()</c> means; several where that cannot be decided.</summary>
    /// <param name="from">The package it is called in.</param>
    /// <param name="package">The package it names, or null.</param>
    /// <param name="name">The model, seed or snapshot it names.</param>
    /// <param name="version">The version it names, or null.</param>
    public ImmutableArray<Node> FindRef(string from, string? package, string name, string? version)
    {
        ImmutableArray<Node> all = version is null ? _refs.GetValueOrDefault(name, []) : [.. _versions.GetValueOrDefault($"{name}.v{version}", [])];
        return package is null ? Nearest(all, from) : [.. all.Where(node => node.Package == package)];
    }

    /// <summary>The versions that there are of a model, the newest first.</summary>
    public ImmutableArray<ModelNode> VersionsOf(string name) =>
        [.. _versions.Values.SelectMany(models => models).Where(model => model.Name == name).OrderByDescending(model => model.Version)];

    /// <summary>What <c>source()</c> means; several where that cannot be decided.</summary>
    /// <param name="from">The package it is called in.</param>
    /// <param name="source">The source.</param>
    /// <param name="table">Its table.</param>
    public ImmutableArray<SourceNode> FindSource(string from, string source, string table) => Nearest(_sources.GetValueOrDefault((source, table), []), from);

    /// <summary>Names that <c>function()</c> can find.</summary>
    public IEnumerable<string> FunctionNames => _functions.Keys;

    /// <summary>What <c>function()</c> means; several where that cannot be decided.</summary>
    /// <param name="from">The package it is called in.</param>
    /// <param name="package">The package it names, or null.</param>
    /// <param name="name">The function it names.</param>
    public ImmutableArray<FunctionNode> FindFunction(string from, string? package, string name)
    {
        var all = _functions.GetValueOrDefault(name, []);
        return package is null ? Nearest(all, from) : [.. all.Where(node => node.Package == package)];
    }

    private ImmutableArray<T> Nearest<T>(ImmutableArray<T> all, string from) where T : Node
    {
        if (all.Length <= 1) return all;
        var nearest = all.FirstOrDefault(node => node.Package == from) ?? all.FirstOrDefault(node => node.Package == root);
        return nearest is null ? all : [nearest];
    }

    private static Dictionary<TKey, ImmutableArray<T>> Group<TKey, T>(IEnumerable<T> nodes, Func<T, TKey> key) where TKey : notnull =>
        nodes.GroupBy(key).ToDictionary(group => group.Key, group => group.ToImmutableArray());
}
