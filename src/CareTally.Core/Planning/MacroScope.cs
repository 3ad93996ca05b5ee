using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>Calls the macros that write what becomes of a node's relation.</summary>
/// <param name="node">The node.</param>
/// <param name="scopes">Makes the scope.</param>
internal sealed class MacroScope(RelationNode node, NodeScopes scopes)
{
    /// <summary>What is seen instead of the real thing, in a unit test; null otherwise.</summary>
    public StandIn? StandIn { get; init; }

    /// <summary>The node's relation, as a table.</summary>
    public RelationValue Target => RelationValue.Of(StandIn?.Target ?? node.Relation, scopes.Manifest.Project.Target.Database, RelationTypes.Table);

    /// <summary>What a macro returns, or its text.</summary>
    public Value Call(Macro macro, Occasion occasion, IReadOnlyList<Value> arguments)
    {
        var (binding, options) = (scopes.BindingOf(node, occasion), scopes.OptionsFor(node.Package, occasion));
        if (StandIn is { } standIn) (binding, options) = (standIn.Bind(binding), options with { Overrides = standIn.Overrides });
        return TemplateRenderer.CallMacro(macro.Value, NodeScope.Create(scopes.Manifest.Project, binding), arguments, null, options);
    }
}

/// <summary>What the macros of a node see in a unit test.</summary>
/// <param name="Target">The table that they change.</param>
/// <param name="Bind">Puts the given inputs in place of the real ones.</param>
/// <param name="Overrides">Names that mean something else.</param>
internal sealed record StandIn(Relation Target, Func<NodeBinding, NodeBinding> Bind, IReadOnlyDictionary<string, Value> Overrides);
