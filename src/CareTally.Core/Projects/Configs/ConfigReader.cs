using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects.Configs;

/// <summary>Reads config values from YAML and from a call of <c>config()</c>.</summary>
internal static class ConfigReader
{
    // These may call macros, which are not there yet; everything else in a config is rendered when it is read.
    private static bool IsRenderedLater(string key) => key is "pre-hook" or "post-hook" or "where" or "loaded_at_query";

    public static KeyValuePair<string, ConfigValue> Read(YamlScalar key, YamlNode value, YamlRenderer renderer, Problems problems)
    {
        var name = ConfigKeys.Canonical(key.Text.TrimStart('+'));
        WarnIfUnlikely(name, key.Span, problems);
        if (name == "column_types" && value is YamlMapping columns) UniqueColumns.Check(columns.Entries.Select(entry => (entry.Key.Text, entry.Key.Span)), problems);
        if (IsRenderedLater(name)) return new(name, new ConfigValue(YamlValues.ToValue(value), value.Span));
        return new(name, new ConfigValue(renderer.Render(value), value.Span) { Mappings = value is YamlMapping mapping ? [mapping] : [], Unrendered = YamlRenderer.HoldsTemplate(value) ? YamlValues.ToValue(value) : (Value?)null });
    }

    /// <summary>A <c>config:</c> mapping.</summary>
    public static ConfigLayer Read(YamlMapping? mapping, YamlRenderer renderer, Problems problems)
    {
        if (mapping is null or { Entries.IsEmpty: true }) return ConfigLayer.Empty;
        RefuseTwoNames(mapping.Entries.Select(entry => (entry.Key.Text, entry.Key.Span)), problems);
        return new([.. mapping.Entries.Select(e => Read(e.Key, e.Value, renderer, problems))]);
    }

    /// <summary>The keyword arguments, or the one dictionary, of a call of <c>config()</c> in a file.</summary>
    /// <param name="arguments">Keys and values.</param>
    /// <param name="written">How they are written, as far as that is known.</param>
    /// <param name="span">The call.</param>
    /// <param name="problems">Where to complain.</param>
    public static ConfigLayer Read(IReadOnlyCollection<KeyValuePair<string, Value>> arguments, IReadOnlyDictionary<string, WrittenConfig> written, SourceSpan span, Problems problems)
    {
        var values = ImmutableArray.CreateBuilder<KeyValuePair<string, ConfigValue>>();
        foreach (var (key, value) in arguments)
        {
            var (name, place) = (ConfigKeys.Canonical(key), written.GetValueOrDefault(key) ?? new WrittenConfig(span, span, false));
            WarnIfUnlikely(name, place.Key, problems);
            values.Add(new(name, new ConfigValue(value, place.Value) { Unrendered = place.IsComputed ? Value.Of($"{{{{ {place.Value.Text} }}}}") : (Value?)null }));
        }

        RefuseTwoNames(arguments.Select(pair => (pair.Key, written.GetValueOrDefault(pair.Key)?.Key ?? span)), problems);
        return new ConfigLayer(values.ToImmutable());
    }

    // One of them would win in silence.
    private static void RefuseTwoNames(IEnumerable<(string Key, SourceSpan Span)> keys, Problems problems)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, span) in keys)
        {
            if (!seen.TryAdd(ConfigKeys.Canonical(key), key) && seen[ConfigKeys.Canonical(key)] is var other && other != key)
                problems.Report(ProjectProblems.TwoNames, span, other, key);
        }
    }

    // dbt allows any key in a config; but one that is nearly a known key is a misspelling, and would change what is built in silence.
    private static void WarnIfUnlikely(string name, SourceSpan span, Problems problems)
    {
        if (!ConfigKeys.Known.ContainsKey(name) && DidYouMean.Hint(name, ConfigKeys.Known.Keys) is { } hint)
            problems.ReportWithHint(ProjectProblems.UnlikelyConfig, span, hint, name);
    }
}
