using System.Text.Json;
using CareTally.Core.Manifests;

namespace CareTally.Core.State;

/// <summary>Compares what an exposure says of itself.</summary>
internal static class ExposureComparison
{
    /// <summary>Whether it is what it was.</summary>
    public static bool AreSame(ExposureNode exposure, JsonElement old) =>
        (JsonFields.Text(old, "type"), JsonFields.Text(old, "label"), JsonFields.Text(old, "maturity"), JsonFields.Text(old, "url"))
            == (exposure.Type, exposure.Label, exposure.Maturity, exposure.Url)
        && (JsonFields.Text(old, "description") ?? "") == exposure.Description
        && JsonFields.Find(old, "owner") is { } owner && HasSameOwner(exposure, owner)
        && JsonFields.Texts(old, "depends_on", "nodes").ToHashSet(StringComparer.Ordinal).SetEquals(exposure.DependsOn.Select(id => id.ToString()));

    // dbt names what an owner does not have.
    private static bool HasSameOwner(ExposureNode exposure, JsonElement old)
    {
        var before = old.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null).ToArray();
        var now = exposure.Owner.All.Entries.Where(entry => !entry.Value.IsNone).ToArray();
        return before.Length == now.Length && before.All(property => exposure.Owner.All.TryGet(property.Name, out var value) && JsonFields.AreEqual(value, property.Value));
    }
}
