using System.Collections.Immutable;
using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Reads how fresh a relation has to be from its configuration.</summary>
internal static class FreshnessReader
{
    private const string Field = "loaded_at_field";
    private const string Query = "loaded_at_query";

    // The last two are for dbt's own scheduler.
    private static readonly string[] Keys = ["warn_after", "error_after", "filter", "build_after", "updates_on"];

    private static readonly string[] Parts = ["count", "period"];

    /// <summary>
    /// What one level (a source, or one of its tables) configures. The field and the query exclude each other, so the one that is given
    /// takes away the other where a more general level has it.
    /// </summary>
    public static IEnumerable<ConfigLayer> Level(IEnumerable<ConfigLayer> layers, Problems problems)
    {
        var all = layers.ToArray();
        var (field, query) = (Given(all, Field), Given(all, Query));
        if (field is not null && query?.Span is { } span) problems.ReportWithHint(ManifestProblems.TwoLoadedAt, span, "keep one of them");
        if (field is null == query is null) return all;
        return [new ConfigLayer([KeyValuePair.Create(field is null ? Field : Query, new ConfigValue(Value.None, null))]), .. all];
    }

    /// <summary>The rules, or null where nothing is required.</summary>
    /// <param name="config">The merged configuration.</param>
    /// <param name="what">What it is of, for messages.</param>
    /// <param name="fallback">Where to complain if not at the value itself.</param>
    /// <param name="problems">Where to complain.</param>
    public static FreshnessRules? Read(NodeConfig config, string what, SourceSpan fallback, Problems problems)
    {
        if (config.Get("freshness") is not { } configured) return null;
        var span = configured.Span ?? fallback;
        if (configured.Value.AsObject is not DictValue given)
        {
            problems.Report(ManifestProblems.BadConfig, span, "freshness", "a mapping with warn_after or error_after", configured.Value.ToText());
            return null;
        }

        foreach (var key in given.Keys.Select(key => key.ToText()).Except(Keys))
        {
            problems.ReportWithHint(
                ManifestProblems.BadFreshness, configured.PlaceOf(key)?.Key ?? fallback, DidYouMean.Hint(key, Keys) ?? $"keys: {string.Join(", ", Keys[..3])}", what, $"unknown key '{key}'");
        }

        var rules = new FreshnessRules
        {
            WarnAfter = Threshold(given, configured, "warn_after", what, fallback, problems),
            ErrorAfter = Threshold(given, configured, "error_after", what, fallback, problems),
            Filter = Text(given, "filter"),
            LoadedAtField = config.Text(Field),
            LoadedAtQuery = config.Text(Query),
            Span = span,
            LoadedAtSpan = (config.Get(Field) ?? config.Get(Query))?.Span ?? span,
        };
        return rules is { WarnAfter: null, ErrorAfter: null } ? null : rules;
    }

    private static FreshnessThreshold? Threshold(DictValue given, ConfigValue configured, string key, string what, SourceSpan fallback, Problems problems)
    {
        if (!given.TryGet(key, out var value) || value.IsNone) return null;
        if (value.AsObject is not DictValue threshold)
        {
            Report($"{key} must be a mapping with count and period, not '{value.ToText()}'", "for example {count: 12, period: hour}", key);
            return null;
        }

        var unknowns = threshold.Keys.Select(part => part.ToText()).Except(Parts).ToArray();
        foreach (var unknown in unknowns)
        {
            problems.ReportWithHint(
                ManifestProblems.BadFreshness, configured.PlaceOf(key, unknown)?.Key ?? fallback, DidYouMean.Hint(unknown, Parts) ?? "keys: count, period", what, $"unknown key '{unknown}' in {key}");
        }

        if (unknowns.Length > 0) return null;

        var (count, period) = (Text(threshold, "count"), Text(threshold, "period"));
        if (count is null && period is null) return null;
        if (count is null || period is null)
        {
            problems.Report(ManifestProblems.PartialFreshness, configured.PlaceOf(key)?.Key ?? fallback, what, key, count is null ? "count" : "period");
            return null;
        }

        if (!FreshnessThreshold.Periods.Contains(period))
            Report($"the period of {key} cannot be '{period}'", DidYouMean.Hint(period, FreshnessThreshold.Periods) ?? $"periods: {string.Join(", ", FreshnessThreshold.Periods)}", key, "period");
        if (!int.TryParse(count, out var number) || number < 0) Report($"the count of {key} must be a whole number, not '{count}'", null, key, "count");
        return new FreshnessThreshold(Math.Max(0, number), period);

        void Report(string problem, string? hint, params ReadOnlySpan<string> path) => problems.ReportWithHint(ManifestProblems.BadFreshness, configured.PlaceOf(path)?.Value ?? fallback, hint, what, problem);
    }

    private static string? Text(DictValue given, string key) => given.TryGet(key, out var value) && !value.IsNone ? value.ToText() : null;

    private static ConfigValue? Given(ConfigLayer[] layers, string key) =>
        layers.SelectMany(layer => layer.Values).Where(pair => pair.Key == key && !pair.Value.Value.IsNone).Select(pair => pair.Value).LastOrDefault();
}
