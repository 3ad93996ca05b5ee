using CareTally.Core.Manifests;
using CareTally.Core.Projects.Targets;
using CareTally.Core.State;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Planning;

/// <summary>Where nodes are read that a run does not build.</summary>
/// <param name="State">The state whose relations are read.</param>
/// <param name="FavorsState">Whether they are read even where the target has its own.</param>
public sealed record Deferral(PreviousManifest State, bool FavorsState)
{
    /// <summary>The schemas that the state's relations live in, as far as they are in the target's own database.</summary>
    public IEnumerable<string> SchemasOf(Manifest manifest) =>
        manifest.Nodes.Values.Where(CanBeDeferred).Select(node => RelationOf(node, manifest.Project.Target)).OfType<Relation>().Where(relation => relation.Database is null).Select(relation => relation.Schema);

    /// <summary>What <c>ref()</c> and <c>function()</c> find in the state: never an ephemeral model, which is a query and no relation.</summary>
    internal static bool CanBeDeferred(Node node) =>
        node is RelationNode and not ModelNode { Materialization: Materialization.Ephemeral } && node.Id.Kind is NodeKind.Model or NodeKind.Seed or NodeKind.Snapshot or NodeKind.Function;

    /// <summary>The state's relation of a node, or null.</summary>
    internal Relation? RelationOf(Node node, Target target) => State.RelationOf(node.Id, target);
}
