using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>A macro of a package: a macro, a generic test, or a materialization.</summary>
public sealed class Macro
{
    internal Macro(string package, MacroDefinition definition, Func<MacroNamespace> seen, string description = "")
    {
        (Package, Name, Definition, Description) = (package, NameOf(definition), definition, description);
        Value = new MacroValue(definition, package, seen);
    }

    /// <summary>The package; <c>dbt</c> for the built-in ones, <c>dbt_duckdb</c> for those of one kind of database.</summary>
    public string Package { get; }

    /// <summary>Its name; a generic test's is <c>test_</c> and its own, a materialization's <c>materialization_</c>, its own, and its adapter.</summary>
    public string Name { get; }

    /// <summary>Its text.</summary>
    public MacroDefinition Definition { get; }

    /// <summary>Markdown; empty where nothing is said.</summary>
    public string Description { get; }

    /// <summary>dbt's unique id.</summary>
    public string Id => $"macro.{Package}.{Name}";

    internal MacroValue Value { get; }

    internal static string NameOf(MacroDefinition definition) => definition.MacroKind switch
    {
        MacroKind.Test => "test_" + definition.Name,
        MacroKind.Materialization => $"materialization_{definition.Name}_{definition.Adapter}",
        _ => definition.Name,
    };
}
