using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Planning;

/// <summary>Knows which incremental models have a table to change, and which are built anew.</summary>
/// <param name="manifest">The project.</param>
/// <param name="catalog">The tables that are there.</param>
public sealed class IncrementalModels(Manifest manifest, Catalog catalog)
{
    /// <summary>The config by which a model says itself whether it is built anew.</summary>
    internal const string FullRefresh = "full_refresh";

    /// <summary>What <c>is_incremental()</c> says: the model is incremental, its table is there, and it is not to be built anew.</summary>
    public bool IsChangedInPlace(Node node) =>
        node is ModelNode { Materialization: Materialization.Incremental or Materialization.Custom } model
        && model.Config.Text("materialized") == "incremental"
        && catalog.Find(model.Relation) is { Kind: RelationKind.Table }
        && !IsFullRefresh(model);

    // The model's own word goes before the command's.
    private bool IsFullRefresh(ModelNode model) => model.Config.Get(FullRefresh) is { } own ? own.Value.IsTruthy : manifest.Project.Options.Flags.FullRefresh;
}
