using CareTally.Core.Manifests;
using CareTally.Templating.Values;

namespace CareTally.Core.Selecting;

/// <summary>The method <c>config.key:value</c>.</summary>
internal static class ConfigMethod
{
    /// <summary>Whether the value that the arguments lead to is the wanted one, or holds it.</summary>
    public static bool Matches(Node node, SelectorTerm term)
    {
        if (term.Arguments is not [var key, .. var path]) return false;
        var value = key switch
        {
            "materialized" => MaterializationOf(node),
            "enabled" => true,
            "severity" when node is DataTestNode test => test.Rules.IsWarning ? "warn" : "error",
            _ => node.Config.Get(key)?.Value ?? Value.None,
        };
        foreach (var part in path)
        {
            if (value.AsObject is not DictValue dictionary || !dictionary.TryGet(part, out value)) return false;
        }

        if (value.IsNone) return false;
        if (value.AsObject is ListValue list) return list.Any(item => NamePattern.Like(item.ToText(), term.Value));
        var ignoreCase = value.IsBool || key == "severity";
        return string.Equals(value.ToText(), term.Value, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    private static Value MaterializationOf(Node node) => node switch
    {
        ModelNode { Materialization: Materialization.View } => "view",
        ModelNode { Materialization: Materialization.Table } => "table",
        ModelNode { Materialization: Materialization.Incremental } => "incremental",
        ModelNode { Materialization: Materialization.Ephemeral } => "ephemeral",
        ModelNode model => model.Config.Text("materialized") ?? "view",
        SeedNode => "seed",
        SnapshotNode => "snapshot",
        DataTestNode => "test",
        UnitTestNode => "unit",
        _ => Value.None,
    };
}
