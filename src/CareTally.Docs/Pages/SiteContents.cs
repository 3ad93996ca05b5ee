using System.Collections.Frozen;
using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Running;
using CareTally.Core.Warehouses;
using CareTally.Docs.Figures;
using CareTally.Docs.Html;
using CareTally.Templating.Values;

namespace CareTally.Docs.Pages;

/// <summary>What the pages look things up in; made once and only read.</summary>
internal sealed class SiteContents
{
    private readonly FrozenDictionary<NodeId, string> _paths;
    private readonly FrozenDictionary<NodeId, NodeResult> _results;
    private readonly FrozenDictionary<NodeId, ImmutableArray<DataTestNode>> _tests;

    public SiteContents(SiteInput input)
    {
        Input = input;
        Manifest = input.Manifest;
        var nodes = Manifest.Order.Select(id => Manifest.Nodes[id]).ToArray();
        Relations = [.. nodes.OfType<RelationNode>().OrderBy(Name, StringComparer.OrdinalIgnoreCase).ThenBy(node => node.Id)];
        Tests = [.. nodes.OfType<DataTestNode>()];
        Exposures = [.. nodes.OfType<ExposureNode>().OrderBy(Name, StringComparer.OrdinalIgnoreCase).ThenBy(node => node.Id)];
        _paths = Relations.Select(node => (node.Id, Path: PathOf(node)))
            .Concat(Exposures.Select(node => (node.Id, Path: $"{ExposuresPage.Path}#{AnchorOf(node)}"))).ToFrozenDictionary(pair => pair.Id, pair => pair.Path);
        _results = (input.Results?.Results ?? []).DistinctBy(result => result.Node).ToFrozenDictionary(result => result.Node);
        _tests = Tests.SelectMany(test => Subjects(test).Select(subject => (subject, test)))
            .GroupBy(pair => pair.subject, pair => pair.test)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());
        Figures = [.. Models.SelectMany(model => input.Figures.GetValueOrDefault(model.Id, []))];
    }

    public SiteInput Input { get; }

    public Manifest Manifest { get; }

    /// <summary>Models, seeds, snapshots, functions and sources by name.</summary>
    public ImmutableArray<RelationNode> Relations { get; }

    public IEnumerable<ModelNode> Models => Relations.OfType<ModelNode>();

    public IEnumerable<SeedNode> Seeds => Relations.OfType<SeedNode>();

    public IEnumerable<SnapshotNode> Snapshots => Relations.OfType<SnapshotNode>();

    public IEnumerable<FunctionNode> Functions => Relations.OfType<FunctionNode>();

    public IEnumerable<SourceNode> Sources => Relations.OfType<SourceNode>();

    public ImmutableArray<DataTestNode> Tests { get; }

    /// <summary>What uses the project from outside, by name.</summary>
    public ImmutableArray<ExposureNode> Exposures { get; }

    public ImmutableArray<Figure> Figures { get; }

    /// <summary>The file of a relation's page, or the place of an exposure.</summary>
    public string PathOf(NodeId id) => _paths[id];

    public NodeResult? ResultOf(NodeId id) => _results.GetValueOrDefault(id);

    /// <summary>The tests that stand under a node, and the singular tests that read it.</summary>
    public ImmutableArray<DataTestNode> TestsOf(NodeId id) => _tests.GetValueOrDefault(id, []);

    public CatalogRelation? Existing(RelationNode node) => node is FunctionNode ? null : Input.Catalog.Find(node.Relation);

    /// <summary>What a test is about: what it stands under, or else what it reads.</summary>
    public static ImmutableArray<NodeId> Subjects(DataTestNode test) => test.Generic is { } generic ? [generic.Subject] : test.DependsOn;

    /// <summary>The anchor of a test on the page of tests.</summary>
    public static string AnchorOf(DataTestNode test) => $"t-{Slug.Hash(test.Id.Name, 12)}";

    /// <summary>The anchor of an exposure on the page of exposures.</summary>
    public static string AnchorOf(ExposureNode exposure) => $"e-{Slug.Of(exposure.Name)}";

    /// <summary>The name a reader knows a node by.</summary>
    public static string Name(Node node) => node switch
    {
        SourceNode source => $"{source.SourceName}.{source.Name}",
        ModelNode model => model.NameWithVersion,
        ExposureNode exposure => exposure.Label ?? exposure.Name,
        _ => node.Name,
    };

    /// <summary>
    /// Who answers for a node: the text or the mapping under <c>meta: {owner: ...}</c>, or the owner of an exposure, or that of the node's group.
    /// </summary>
    public Owner? OwnerOf(Node node)
    {
        if (!node.Config.Meta.TryGet("owner", out var owner) || owner.IsNone)
        {
            var official = node is ExposureNode exposure ? exposure.Owner : Manifest.GroupOf(node)?.Owner;
            return official is null ? null : new Owner(official.ToString(), official.Emails.FirstOrDefault());
        }

        if (owner.AsObject is not DictValue map) return new Owner(owner.ToText(), null);
        var email = map.TryGet("email", out var address) ? address.ToText() : null;
        return map.TryGet("name", out var name) ? new Owner(name.ToText(), email) : email is null ? null : new Owner(email, email);
    }

    private static string PathOf(RelationNode node) => node switch
    {
        ModelNode model => $"models/{Slug.Of(model.NameWithVersion)}.html",
        SeedNode => $"seeds/{Slug.Of(node.Name)}.html",
        SnapshotNode => $"snapshots/{Slug.Of(node.Name)}.html",
        FunctionNode => $"functions/{Slug.Of(node.Name)}.html",
        SourceNode source => $"sources/{Slug.Of(source.SourceName)}.{Slug.Of(source.Name)}.html",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };
}

/// <summary>Who answers for something.</summary>
/// <param name="Name">Person or team.</param>
/// <param name="Email">Address, or null.</param>
internal sealed record Owner(string Name, string? Email);
