using System.Collections.Immutable;
using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Reads the rules of a snapshot from its configuration; everything that is missing or cannot be is reported.</summary>
internal sealed class SnapshotRulesReader(PackageContext context, string name, NodeConfig config, SourceSpan span)
{
    private const string KeyOfColumns = "snapshot_meta_column_names";

    private Problems Problems => context.Problems;

    public SnapshotRules Read()
    {
        if (!config.IsEnabled) return SnapshotRules.None;
        if (config.Get("materialized") is { } materialized && materialized.Value.ToText() != "snapshot")
            Report(materialized, "materialized", "'snapshot' or left out");
        var strategy = Required("strategy")?.Value.ToText() ?? "";
        CheckStrategy(strategy);
        return new SnapshotRules { Strategy = strategy, UniqueKey = UniqueKey(), HardDeletes = HardDeletesOf(), Columns = Columns() };
    }

    /// <summary>The macro of a strategy, or null where there is none.</summary>
    /// <param name="macros">All macros.</param>
    /// <param name="strategy">The strategy's name; its package may stand before it with a dot.</param>
    /// <param name="package">The package that names it.</param>
    public static Macro? FindStrategy(MacroLibrary macros, string strategy, string package) => strategy.Split('.', 2) switch
    {
        [var owner, var own] => macros.Find(owner, MacroOf(own)),
        _ => macros.NamesFor(package).Find(MacroOf(strategy)),
    };

    private static string MacroOf(string strategy) => $"snapshot_{strategy}_strategy";

    private void CheckStrategy(string strategy)
    {
        switch (strategy)
        {
            case "":
                return;
            case "timestamp":
                Required("updated_at");
                return;
            case "check":
                if (Required("check_cols") is { } columns && !AreColumns(columns.Value)) Report(columns, "check_cols", "a list of columns, or 'all'");
                return;
        }

        if (FindStrategy(context.Macros, strategy, context.Package.Name) is not null) return;
        Problems.ReportWithHint(
            ManifestProblems.UnknownStrategy, config.Get("strategy")?.Span ?? span,
            DidYouMean.Hint(strategy, ["timestamp", "check"]) ?? $"use timestamp or check, or write the macro {MacroOf(strategy)}", strategy, name);
    }

    private static bool AreColumns(Value value) => value.IsString ? value.AsString == "all" : Texts(value) is { IsEmpty: false };

    private ImmutableArray<string> UniqueKey()
    {
        if (Required("unique_key") is not { } key) return [];
        if (key.Value.IsString && key.Value.AsString.Trim().Length > 0) return [key.Value.AsString];
        if (Texts(key.Value) is { IsEmpty: false } columns) return columns;
        Report(key, "unique_key", "a column, or a list of columns");
        return [];
    }

    private HardDeletes HardDeletesOf()
    {
        var old = config.Get("invalidate_hard_deletes");
        if (config.Get("hard_deletes") is not { } configured) return old is { Value.IsTruthy: true } ? HardDeletes.Invalidate : HardDeletes.Ignore;
        if (old is not null)
        {
            Problems.ReportWithHint(
                ManifestProblems.TwoHardDeletes, old.Span ?? span, "keep hard_deletes: 'invalidate' does what invalidate_hard_deletes: true did", name);
        }

        switch (configured.Value.ToText())
        {
            case "ignore": return HardDeletes.Ignore;
            case "invalidate": return HardDeletes.Invalidate;
            case "new_record": return HardDeletes.NewRecord;
            default:
                Report(configured, "hard_deletes", "ignore, invalidate or new_record");
                return HardDeletes.Ignore;
        }
    }

    private SnapshotColumns Columns()
    {
        var columns = new SnapshotColumns();
        if (config.Get(KeyOfColumns) is not { } configured) return columns;
        if (configured.Value.AsObject is not DictValue names)
        {
            Report(configured, KeyOfColumns, "a mapping from a column's usual name to another one");
            return columns;
        }

        foreach (var key in names.Keys.Select(key => key.ToText()).Except(SnapshotColumns.Keys))
        {
            Problems.ReportWithHint(
                ManifestProblems.UnknownSnapshotColumn, configured.Span ?? span,
                DidYouMean.Hint(key, SnapshotColumns.Keys) ?? $"columns: {string.Join(", ", SnapshotColumns.Keys)}", key);
        }

        return new SnapshotColumns
        {
            ScdId = NameOf(names, columns.ScdId),
            UpdatedAt = NameOf(names, columns.UpdatedAt),
            ValidFrom = NameOf(names, columns.ValidFrom),
            ValidTo = NameOf(names, columns.ValidTo),
            IsDeleted = NameOf(names, columns.IsDeleted),
        };
    }

    private static string NameOf(DictValue names, string usual) => names.TryGet(usual, out var name) && !name.IsNone ? name.ToText() : usual;

    // Empty for what is no list of texts.
    private static ImmutableArray<string> Texts(Value value)
    {
        if (value.AsObject is not { Items: { } items } || value.IsString || value.IsDict) return [];
        var texts = items.ToArray();
        return Array.TrueForAll(texts, text => text.IsString) ? [.. texts.Select(text => text.AsString)] : [];
    }

    private ConfigValue? Required(string key)
    {
        var value = config.Get(key);
        if (value is null) Problems.ReportWithHint(ManifestProblems.MissingSnapshotConfig, span, Hints.GetValueOrDefault(key), name, key);
        return value;
    }

    private void Report(ConfigValue value, string key, string expected) =>
        Problems.Report(ManifestProblems.BadConfig, value.Span ?? span, key, expected, value.Value.ToText());

    private static readonly Dictionary<string, string> Hints = new()
    {
        ["strategy"] = "strategy: timestamp with updated_at, or strategy: check with check_cols",
        ["unique_key"] = "the column that tells the rows apart, or a list of columns",
        ["updated_at"] = "the column that says when a row was last changed; where there is none, use strategy: check",
        ["check_cols"] = "the columns to compare, or 'all'",
    };
}
