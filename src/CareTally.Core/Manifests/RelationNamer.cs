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
    private const string PointerMacro = "generate_latest_version_pointer_alias";

    private readonly ConcurrentDictionary<(Macro Macro, string? Custom), string> _known = new();
    private readonly ConcurrentDictionary<(Macro Macro, string Package), bool> _isBuiltIn = new();

    /// <summary>Where a node lives as long as nothing is decided: what naming macros find in the node they are given.</summary>
    public Relation Provisional(string name) => new(null, project.Target.Schema, name);

    /// <summary>The node in its place.</summary>
    /// <exception cref="TemplateException">A naming macro failed.</exception>
    public T Place<T>(T node) where T : RelationNode => node with { Relation = AddressOf(node, UsualNameOf(node)) };

    /// <summary>The view that points to the latest version of a model, beside that.</summary>
    /// <param name="model">The latest version, in its place.</param>
    /// <param name="custom">The name that its config gives, or null.</param>
    /// <exception cref="TemplateException">A naming macro failed.</exception>
    public Relation PointerTo(ModelNode model, string? custom)
    {
        var macro = MacroOf(model.Package, PointerMacro);
        return model.Relation with { Identifier = IsBuiltIn(macro, model.Package) ? custom?.Trim() ?? model.Name : Evaluate(macro, model, custom, new Lazy<Value>(() => NodeValue.Of(model, project))) };
    }

    private static string UsualNameOf(Node node) => node is ModelNode { Version: { } version } ? $"{node.Name}_{version.ToString().Replace('.', '_')}" : node.Name;

    /// <summary>The place of what belongs to a node.</summary>
    /// <param name="node">The node, whose config may name the place.</param>
    /// <param name="name">Its name where nothing else is said.</param>
    /// <param name="usualSchema">Its custom schema where nothing else is said; null for none.</param>
    /// <exception cref="TemplateException">A naming macro failed.</exception>
    public Relation AddressOf(Node node, string name, string? usualSchema = null)
    {
        var value = new Lazy<Value>(() => NodeValue.Of(node, project));
        var database = Call(MacroOf(node.Package, DatabaseMacro), node, node.Config.Text("database"), value);
        return new Relation(
            string.Equals(database, project.Target.Database, StringComparison.OrdinalIgnoreCase) ? null : database,
            Call(MacroOf(node.Package, SchemaMacro), node, node.Config.Text("schema") ?? usualSchema, value),
            AliasOf(node, name, value));
    }

    private string AliasOf(Node node, string name, Lazy<Value> value)
    {
        var macro = MacroOf(node.Package, AliasMacro);
        return node.Config.Text("alias") is null && IsBuiltIn(macro, node.Package) ? name : Call(macro, node, node.Config.Text("alias"), value);
    }

    // A package's own macro names its nodes; the project's, those of all that have none.
    private Macro MacroOf(string package, string name) => macros.NamesFor(package).Find(name)!;

    // The built-in macros look at the custom name only, but for the alias of a node that has none.
    private string Call(Macro macro, Node node, string? custom, Lazy<Value> value) => IsBuiltIn(macro, node.Package)
        ? _known.GetOrAdd((macro, custom), key => Evaluate(macro, node, key.Custom, value))
        : Evaluate(macro, node, custom, value);

    private string Evaluate(Macro macro, Node node, string? custom, Lazy<Value> value)
    {
        var messages = new TemplateMessages();
        var scope = NodeScope.Create(project, Binding(macro, node, value, messages));
        var name = TemplateRenderer.CallMacro(macro.Value, scope, [Value.Of(custom), ValueCopy.Of(value.Value)], null, macros.OptionsFor(node.Package)).ToText().Trim();
        messages.Tell(message => { if (message.Warning is { } warning) problems.Add(warning); });
        return name;
    }

    // Nothing has a place yet, so that what ref() and source() give is as provisional as the node itself.
    private NodeBinding Binding(Macro macro, Node node, Lazy<Value> value, TemplateMessages messages) => new()
    {
        Ref = (_, call) => RelationValue.Of(Provisional(call.Name), project.Target.Database),
        Source = (_, call) => RelationValue.Of(Provisional(call.Table), project.Target.Database),
        Function = (_, call) => RelationValue.Of(Provisional(call.Name), project.Target.Database),
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
