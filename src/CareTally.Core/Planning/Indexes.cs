using CareTally.Core.Manifests;

namespace CareTally.Core.Planning;

/// <summary>The indexes that a table gets by its config <c>indexes</c>. DuckDB renames no table that has one, so they are made last.</summary>
internal static class Indexes
{
    /// <summary>Makes them; null where none are configured.</summary>
    public static Func<LiveRendering, Templating.Values.Value>? Of(RelationNode node, NodeScopes scopes)
    {
        if (node.Config.Get("indexes") is not { Value.IsTruthy: true }) return null;
        var macros = new NodeMacros(node, scopes, null);
        return live => macros.Call(live, "create_indexes", macros.Target);
    }
}
