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
        return new(name, new ConfigValue(renderer.Render(value), value.Span) { Unrendered = YamlRenderer.HoldsTemplate(value) ? YamlValues.ToValue(value) : (Value?)null });
    }

    /// <summary>A <c>config:</c> mapping.</summary>
    public static ConfigLayer Read(YamlMapping? mapping, YamlRenderer renderer, Problems problems) =>
        mapping is null or { Entries.IsEmpty: true } ? ConfigLayer.Empty : new([.. mapping.Entries.Select(e => Read(e.Key, e.Value, renderer, problems))]);

    /// <summary>The keyword arguments, or the one dictionary, of a call of <c>config()</c> in a file.</summary>
    /// <param name="arguments">Keys and values.</param>
    /// <param name="computed">Those of them that are computed, as they are written.</param>
    /// <param name="span">The call.</param>
    /// <param name="problems">Where to complain.</param>
    public static ConfigLayer Read(IEnumerable<KeyValuePair<string, Value>> arguments, IReadOnlyDictionary<string, string> computed, SourceSpan span, Problems problems)
    {
        var values = ImmutableArray.CreateBuilder<KeyValuePair<string, ConfigValue>>();
        foreach (var (key, value) in arguments)
        {
            var name = ConfigKeys.Canonical(key);
            WarnIfUnlikely(name, span, problems);
            values.Add(new(name, new ConfigValue(value, span) { Unrendered = computed.TryGetValue(key, out var text) ? Value.Of($"{{{{ {text} }}}}") : (Value?)null }));
        }

        return new ConfigLayer(values.ToImmutable());
    }

    // dbt allows any key in a config; but one that is nearly a known key is a misspelling, and would change what is built in silence.
    private static void WarnIfUnlikely(string name, SourceSpan span, Problems problems)
    {
        if (!ConfigKeys.Known.ContainsKey(name) && DidYouMean.Hint(name, ConfigKeys.Known.Keys) is { } hint)
            problems.ReportWithHint(ProjectProblems.UnlikelyConfig, span, hint, name);
    }
}
