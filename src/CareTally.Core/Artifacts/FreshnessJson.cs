using System.Text.Json;
using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Writes how fresh a relation has to be.</summary>
internal static class FreshnessJson
{
    public static void Write(Utf8JsonWriter json, string name, FreshnessRules? rules)
    {
        if (rules is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        WriteThreshold(json, "warn_after", rules.WarnAfter);
        WriteThreshold(json, "error_after", rules.ErrorAfter);
        json.WriteString("filter", rules.Filter);
        json.WriteEndObject();
    }

    private static void WriteThreshold(Utf8JsonWriter json, string name, FreshnessThreshold? threshold)
    {
        if (threshold is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("count", threshold.Count);
        json.WriteString("period", threshold.Period);
        json.WriteEndObject();
    }
}
