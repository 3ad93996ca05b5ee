using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using CareTally.Core.Projects.Configs;

namespace CareTally.Core.State;

/// <summary>Compares configurations as they are written, so that what depends on the target or on variables is no change.</summary>
internal static class ConfigComparison
{
    /// <summary>The keys that say where a relation is.</summary>
    public static readonly ImmutableArray<string> RelationKeys = ["database", "schema", "alias"];

    // These change where a node is or how it is found, not what is built.
    private static readonly FrozenSet<string> LeftOut = RelationKeys.AddRange("tags", "group").ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a configuration is what it was.</summary>
    public static bool AreSame(NodeConfig config, JsonElement old)
    {
        var before = JsonFields.Find(old, "unrendered_config") is { ValueKind: JsonValueKind.Object } all ? all.EnumerateObject().Select(property => property.Name) : [];
        return config.Values.Keys.Concat(before.Select(ConfigKeys.Canonical)).Where(key => !LeftOut.Contains(key)).Distinct(StringComparer.Ordinal).All(key => IsSame(config, old, key));
    }

    /// <summary>Whether one key is what it was.</summary>
    public static bool IsSame(NodeConfig config, JsonElement old, string key)
    {
        var before = JsonFields.Find(old, "unrendered_config", key) ?? JsonFields.Find(old, "unrendered_config", key.Replace('-', '_'));
        return config.Get(key) is { } now
            ? before is { } value && (JsonFields.AreEqual(now.Written, value) || JsonFields.AreEqual(Templating.Values.Value.ListOf(now.Written), value))
            : before is null;
    }
}
