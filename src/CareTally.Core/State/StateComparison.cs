using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Diagnostics;

namespace CareTally.Core.State;

/// <summary>Compares nodes with what they were in an earlier state, by dbt's rules.</summary>
public sealed class StateComparison
{
    private static readonly FrozenDictionary<string, Func<StateComparison, Node, JsonElement?, bool>> Checks = new Dictionary<string, Func<StateComparison, Node, JsonElement?, bool>>
    {
        ["new"] = (_, _, old) => old is null,
        ["old"] = (_, _, old) => old is not null,
        ["modified"] = (comparison, node, old) => comparison.IsModified(node, old),
        ["unmodified"] = (comparison, node, old) => !comparison.IsModified(node, old),
        ["modified.body"] = (comparison, node, old) => node is not SourceNode && (old is not { } was || !comparison.HasSameBody(node, was)),
        ["modified.configs"] = (_, node, old) => old is not { } was || !HasSameConfig(node, was),
        ["modified.persisted_descriptions"] = (_, node, old) => node is not SourceNode && (old is not { } was || !HasSameDescriptions(node, was)),
        ["modified.relation"] = (_, node, old) => old is not { } was || !HasSameRelation(node, was),
        ["modified.macros"] = (comparison, node, old) => comparison._macros.AreModified(node, old),
        ["modified.contract"] = (_, node, old) => node is not SourceNode && (old is not { } was || !ContractComparison.AreSame(node, was)),
        ["modified.vars"] = (comparison, node, old) => node is not SourceNode && (old is null || !comparison._vars.AreSame(node)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly PreviousManifest _previous;
    private readonly Problems _problems;
    private readonly MacroComparison _macros;
    private readonly VarComparison _vars;

    /// <param name="manifest">The project now.</param>
    /// <param name="previous">What it was.</param>
    /// <param name="problems">Receives warnings of what cannot be compared.</param>
    public StateComparison(Manifest manifest, PreviousManifest previous, Problems problems)
    {
        var uses = new MacroUses(manifest.Macros);
        (_previous, _problems) = (previous, problems);
        _macros = new MacroComparison(manifest.Macros, previous, uses);
        _vars = new VarComparison(manifest.Project, previous, uses);
    }

    /// <summary>The words that a node can be compared by.</summary>
    public static IEnumerable<string> Words => Checks.Keys.Order(StringComparer.Ordinal);

    /// <summary>Whether a word holds of a node.</summary>
    public bool Holds(string word, Node node) => Checks[word](this, node, _previous.Find(node.Id));

    private bool IsModified(Node node, JsonElement? old) => old is not { } was || !HasSameContents(node, was) || _macros.AreModified(node, was);

    private bool HasSameContents(Node node, JsonElement old) => HasSameFqn(node, old) && HasSameConfig(node, old) && node switch
    {
        // Its name holds what is tested.
        DataTestNode { Generic: not null } => _vars.AreSame(node),
        SourceNode => HasSameRelation(node, old),
        ExposureNode or UnitTestNode => HasSameBody(node, old),
        _ => HasSameBody(node, old) && _vars.AreSame(node) && HasSameDescriptions(node, old) && HasSameRelation(node, old)
            && ContractComparison.AreSame(node, old) && HasSameInterface(node, old),
    };

    private static bool HasSameFqn(Node node, JsonElement old) => JsonFields.Texts(old, "fqn").SequenceEqual(node.Fqn);

    // Of a unit test the manifest does not say how its config is written, and dbt compares its rows only.
    private static bool HasSameConfig(Node node, JsonElement old) => node is UnitTestNode || ConfigComparison.AreSame(node.Config, old);

    private bool HasSameBody(Node node, JsonElement old) => node switch
    {
        ExposureNode exposure => ExposureComparison.AreSame(exposure, old),

        // dbt hashes its own way.
        UnitTestNode test => !_previous.IsByTally || JsonFields.Text(old, "checksum") == NodeChecksum.Of(test).Checksum,
        _ => HasSameCode(node, old),
    };

    private bool HasSameCode(Node node, JsonElement old)
    {
        if (MacroUses.RawCode(node) is { } code && JsonFields.Text(old, "raw_code") is { } text) return IsSameText(code, text);
        var now = NodeChecksum.Of(node);
        if (now.Name == "none") return true;
        var isSame = JsonFields.Text(old, "checksum", "name") == now.Name && JsonFields.Text(old, "checksum", "checksum") == now.Checksum;
        if (isSame && now.Name == "path") _problems.Report(StateProblems.LargeSeed, null, node.Id);
        return isSame;
    }

    // A checkout may change the line ends.
    private static bool IsSameText(string one, string other) =>
        one.AsSpan().Trim().SequenceEqual(other.AsSpan().Trim()) || one.ReplaceLineEndings("\n").Trim() == other.ReplaceLineEndings("\n").Trim();

    // Where they are written into the database.
    private static bool HasSameDescriptions(Node node, JsonElement old)
    {
        var persisted = node.Config.Get("persist_docs")?.Value.AsObject as Templating.Values.DictValue;
        if (persisted?["relation"].IsTruthy == true && (JsonFields.Text(old, "description") ?? "") != node.Description) return false;
        if (persisted?["columns"].IsTruthy != true) return true;
        var columns = JsonFields.Find(old, "columns") is { ValueKind: JsonValueKind.Object } all
            ? all.EnumerateObject().ToDictionary(column => column.Name, column => JsonFields.Text(column.Value, "description") ?? "", StringComparer.Ordinal)
            : [];
        return columns.Count == node.Columns.DistinctBy(column => column.Name).Count() && node.Columns.All(column => columns.TryGetValue(column.Name, out var text) && text == column.Description);
    }

    // As it is configured, and not where the target of the day puts it.
    private static bool HasSameRelation(Node node, JsonElement old) => node switch
    {
        SourceNode source => JsonFields.Text(old, "identifier") == source.Relation.Identifier
            && (JsonFields.Text(old, "unrendered_schema") ?? JsonFields.Text(old, "schema")) == (source.UnrenderedSchema ?? source.Relation.Schema)
            && JsonFields.Text(old, "unrendered_database") == source.UnrenderedDatabase,
        _ => ConfigComparison.RelationKeys.All(key => ConfigComparison.IsSame(node.Config, old, key)),
    };

    // How others may use it, and until when.
    private static bool HasSameInterface(Node node, JsonElement old) => node is FunctionNode function ? SignatureComparison.AreSame(function, old) : node is not ModelNode model
        || ((JsonFields.Text(old, "access") ?? JsonFields.Text(old, "config", "access") ?? "protected").Equals(model.Access.ToString(), StringComparison.OrdinalIgnoreCase)
            && ScalarOf(old, "latest_version") == (model.LatestVersion?.Text ?? "")
            && DayOf(old, "deprecation_date") == DayOf(model));

    private static string ScalarOf(JsonElement old, string key) => JsonFields.Find(old, key) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } found ? found.ToString() : "";

    private static DateOnly? DayOf(JsonElement old, string key) =>
        DateTimeOffset.TryParse(ScalarOf(old, key), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? DateOnly.FromDateTime(moment.UtcDateTime) : null;

    private static DateOnly? DayOf(ModelNode model) => model.DeprecationDate is { } date ? DateOnly.FromDateTime(date.Date.UtcDateTime) : null;
}
