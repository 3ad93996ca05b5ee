using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects.Targets;
using CareTally.Core.Warehouses;

namespace CareTally.Core.State;

/// <summary>The manifest.json of an earlier run, tally's or dbt's: as far as nodes are compared with it or read from it.</summary>
public sealed class PreviousManifest
{
    /// <summary>The variable among the metadata's that holds a hash of each of the project's vars; dbt's schema has no place of its own for them.</summary>
    public const string VarsVariable = "TALLY_VARS";

    private static readonly string[] Maps = ["nodes", "sources", "exposures", "unit_tests", "functions"];

    private readonly Dictionary<string, JsonElement> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _macros = new(StringComparer.Ordinal);
    private readonly JsonElement? _vars;

    private PreviousManifest(JsonElement root)
    {
        foreach (var map in Maps)
        {
            if (!root.TryGetProperty(map, out var nodes)) continue;
            foreach (var node in nodes.EnumerateObject()) _nodes[node.Name] = node.Value;
        }

        foreach (var macro in root.GetProperty("macros").EnumerateObject()) _macros[macro.Name] = macro.Value.GetProperty("macro_sql").GetString() ?? "";
        if (root.GetProperty("metadata").TryGetProperty("env", out var env) && env.TryGetProperty(VarsVariable, out var vars))
            _vars = JsonDocument.Parse(vars.GetString() ?? "{}").RootElement;
    }

    /// <summary>Whether tally wrote it. Its built-in macros are then those of tally.</summary>
    public bool IsByTally => _vars is not null;

    /// <summary>The manifest in a folder.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">It is not there or cannot be read.</exception>
    public static PreviousManifest Read(string folder) => StateFile.Manifest.Read(folder, root => new PreviousManifest(root));

    /// <summary>The node as it was, or null where there was none.</summary>
    public JsonElement? Find(NodeId id) => _nodes.TryGetValue(id.ToString(), out var node) ? node : null;

    /// <summary>The text of a macro, or null where there was none.</summary>
    public string? MacroSql(string id) => _macros.GetValueOrDefault(id);

    /// <summary>The variables that a package saw; none where it is not known.</summary>
    public IEnumerable<string> Vars(string package) => VarsOf(package) is { } own ? own.EnumerateObject().Select(property => property.Name) : [];

    /// <summary>What stands for the value that a variable had for a package; null where it had none, or where it is not known.</summary>
    public string? VarHash(string package, string name) => VarsOf(package) is { } own ? JsonFields.Text(own, name) : null;

    private JsonElement? VarsOf(string package) => _vars is { } vars ? JsonFields.Find(vars, package) : null;

    /// <summary>Where a node's relation is, or null where it had none.</summary>
    /// <param name="id">The node.</param>
    /// <param name="target">The target of today, whose own database is not named.</param>
    public Relation? RelationOf(NodeId id, Target target)
    {
        if (Find(id) is not { } node || JsonFields.Text(node, "config", "materialized") == "ephemeral") return null;
        if (JsonFields.Text(node, "schema") is not { } schema || (JsonFields.Text(node, "alias") ?? JsonFields.Text(node, "identifier")) is not { } identifier) return null;
        var database = JsonFields.Text(node, "database");
        return new Relation(string.Equals(database, target.Database, StringComparison.OrdinalIgnoreCase) ? null : database, schema, identifier);
    }
}
