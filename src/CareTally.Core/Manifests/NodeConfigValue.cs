using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>The <c>config</c> of a node's dictionary: what is configured, over dbt's defaults.</summary>
internal static class NodeConfigValue
{
    private static readonly string[] Unset = ["alias", "schema", "database", "group"];
    private static readonly string[] UnsetOfBuilt = ["incremental_strategy", "batch_size", "begin", "full_refresh", "unique_key", "event_time", "concurrent_batches", "freshness"];

    private static readonly string[] UnsetOfFunctions = ["volatility", "runtime_version", "entry_point"];

    public static DictValue Of(Node node)
    {
        var values = new DictValue(new Dictionary<string, Value> { ["enabled"] = node.Config.IsEnabled, ["meta"] = node.Config.Meta });
        if (node is not SourceNode) foreach (var key in Unset) values.Set(key, Value.None);
        if (node is ModelNode or SeedNode or SnapshotNode or FunctionNode) AddBuilt(values);
        switch (node)
        {
            case ModelNode model:
                values.Set("materialized", model.Materialization.ToString().ToLowerInvariant());
                values.Set("access", "protected");
                break;
            case SeedNode:
                values.Set("materialized", "seed");
                values.Set("delimiter", ",");
                values.Set("quote_columns", Value.None);
                break;
            case SnapshotNode:
                values.Set("materialized", "snapshot");
                break;
            case FunctionNode:
                values.Set("materialized", "function");
                values.Set("type", "scalar");
                foreach (var key in UnsetOfFunctions) values.Set(key, Value.None);
                break;
            case AnalysisNode:
                values.Set("materialized", "view");
                break;
            case DataTestNode test:
                AddTest(values, test.Rules);
                break;
        }

        foreach (var (key, value) in node.Config.Values) values.Set(key, value.Value);
        values.Set("tags", Value.Of(node.Tags));
        return values;
    }

    /// <summary>How a node is shown in the docs where nothing is said about it.</summary>
    public static Value Docs() => new DictValue(new Dictionary<string, Value> { ["show"] = true, ["node_color"] = Value.None });

    /// <summary>No contract.</summary>
    public static Value Contract() => new DictValue(new Dictionary<string, Value> { ["enforced"] = false, ["alias_types"] = true });

    private static void AddBuilt(DictValue values)
    {
        foreach (var key in UnsetOfBuilt) values.Set(key, Value.None);
        foreach (var key in new[] { "persist_docs", "quoting", "column_types", "grants" }) values.Set(key, new DictValue());
        foreach (var key in new[] { "pre-hook", "post-hook", "packages" }) values.Set(key, new ListValue());
        values.Set("lookback", 1);
        values.Set("on_schema_change", "ignore");
        values.Set("on_configuration_change", "apply");
        values.Set("docs", Docs());
        values.Set("contract", Contract());
    }

    private static void AddTest(DictValue values, DataTestRules rules)
    {
        values.Set("materialized", "test");
        values.Set("severity", rules.IsWarning ? "WARN" : "ERROR");
        values.Set("warn_if", rules.WarnIf);
        values.Set("error_if", rules.ErrorIf);
        values.Set("fail_calc", rules.FailCalc);
        values.Set("where", rules.Where);
        values.Set("limit", rules.Limit is { } limit ? Value.Of(limit) : Value.None);
        values.Set("store_failures", Value.None);
        values.Set("store_failures_as", Value.None);
    }
}
