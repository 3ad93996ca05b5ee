using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Templating.Values;

namespace CareTally.Core.Artifacts;

/// <summary>The config keys that dbt writes for a kind of node, each with the JSON of what holds where nothing is said.</summary>
internal sealed record ConfigShape(ImmutableArray<(string Key, string Default)> Defaults)
{
    private static readonly ImmutableArray<(string Key, string Default)> OfEvery =
    [
        ("enabled", "true"), ("alias", "null"), ("schema", "null"), ("database", "null"), ("tags", "[]"), ("meta", "{}"), ("group", "null"),
    ];

    private static readonly ImmutableArray<(string Key, string Default)> OfBuilt =
    [
        ("incremental_strategy", "null"), ("batch_size", "null"), ("lookback", "1"), ("begin", "null"), ("persist_docs", "{}"),
        ("post-hook", "[]"), ("pre-hook", "[]"), ("quoting", "{}"), ("column_types", "{}"), ("full_refresh", "null"), ("unique_key", "null"),
        ("on_schema_change", "\"ignore\""), ("on_configuration_change", "\"apply\""), ("grants", "{}"), ("packages", "[]"),
        ("docs", """{"show":true,"node_color":null}"""), ("contract", """{"enforced":false,"alias_types":true}"""), ("event_time", "null"), ("concurrent_batches", "null"),
    ];

    /// <summary>Of models.</summary>
    public static readonly ConfigShape Model = Built("view", ("access", "\"protected\""), ("freshness", "null"));

    /// <summary>Of seeds.</summary>
    public static readonly ConfigShape Seed = Built("seed", ("delimiter", "\",\""), ("quote_columns", "null"));

    /// <summary>Of data tests.</summary>
    public static readonly ConfigShape DataTest = new(
    [
        .. OfEvery.Select(key => key.Key == "schema" ? ("schema", "\"dbt_test__audit\"") : key), ("materialized", "\"test\""), ("severity", "\"ERROR\""),
        ("store_failures", "null"), ("store_failures_as", "null"), ("where", "null"), ("limit", "null"), ("fail_calc", "\"count(*)\""),
        ("warn_if", "\"!= 0\""), ("error_if", "\"!= 0\""),
    ]);

    /// <summary>Of sources.</summary>
    public static readonly ConfigShape Source = new(
    [
        ("enabled", "true"), ("event_time", "null"), ("freshness", "null"), ("loaded_at_field", "null"), ("loaded_at_query", "null"), ("meta", "{}"), ("tags", "[]"),
    ]);

    /// <summary>The same keys, to be looked up.</summary>
    public FrozenSet<string> Keys { get; } = Defaults.Select(pair => pair.Key).ToFrozenSet();

    /// <summary>The keys of what is built, and further ones.</summary>
    /// <param name="materialized">How it is made where nothing is said.</param>
    /// <param name="more">Keys of this kind alone.</param>
    public static ConfigShape Built(string materialized, params ReadOnlySpan<(string Key, string Default)> more) =>
        new([.. OfEvery, ("materialized", $"\"{materialized}\""), .. OfBuilt, .. more]);
}

/// <summary>Writes the configuration of a node: dbt's keys with what holds for them, then whatever else is configured.</summary>
internal static class ConfigJson
{
    public static void Write(Utf8JsonWriter json, string name, NodeConfig config, ConfigShape shape)
    {
        json.WriteStartObject(name);
        foreach (var (key, byDefault) in shape.Defaults) WriteKey(json, key, config, byDefault);
        foreach (var (key, value) in config.Values.Where(pair => !shape.Keys.Contains(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(key);
            WriteValue(json, key, value.Value);
        }

        json.WriteEndObject();
    }

    /// <summary>One key with its value, or with what holds where nothing is said.</summary>
    public static void WriteKey(Utf8JsonWriter json, string key, NodeConfig config, string byDefault)
    {
        json.WritePropertyName(key);
        if (config.Get(key) is { } configured) WriteValue(json, key, configured.Value);
        else json.WriteRawValue(byDefault, skipInputValidation: true);
    }

    /// <summary>What is configured, and nothing else.</summary>
    public static void WriteConfigured(Utf8JsonWriter json, string name, NodeConfig config)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in config.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(key);
            TemplateJson.Write(json, value.Value);
        }

        json.WriteEndObject();
    }

    /// <summary>A node's contract, as it stands beside its config.</summary>
    public static void WriteContract(Utf8JsonWriter json, NodeConfig config)
    {
        var contract = config.Get("contract")?.Value.AsObject as DictValue;
        json.WriteStartObject("contract");
        json.WriteBoolean("enforced", contract is not null && contract.TryGet("enforced", out var enforced) && enforced.IsTruthy);
        json.WriteBoolean("alias_types", contract is null || !contract.TryGet("alias_types", out var aliases) || aliases.IsTruthy);
        json.WriteNull("checksum");
        json.WriteEndObject();
    }

    // A lone tag or hook counts as a list of one.
    private static void WriteValue(Utf8JsonWriter json, string key, Value value)
    {
        if (key is HookConfig.Before or HookConfig.After) WriteHooks(json, value);
        else if (key is "tags" or "packages" && value.IsString) TemplateJson.Write(json, Value.ListOf(value));
        else TemplateJson.Write(json, value);
    }

    private static void WriteHooks(Utf8JsonWriter json, Value value)
    {
        json.WriteStartArray();
        foreach (var hook in HookConfig.Read(value).OfType<ConfiguredHook>())
        {
            json.WriteStartObject();
            json.WriteString("sql", hook.Sql);
            json.WriteBoolean("transaction", hook.InTransaction);
            json.WriteNull("index");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
