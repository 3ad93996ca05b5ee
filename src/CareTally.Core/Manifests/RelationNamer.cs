using System.Collections.Concurrent;
using CareTally.Core.Contexts;
using CareTally.Core.Projects;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Decides where a node lives, by the macros generate_schema_name, generate_alias_name and generate_database_name.</summary>
internal sealed class RelationNamer(Project project, MacroLibrary macros, Problems problems)
{
    private const string SchemaMacro = "generate_schema_name";
    private const string AliasMacro = "generate_alias_name";
    private const string DatabaseMacro = "generate_database_name";

    private readonly ConcurrentDictionary<(Macro Macro, string? Custom), string> _known = new();
    private readonly ConcurrentDictionary<(Macro Macro, string Package), bool> _isBuiltIn = new();

    /// <summary>Where a node lives as long as nothing is decided: what naming macros find in the node they are given.</summary>
    public Relation Provisional(string name) => new(null, project.Target.Schema, name);

    /// <summary>The node in its place.</summary>
    /// <exception cref="TemplateException">A naming macro failed.</exception>
    public T Place<T>(T node) where T : RelationNode
    {
        var value = new Lazy<Value>(() => NodeValue.Of(node, project));
        var database = Call(MacroOf(node.Package, DatabaseMacro), node, node.Config.Text("database"), value);
        return node with
        {
            Relation = new Relation(
                string.Equals(database, project.Target.Database, StringComparison.OrdinalIgnoreCase) ? null : database,
                Call(MacroOf(node.Package, SchemaMacro), node, node.Config.Text("schema"), value),
                AliasOf(node, value)),
        };
    }

    private string AliasOf(RelationNode node, Lazy<Value> value)
    {
        var macro = MacroOf(node.Package, AliasMacro);
        return node.Config.Text("alias") is null && IsBuiltIn(macro, node.Package) ? node.Name : Call(macro, node, node.Config.Text("alias"), value);
    }

    // A package's own macro names its nodes; the project's, those of all that have none.
    private Macro MacroOf(string package, string name) => macros.NamesFor(package).Find(name)!;

    // The built-in macros look at the custom name only, but for the alias of a node that has none.
    private string Call(Macro macro, RelationNode node, string? custom, Lazy<Value> value) => IsBuiltIn(macro, node.Package)
        ? _known.GetOrAdd((macro, custom), key => Evaluate(macro, node, key.Custom, value))
        : Evaluate(macro, node, custom, value);

    private string Evaluate(Macro macro, RelationNode node, string? custom, Lazy<Value> value)
    {
        var messages = new TemplateMessages();
        var scope = NodeScope.Create(project, Binding(macro, node, value, messages));
        var name = TemplateRenderer.CallMacro(macro.Value, scope, [Value.Of(custom), ValueCopy.Of(value.Value)], null, macros.OptionsFor(node.Package)).ToText().Trim();
        messages.Tell(message => { if (message.Warning is { } warning) problems.Add(warning); });
        return name;
    }

    // Nothing has a place yet, so that what ref() and source() give is as provisional as the node itself.
    private NodeBinding Binding(Macro macro, RelationNode node, Lazy<Value> value, TemplateMessages messages) => new()
    {
        Ref = (_, call) => RelationValue.Of(Provisional(call.Name), project.Target.Database),
        Source = (_, call) => RelationValue.Of(Provisional(call.Table), project.Target.Database),
        Configure = _ => { },
        Config = key => node.Config.Get(key)?.Value,
        Executes = false,
        Macros = macros,
        Package = project.FindPackage(macro.Package) is null ? project.Name : macro.Package,
        Model = () => value.Value,
        Graph = () => GraphValue.Empty,
        Warehouse = OfflineWarehouse.Instance,
        Messages = messages,
    };

    private bool IsBuiltIn(Macro macro, string package) => _isBuiltIn.GetOrAdd((macro, package), key => IsBuiltInThroughout(key.Macro, key.Package));

    // What the built-in macro dispatches to may be replaced.
    private bool IsBuiltInThroughout(Macro macro, string package)
    {
        var names = macros.NamesFor(package);
        return BuiltInMacros.Owns(macro.Package)
            && (macros.Dispatch.Find(macro.Name, BuiltInMacros.Package, names, names) is not { } chosen || BuiltInMacros.Owns(chosen.Package));
    }
}
