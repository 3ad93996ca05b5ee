using System.Collections.Frozen;

namespace CareTally.Core.Projects.Configs;

/// <summary>How a more specific value of a config key meets a more general one.</summary>
internal enum ConfigMerge
{
    /// <summary>It takes its place.</summary>
    Replace,

    /// <summary>Its items are put behind.</summary>
    Append,

    /// <summary>Its keys are laid over.</summary>
    Overlay,

    /// <summary>Its keys are laid over, and so are the keys of the mappings in it.</summary>
    DeepOverlay,
}

/// <summary>The config keys that dbt and tally know, and how each is merged.</summary>
internal static class ConfigKeys
{
    public static readonly FrozenDictionary<string, ConfigMerge> Known = new Dictionary<string, ConfigMerge>
    {
        ["enabled"] = ConfigMerge.Replace,
        ["materialized"] = ConfigMerge.Replace,
        ["database"] = ConfigMerge.Replace,
        ["schema"] = ConfigMerge.Replace,
        ["alias"] = ConfigMerge.Replace,
        ["tags"] = ConfigMerge.Append,
        ["meta"] = ConfigMerge.Overlay,
        ["docs"] = ConfigMerge.Overlay,
        ["quoting"] = ConfigMerge.Overlay,
        ["column_types"] = ConfigMerge.Overlay,
        ["contract"] = ConfigMerge.Overlay,
        ["grants"] = ConfigMerge.Overlay,
        ["persist_docs"] = ConfigMerge.Overlay,
        ["pre-hook"] = ConfigMerge.Append,
        ["post-hook"] = ConfigMerge.Append,
        ["packages"] = ConfigMerge.Append,
        ["quote_columns"] = ConfigMerge.Replace,
        ["delimiter"] = ConfigMerge.Replace,
        ["fast"] = ConfigMerge.Replace,
        ["external"] = ConfigMerge.Replace,
        ["on_unreadable"] = ConfigMerge.Replace,
        ["max_unreadable_share"] = ConfigMerge.Replace,
        ["full_refresh"] = ConfigMerge.Replace,
        ["unique_key"] = ConfigMerge.Replace,
        ["incremental_strategy"] = ConfigMerge.Replace,
        ["incremental_predicates"] = ConfigMerge.Replace,
        ["predicates"] = ConfigMerge.Replace,
        ["merge_update_columns"] = ConfigMerge.Replace,
        ["merge_exclude_columns"] = ConfigMerge.Replace,
        ["merge_update_condition"] = ConfigMerge.Replace,
        ["merge_insert_condition"] = ConfigMerge.Replace,
        ["merge_update_set_expressions"] = ConfigMerge.Replace,
        ["merge_on_using_columns"] = ConfigMerge.Replace,
        ["merge_clauses"] = ConfigMerge.Replace,
        ["on_schema_change"] = ConfigMerge.Replace,
        ["on_configuration_change"] = ConfigMerge.Replace,
        ["on_error"] = ConfigMerge.Replace,
        ["group"] = ConfigMerge.Replace,
        ["access"] = ConfigMerge.Replace,
        ["latest_version_pointer"] = ConfigMerge.Overlay,
        ["event_time"] = ConfigMerge.Replace,
        ["begin"] = ConfigMerge.Replace,
        ["batch_size"] = ConfigMerge.Replace,
        ["lookback"] = ConfigMerge.Replace,
        ["concurrent_batches"] = ConfigMerge.Replace,
        ["sql_header"] = ConfigMerge.Replace,
        ["indexes"] = ConfigMerge.Replace,
        ["severity"] = ConfigMerge.Replace,
        ["where"] = ConfigMerge.Replace,
        ["limit"] = ConfigMerge.Replace,
        ["warn_if"] = ConfigMerge.Replace,
        ["error_if"] = ConfigMerge.Replace,
        ["fail_calc"] = ConfigMerge.Replace,
        ["store_failures"] = ConfigMerge.Replace,
        ["store_failures_as"] = ConfigMerge.Replace,
        ["strategy"] = ConfigMerge.Replace,
        ["updated_at"] = ConfigMerge.Replace,
        ["check_cols"] = ConfigMerge.Replace,
        ["hard_deletes"] = ConfigMerge.Replace,
        ["invalidate_hard_deletes"] = ConfigMerge.Replace,
        ["dbt_valid_to_current"] = ConfigMerge.Replace,
        ["snapshot_meta_column_names"] = ConfigMerge.Overlay,
        ["target_schema"] = ConfigMerge.Replace,
        ["target_database"] = ConfigMerge.Replace,
        ["freshness"] = ConfigMerge.DeepOverlay,
        ["loaded_at_field"] = ConfigMerge.Replace,
        ["loaded_at_query"] = ConfigMerge.Replace,
        ["type"] = ConfigMerge.Replace,
        ["volatility"] = ConfigMerge.Replace,
        ["runtime_version"] = ConfigMerge.Replace,
        ["entry_point"] = ConfigMerge.Replace,
        ["static_analysis"] = ConfigMerge.Replace,
    }.ToFrozenDictionary();

    /// <summary>The key under the spelling that is kept: hooks may be written with an underscore, and one key of snapshots has two names.</summary>
    public static string Canonical(string key) => key switch
    {
        "pre_hook" => "pre-hook",
        "post_hook" => "post-hook",
        "snapshot_table_column_names" => "snapshot_meta_column_names",
        _ => key,
    };
}
