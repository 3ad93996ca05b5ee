using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>What happens where a model's columns are no longer those of its table.</summary>
public enum SchemaChange
{
    /// <summary>The table's columns are written; others are left out.</summary>
    Ignore,

    /// <summary>New columns are added to the table.</summary>
    AppendNewColumns,

    /// <summary>The table gets the columns and types of the query.</summary>
    SyncAllColumns,

    /// <summary>The model fails.</summary>
    Fail,
}

/// <summary>How an incremental model changes its table.</summary>
public sealed record IncrementalConfig
{
    private static readonly Dictionary<string, SchemaChange> SchemaChanges = new()
    {
        ["ignore"] = SchemaChange.Ignore,
        ["append_new_columns"] = SchemaChange.AppendNewColumns,
        ["sync_all_columns"] = SchemaChange.SyncAllColumns,
        ["fail"] = SchemaChange.Fail,
    };

    /// <summary>The strategy as configured; <c>default</c> where nothing is.</summary>
    public required string Strategy { get; init; }

    /// <summary>The columns, or expressions, that tell a row; none where nothing is configured.</summary>
    public required ImmutableArray<string> UniqueKey { get; init; }

    /// <summary>What happens where columns have changed.</summary>
    public required SchemaChange OnSchemaChange { get; init; }

    /// <summary>How it is cut into batches, or null.</summary>
    public MicrobatchConfig? Microbatch { get; init; }

    /// <summary>The key as it is configured: one text or a list; None where nothing is.</summary>
    internal Value UniqueKeyValue { get; init; }

    /// <summary>Conditions that restrict the rows of the table that are looked at; None where there are none.</summary>
    internal Value Predicates { get; init; }

    /// <summary>dbt's word for a way of meeting changed columns.</summary>
    public static string Word(SchemaChange change) => SchemaChanges.First(pair => pair.Value == change).Key;

    /// <summary>The same, with the key as SQL takes it.</summary>
    /// <param name="columns">The columns that the key may name as they are.</param>
    internal IncrementalConfig Over(IReadOnlyCollection<Column> columns) => this with
    {
        UniqueKey = [.. UniqueKey.Select(key => ColumnNames.Quoted(key, columns))],
        UniqueKeyValue = ColumnNames.Quoted(UniqueKeyValue, columns),
    };

    /// <exception cref="DiagnosticException">Something is wrong.</exception>
    internal static IncrementalConfig Read(ModelNode model, MacroLibrary macros)
    {
        var strategy = StrategyOf(model, macros);
        return new IncrementalConfig
        {
            Strategy = strategy,
            UniqueKey = model.Config.Texts("unique_key"),
            UniqueKeyValue = model.Config.Get("unique_key")?.Value ?? Value.None,
            Predicates = (model.Config.Get("predicates") ?? model.Config.Get("incremental_predicates"))?.Value ?? Value.None,
            OnSchemaChange = OnSchemaChangeOf(model),
            Microbatch = strategy == IncrementalStrategies.Microbatch ? MicrobatchConfig.Read(model) : null,
        };
    }

    private static string StrategyOf(ModelNode model, MacroLibrary macros)
    {
        if (model.Config.Get("incremental_strategy") is not { } configured) return IncrementalStrategies.Default;
        var strategy = configured.Value.ToText();
        var span = configured.Span ?? model.Span;
        var seen = macros.NamesFor(model.Package);
        var own = seen.Find(IncrementalStrategies.MacroOf(strategy));
        if (IncrementalStrategies.Refused(strategy) is { } instead && (own is null || BuiltInMacros.Owns(own.Package)))
            throw new DiagnosticException(Diagnostic.Of(IncrementalProblems.RefusedStrategy, span, strategy, model.Id) with { Hint = instead });
        if (own is not null) return strategy;
        var known = IncrementalStrategies.Valid.Concat(seen.Macros.Values.Where(macro => !BuiltInMacros.Owns(macro.Package)).Select(macro => IncrementalStrategies.OfMacro(macro.Name)).OfType<string>());
        throw new DiagnosticException(Diagnostic.Of(IncrementalProblems.UnknownStrategy, span, strategy, model.Id) with
        {
            Hint = DidYouMean.Hint(strategy, known) ?? $"there are {string.Join(", ", IncrementalStrategies.Valid)}; a further one is a macro {IncrementalStrategies.MacroOf(strategy)}(arg_dict)",
        });
    }

    private static SchemaChange OnSchemaChangeOf(ModelNode model)
    {
        if (model.Config.Get("on_schema_change") is not { } configured) return SchemaChange.Ignore;
        var text = configured.Value.ToText();
        if (SchemaChanges.TryGetValue(text, out var change)) return change;
        throw new DiagnosticException(
            Diagnostic.Of(ManifestProblems.BadConfig, configured.Span ?? model.Span, "on_schema_change", string.Join(" or ", SchemaChanges.Keys), text) with { Hint = DidYouMean.Hint(text, SchemaChanges.Keys) });
    }
}
