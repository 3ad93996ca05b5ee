using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>A macro of a package: a macro, a generic test, or a materialization.</summary>
public sealed class Macro
{
    private readonly Lazy<MacroDefinition> _definition;
    private readonly Lazy<MacroValue> _value;

    internal Macro(string package, MacroDefinition definition, Func<MacroNamespace> seen, string description)
        : this(package, NameOf(definition), new Lazy<MacroDefinition>(definition), seen, description)
    {
    }

    internal Macro(string package, string name, Lazy<MacroDefinition> definition, Func<MacroNamespace> seen, string description = "")
    {
        (Package, Name, Description, _definition) = (package, name, description, definition);
        _value = new Lazy<MacroValue>(() => new MacroValue(Definition, package, seen));
    }

    /// <summary>The package; <c>dbt</c> for the built-in ones, <c>dbt_duckdb</c> for those of one kind of database.</summary>
    public string Package { get; }

    /// <summary>Its name; a generic test's is <c>test_</c> and its own, a materialization's <c>materialization_</c>, its own, and its adapter.</summary>
    public string Name { get; }

    /// <summary>Its text.</summary>
    public MacroDefinition Definition => _definition.Value;

    /// <summary>Markdown; empty where nothing is said.</summary>
    public string Description { get; }

    /// <summary>dbt's unique id.</summary>
    public string Id => $"macro.{Package}.{Name}";

    internal MacroValue Value => _value.Value;

    internal static string NameOf(MacroDefinition definition) => definition.MacroKind switch
    {
        MacroKind.Test => "test_" + definition.Name,
        MacroKind.Materialization => $"materialization_{definition.Name}_{definition.Adapter}",
        _ => definition.Name,
    };
}
