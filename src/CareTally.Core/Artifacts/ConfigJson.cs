using System.Text;
using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Templating.Values;

namespace CareTally.Core.Artifacts;

/// <summary>A config key that dbt writes.</summary>
/// <param name="Name">The key.</param>
/// <param name="Default">What holds where nothing is said, as JSON.</param>
internal sealed record ConfigKey(string Name, string Default)
{
    /// <summary>The key as the writer wants it.</summary>
    public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(Name);

    /// <summary>The same as the writer wants it.</summary>
    public byte[] EncodedDefault { get; } = Encoding.UTF8.GetBytes(Default);
}

/// <summary>The config keys that dbt writes for a kind of node.</summary>
internal sealed class ConfigShape
{
    private static readonly ConfigKey[] OfEvery =
        [new("enabled", "true"), new("alias", "null"), new("database", "null"), new("tags", "[]"), new("meta", "{}"), new("group", "null")];

    private static readonly ConfigKey[] OfBuilt =
    [
        .. OfEvery, new("schema", "null"), new("incremental_strategy", "null"), new("batch_size", "null"), new("lookback", "1"), new("begin", "null"), new("persist_docs", "{}"),
        new("post-hook", "[]"), new("pre-hook", "[]"), new("quoting", "{}"), new("column_types", "{}"), new("full_refresh", "null"), new("unique_key", "null"),
        new("on_schema_change", "\"ignore\""), new("on_configuration_change", "\"apply\""), new("grants", "{}"), new("packages", "[]"),
        new("docs", """{"show":true,"node_color":null}"""), new("contract", """{"enforced":false,"alias_types":true}"""), new("event_time", "null"), new("concurrent_batches", "null"),
    ];

    /// <summary>Of models.</summary>
    public static readonly ConfigShape Model = new([.. OfBuilt, new("materialized", "\"view\""), new("access", "\"protected\""), new("freshness", "null")]);

    /// <summary>Of snapshots.</summary>
    public static readonly ConfigShape Snapshot = new(
    [
        .. OfBuilt, new("materialized", "\"snapshot\""), new("strategy", "null"), new("target_schema", "null"), new("target_database", "null"), new("updated_at", "null"),
        new("check_cols", "null"), new("snapshot_meta_column_names", "{}"), new("dbt_valid_to_current", "null"), new("hard_deletes", "null"),
    ]);

    /// <summary>Of analyses.</summary>
    public static readonly ConfigShape Analysis = new([.. OfBuilt, new("materialized", "\"view\"")]);

    /// <summary>Of functions.</summary>
    public static readonly ConfigShape Function = new(
        [.. OfBuilt, new("materialized", "\"function\""), new("type", "\"scalar\""), new("volatility", "null"), new("runtime_version", "null"), new("entry_point", "null")]);

    /// <summary>Of seeds.</summary>
    public static readonly ConfigShape Seed = new([.. OfBuilt, new("materialized", "\"seed\""), new("delimiter", "\",\""), new("quote_columns", "null")]);

    /// <summary>Of data tests.</summary>
    public static readonly ConfigShape DataTest = new(
    [
        .. OfEvery, new("schema", "\"dbt_test__audit\""), new("materialized", "\"test\""), new("severity", "\"ERROR\""), new("store_failures", "null"),
        new("store_failures_as", "null"), new("where", "null"), new("limit", "null"), new("fail_calc", "\"count(*)\""), new("warn_if", "\"!= 0\""), new("error_if", "\"!= 0\""),
    ]);

    /// <summary>Of unit tests.</summary>
    public static readonly ConfigShape UnitTest = new([new("enabled", "true"), new("tags", "[]"), new("meta", "{}")]);

    /// <summary>Of sources.</summary>
    public static readonly ConfigShape Source = new(
    [
        new("enabled", "true"), new("event_time", "null"), new("freshness", "null"), new("loaded_at_field", "null"), new("loaded_at_query", "null"), new("meta", "{}"), new("tags", "[]"),
    ]);

    /// <summary>Of exposures.</summary>
    public static readonly ConfigShape Exposure = new([new("enabled", "true"), new("tags", "[]"), new("meta", "{}")]);

    private readonly HashSet<string> _names;

    private ConfigShape(ConfigKey[] keys)
    {
        (Keys, _names) = (keys, [.. keys.Select(key => key.Name)]);
        Defaults = Encoding.UTF8.GetBytes($"{{{string.Join(',', keys.Select(key => $"\"{key.Name}\":{key.Default}"))}}}");
    }

    /// <summary>The keys, in the order they are written.</summary>
    public ConfigKey[] Keys { get; }

    /// <summary>The whole of it for a node that configures nothing, as JSON: most tests do not.</summary>
    public byte[] Defaults { get; }

    /// <summary>Whether a key is one of them.</summary>
    public bool Has(string key) => _names.Contains(key);
}

/// <summary>Writes the configuration of a node: dbt's keys with what holds for them, then whatever else is configured.</summary>
internal static class ConfigJson
{
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, NodeConfig config, ConfigShape shape)
    {
        if (config.IsEmpty)
        {
            json.WriteConstant(name, shape.Defaults);
            return;
        }

        json.WriteStartObject(name);
        foreach (var key in shape.Keys)
        {
            json.WritePropertyName(key.Encoded);
            if (config.Get(key.Name) is { } configured) WriteValue(json, key.Name, configured.Value);
            else json.WriteRawValue(key.EncodedDefault, skipInputValidation: true);
        }

        foreach (var (key, value) in config.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (shape.Has(key)) continue;
            json.WritePropertyName(key);
            WriteValue(json, key, value.Value);
        }

        json.WriteEndObject();
    }

    /// <summary>What is configured, and nothing else, as it is written.</summary>
    public static void WriteConfigured(Utf8JsonWriter json, ReadOnlySpan<byte> name, NodeConfig config)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in config.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(key);
            TemplateJson.Write(json, value.Written);
        }

        json.WriteEndObject();
    }

    /// <summary>Free-form metadata, as it stands beside a node's config.</summary>
    public static void WriteMeta(Utf8JsonWriter json, NodeConfig config)
    {
        if (config.Get("meta") is null)
        {
            json.WriteConstant("meta"u8, "{}"u8);
            return;
        }

        json.WritePropertyName("meta"u8);
        TemplateJson.Write(json, config.Meta);
    }

    /// <summary>How a node is shown in documentation, as it stands beside its config.</summary>
    public static void WriteDocs(Utf8JsonWriter json, NodeConfig config)
    {
        if (config.Get("docs") is not { } docs)
        {
            json.WriteConstant("docs"u8, """{"show":true,"node_color":null}"""u8);
            return;
        }

        json.WritePropertyName("docs"u8);
        TemplateJson.Write(json, docs.Value);
    }

    /// <summary>A node's contract, as it stands beside its config.</summary>
    public static void WriteContract(Utf8JsonWriter json, NodeConfig config, string? checksum)
    {
        if (config.Get("contract")?.Value.AsObject is not DictValue contract)
        {
            json.WriteConstant("contract"u8, """{"enforced":false,"alias_types":true,"checksum":null}"""u8);
            return;
        }

        json.WriteStartObject("contract"u8);
        json.WriteBoolean("enforced"u8, contract.TryGet("enforced", out var enforced) && enforced.IsTruthy);
        json.WriteBoolean("alias_types"u8, !contract.TryGet("alias_types", out var aliases) || aliases.IsTruthy);
        json.WriteString("checksum"u8, checksum);
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
            json.WriteString("sql"u8, hook.Sql);
            json.WriteBoolean("transaction"u8, hook.InTransaction);
            json.WriteNull("index"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
