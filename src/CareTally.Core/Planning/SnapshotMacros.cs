using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>Asks the macros that a project or a package may replace for the SQL of one snapshot.</summary>
internal sealed class SnapshotMacros(NodeScopes scopes, SnapshotNode node)
{
    private static readonly string[] OfStrategy = ["unique_key", "updated_at", "row_changed", "scd_id"];

    /// <summary>What is seen instead of the real thing, in a unit test; null otherwise.</summary>
    public StandIn? StandIn { get; init; }

    /// <inheritdoc cref="Occasion.Columns"/>
    public IReadOnlyCollection<Column> Columns { get; init; } = [];

    /// <summary>The snapshot's table.</summary>
    public RelationValue Target => Scope.Target;

    private MacroScope Scope => new(node, scopes) { StandIn = StandIn };

    /// <summary>What the snapshot's strategy says: its key, and the expressions for its columns and for what has changed.</summary>
    /// <param name="live">The session.</param>
    /// <param name="query">The query of the snapshot, or one that returns the same.</param>
    /// <param name="exists">Whether the snapshot's table is there.</param>
    /// <exception cref="DiagnosticException">The macro failed, or does not say all of it.</exception>
    public SnapshotStrategy Strategy(LiveRendering live, string query, bool exists)
    {
        var macro = SnapshotRulesReader.FindStrategy(scopes.Manifest.Macros, node.Rules.Strategy, node.Package)!;
        var model = ModelOf(query);
        var values = Call(live, macro, query, [model, "snapshotted_data", "source_data", model["config"], exists]).As<DictValue>();
        if (OfStrategy.FirstOrDefault(key => values is null || !values.TryGet(key, out var value) || value.IsNone) is { } missing)
        {
            throw new DiagnosticException(Diagnostic.Of(PlanProblems.BadStrategy, macro.Definition.NameSpan, macro.Name, missing) with
            {
                Hint = "it has to return a dictionary with unique_key, updated_at, row_changed and scd_id",
            });
        }

        // Strategies that were written before there was a choice do not say it.
        if (!values!.TryGet("hard_deletes", out _)) values.Set("hard_deletes", node.Rules.HardDeletesWord);
        return new SnapshotStrategy(values);
    }

    /// <summary>The same macros, for a query of which the columns are known.</summary>
    public SnapshotMacros Over(IReadOnlyCollection<Column> columns) => new(scopes, node) { StandIn = StandIn, Columns = columns };

    /// <inheritdoc cref="NodeMacros.AreBuiltIn"/>
    public bool AreBuiltIn(params IEnumerable<string> names) => new NodeMacros(node, scopes, null).AreBuiltIn(names);

    /// <summary>The text of a macro.</summary>
    public string Text(LiveRendering live, string macro, string query, params Value[] arguments) =>
        Call(live, scopes.Manifest.Macros.NamesFor(node.Package).Find(macro)!, query, arguments).ToText().Trim();

    private Value Call(LiveRendering live, Macro macro, string query, Value[] arguments) => live.Run(null, occasion =>
    {
        var extra = new Dictionary<string, Value> { ["model"] = ModelOf(query), ["sql"] = query };
        return Scope.Call(macro, occasion with { Columns = Columns, Extra = extra }, arguments);
    });

    private DictValue ModelOf(string query) => NodeValue.Compiled(node, scopes.Manifest.Project, query);
}

/// <summary>What a strategy says.</summary>
/// <param name="Value">As its macro returned it.</param>
internal sealed record SnapshotStrategy(DictValue Value)
{
    /// <summary>The columns or expressions that tell rows apart.</summary>
    public ImmutableArray<string> UniqueKey => Value["unique_key"] is { IsString: true } one
        ? [one.AsString]
        : [.. Value["unique_key"].AsObject?.Items?.Select(key => key.ToText()) ?? []];

    /// <summary>The names that the macros give to the parts of the key in the table of changes.</summary>
    public IEnumerable<string> KeyNames => Value["unique_key"].IsString ? ["dbt_unique_key"] : Enumerable.Range(1, UniqueKey.Length).Select(i => $"dbt_unique_key_{i}");
}
