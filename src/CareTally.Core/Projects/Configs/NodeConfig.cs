using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects.Configs;

/// <summary>A config value and where it was written.</summary>
/// <param name="Value">The value, after rendering.</param>
/// <param name="Span">Its place; null where the command line or a default gave it.</param>
public sealed record ConfigValue(Value Value, SourceSpan? Span)
{
    /// <summary>The value as it was written, where it holds a template.</summary>
    public Value? Unrendered { get; init; }

    /// <summary>The YAML mappings it was made of, the most specific first.</summary>
    internal ImmutableArray<YamlMapping> Mappings { get; init; } = [];

    /// <summary>The value as it was written: the same for every target and every variable.</summary>
    public Value Written => Unrendered ?? Value;

    /// <summary>Where a key inside it stands, or the key's value; the whole value's place where that is not known.</summary>
    /// <param name="path">The keys that lead to it.</param>
    internal (SourceSpan Key, SourceSpan Value)? PlaceOf(params ReadOnlySpan<string> path)
    {
        foreach (var mapping in Mappings)
        {
            if (Find(mapping, path) is { } entry) return (entry.Key.Span, entry.Value.Span);
        }

        return Span is { } span ? (span, span) : null;
    }

    private static YamlEntry? Find(YamlMapping mapping, ReadOnlySpan<string> path)
    {
        YamlEntry? found = null;
        foreach (var key in path)
        {
            var within = found is null ? mapping : found.Value as YamlMapping;
            found = within?.Entries.FirstOrDefault(entry => entry.Key.Text == key);
            if (found is null) return null;
        }

        return found;
    }
}

/// <summary>Config values written in one place, by canonical key.</summary>
/// <param name="Values">Keys as <see cref="ConfigKeys.Canonical"/> spells them.</param>
internal sealed record ConfigLayer(ImmutableArray<KeyValuePair<string, ConfigValue>> Values)
{
    public static readonly ConfigLayer Empty = new([]);
}

/// <summary>The configuration of one node: all layers merged, the most specific winning.</summary>
public sealed class NodeConfig
{
    private static readonly NodeConfig Empty = new([]);

    private readonly Dictionary<string, ConfigValue> _values;

    private NodeConfig(Dictionary<string, ConfigValue> values) => _values = values;

    /// <summary>All keys with their values.</summary>
    public IReadOnlyDictionary<string, ConfigValue> Values => _values;

    /// <summary>Whether the node takes part at all; true by default.</summary>
    public bool IsEnabled => Get("enabled") is not { } enabled || enabled.Value.IsTruthy;

    /// <summary>Labels for selection, each once, general before specific.</summary>
    public ImmutableArray<string> Tags => Texts("tags");

    /// <summary>Free-form metadata.</summary>
    public DictValue Meta => Get("meta")?.Value.AsObject as DictValue ?? new DictValue();

    /// <summary>Whether nothing is configured.</summary>
    public bool IsEmpty => _values.Count == 0;

    /// <summary>A value with its place, or null where the key is not set or is None.</summary>
    public ConfigValue? Get(string key) => _values.TryGetValue(key, out var value) && !value.Value.IsNone ? value : null;

    /// <summary>A value as text, or null.</summary>
    public string? Text(string key) => Get(key)?.Value.ToText();

    /// <summary>A list of texts; a lone value counts as a list of one.</summary>
    public ImmutableArray<string> Texts(string key) =>
        Get(key) is { } value ? [.. Items(value.Value).Select(v => v.ToText()).Distinct()] : [];

    /// <summary>Merges layers, given from the most general to the most specific.</summary>
    internal static NodeConfig Merge(IReadOnlyList<ConfigLayer> layers)
    {
        if (layers.All(layer => layer.Values.IsEmpty)) return Empty;
        var merged = new Dictionary<string, ConfigValue>(StringComparer.Ordinal);
        foreach (var layer in layers)
        {
            foreach (var (key, value) in layer.Values)
                merged[key] = merged.TryGetValue(key, out var general) ? Combine(key, general, value) : value;
        }

        return new NodeConfig(merged);
    }

    private static ConfigValue Combine(string key, ConfigValue general, ConfigValue specific) =>
        ConfigKeys.Known.GetValueOrDefault(key) switch
        {
            ConfigMerge.Append => Combine(general, specific, Append),
            ConfigMerge.Overlay when general.Value.IsDict && specific.Value.IsDict => Combine(general, specific, (below, above) => Overlay(below, above, isDeep: false)),
            ConfigMerge.DeepOverlay when general.Value.IsDict && specific.Value.IsDict => Combine(general, specific, (below, above) => Overlay(below, above, isDeep: true)),
            _ => specific,
        };

    private static ConfigValue Combine(ConfigValue general, ConfigValue specific, Func<Value, Value, Value> combine) => specific with
    {
        Value = combine(general.Value, specific.Value),
        Mappings = specific.Mappings.AddRange(general.Mappings),
        Unrendered = general.Unrendered is null && specific.Unrendered is null ? (Value?)null : combine(general.Written, specific.Written),
    };

    private static Value Append(Value general, Value specific) => Value.Of(new ListValue(Items(general).Concat(Items(specific))));

    // A text that is a template may stand for a mapping: then there is nothing to lay it over.
    private static Value Overlay(Value general, Value specific, bool isDeep) =>
        general.AsObject is DictValue below && specific.AsObject is DictValue above ? Value.Of(Overlay(below, above, isDeep)) : specific;

    private static DictValue Overlay(DictValue below, DictValue above, bool isDeep)
    {
        var result = new DictValue();
        foreach (var (key, value) in below.Entries) result.Set(key, value);
        foreach (var (key, value) in above.Entries)
        {
            var areMappings = isDeep && result.TryGet(key.ToText(), out var under) && under.IsDict && value.IsDict;
            result.Set(key, areMappings ? Value.Of(Overlay(result[key.ToText()].AsDict, value.AsDict, isDeep: false)) : value);
        }

        return result;
    }

    private static ListValue Items(Value value) => value.AsObject switch
    {
        ListValue list => list,
        TupleValue tuple => new ListValue(tuple.Items),
        _ => value.IsNone ? new ListValue() : Value.ListOf(value).AsList,
    };
}
