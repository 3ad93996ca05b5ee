using System.Globalization;
using System.Text.Json;

namespace CareTally.Core.State;

/// <summary>Compares what two runs of <c>source freshness</c> found.</summary>
public static class PreviousSources
{
    /// <summary>The sources that hold newer rows than they did, or hold rows for the first time.</summary>
    /// <param name="folder">Where the earlier sources.json is.</param>
    /// <param name="current">Where the later one is.</param>
    /// <exception cref="Diagnostics.DiagnosticException">One of them is not there or cannot be read.</exception>
    public static IReadOnlySet<string> Fresher(string folder, string current)
    {
        var before = StateFile.Sources.Read(folder, LoadedAt);
        var now = StateFile.Sources.Read(current, LoadedAt);
        return now.Where(source => source.Value is { } loaded && (!before.TryGetValue(source.Key, out var then) || loaded > then)).Select(source => source.Key).ToHashSet(StringComparer.Ordinal);
    }

    // Null where the question itself failed: nothing is known of such a source.
    private static Dictionary<string, DateTimeOffset?> LoadedAt(JsonElement root) => root.GetProperty("results").EnumerateArray().ToDictionary(
        result => result.GetProperty("unique_id").GetString()!,
        result => JsonFields.Text(result, "max_loaded_at") is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : (DateTimeOffset?)null,
        StringComparer.Ordinal);
}
