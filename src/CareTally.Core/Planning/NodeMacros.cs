using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>Calls macros in the scope of a node while its step runs; what the project defines itself goes before what is built in.</summary>
/// <param name="node">The node.</param>
/// <param name="scopes">Makes the scope.</param>
/// <param name="window">The batch that is made; null for none.</param>
internal sealed class NodeMacros(RelationNode node, NodeScopes scopes, EventWindow? window)
{
    /// <summary>What is seen instead of the real thing, in a unit test; null otherwise.</summary>
    public StandIn? StandIn { get; init; }

    /// <summary>The node's relation, as a table.</summary>
    public RelationValue Target => Scope.Target;

    private MacroScope Scope => new(node, scopes) { StandIn = StandIn };

    /// <summary>Whether a name, and what it is dispatched to, mean macros of tally's own: what these do is known.</summary>
    public bool AreBuiltIn(params IEnumerable<string> names)
    {
        var seen = scopes.Manifest.Macros.NamesFor(node.Package);
        return names.All(name => IsBuiltIn(seen.Find(name)) && IsBuiltIn(scopes.Manifest.Macros.Dispatch.Find(name, BuiltInMacros.Package, seen, seen)));
    }

    /// <summary>What a macro returns, or its text.</summary>
    public Value Call(LiveRendering live, string macro, params ImmutableArray<Value> arguments) => live.Run(null, now =>
    {
        var occasion = now with { Window = window, IsInPlace = window is null ? null : true, IsHeaderRun = true };
        var called = scopes.Manifest.Macros.NamesFor(node.Package).Find(macro) ?? throw new InvalidOperationException($"there is no macro {macro}");
        return Scope.Call(called, occasion, arguments);
    });

    private static bool IsBuiltIn(Macro? macro) => macro is null || BuiltInMacros.Owns(macro.Package);
}
