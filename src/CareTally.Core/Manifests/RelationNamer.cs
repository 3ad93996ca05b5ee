using System.Collections.Concurrent;
using CareTally.Core.Contexts;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Core.Projects.Versions;
using CareTally.Core.Warehouses;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Decides where a node lives, by the macros generate_schema_name, generate_alias_name and generate_database_name.</summary>
internal sealed class RelationNamer(Project project, MacroLibrary macros)
{
    private const string SchemaMacro = "generate_schema_name";
    private const string AliasMacro = "generate_alias_name";
    private const string DatabaseMacro = "generate_database_name";
    private const string PointerMacro = "generate_latest_version_pointer_alias";

    private readonly Scope _scope = new(new Dictionary<string, Value> { ["adapter"] = new AdapterValue(project.Target, OfflineWarehouse.Instance, new TemplateMessages(), macros.Dispatch.Call) }, project.Scope);
    private readonly ConcurrentDictionary<(Macro Macro, string? Custom), string> _known = new();
    private readonly ConcurrentDictionary<(Macro Macro, string Package), bool> _isBuiltIn = new();

    /// <exception cref="TemplateException">A naming macro failed.</exception>
    public Relation NameOf(string name, string package, string path, IEnumerable<string> fqn, NodeConfig config, string resourceType, ModelVersion? version = null)
    {
        var node = new Lazy<Value>(() => new DictValue(new Dictionary<string, Value>
        {
            ["name"] = name,
            ["package_name"] = package,
            ["resource_type"] = resourceType,
            ["version"] = version?.Value ?? Value.None,
            ["original_file_path"] = path,
            ["fqn"] = Value.Of(fqn),
            ["config"] = new DictValue(config.Values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Value))),
            ["tags"] = Value.Of(config.Tags),
        }));
        var database = Call(MacroOf(package, DatabaseMacro), package, config.Text("database"), node);
        return new Relation(
            string.Equals(database, project.Target.Database, StringComparison.OrdinalIgnoreCase) ? null : database,
            Call(MacroOf(package, SchemaMacro), package, config.Text("schema"), node),
            AliasOf(version is null ? name : $"{name}_{version.ToString().Replace('.', '_')}", package, config, node));
    }

    /// <summary>The name of the view that points to the latest version of a model.</summary>
    /// <exception cref="TemplateException">A naming macro failed.</exception>
    public string PointerNameOf(string name, string package, string? custom, ModelVersion version)
    {
        var macro = MacroOf(package, PointerMacro);
        return IsBuiltIn(macro, package) ? custom?.Trim() ?? name : Call(macro, package, custom, new DictValue(new Dictionary<string, Value>
        {
            ["name"] = name,
            ["package_name"] = package,
            ["resource_type"] = "model",
            ["version"] = version.Value,
        }));
    }

    private string AliasOf(string name, string package, NodeConfig config, Lazy<Value> node)
    {
        var macro = MacroOf(package, AliasMacro);
        return config.Text("alias") is null && IsBuiltIn(macro, package) ? name : Call(macro, package, config.Text("alias"), node);
    }

    // A package's own macro names its nodes; the project's, those of all that have none.
    private Macro MacroOf(string package, string name) => macros.NamesFor(package).Find(name)!;

    // The built-in macros look at the custom name only, but for the alias of a node that has none.
    private string Call(Macro macro, string package, string? custom, Lazy<Value> node) => IsBuiltIn(macro, package)
        ? _known.GetOrAdd((macro, custom), key => Call(macro, package, key.Custom, node.Value))
        : Call(macro, package, custom, node.Value);

    private string Call(Macro macro, string package, string? custom, Value node) =>
        TemplateRenderer.CallMacro(macro.Value, _scope, [Value.Of(custom), node], null, macros.OptionsFor(package)).ToText().Trim();

    private bool IsBuiltIn(Macro macro, string package) => _isBuiltIn.GetOrAdd((macro, package), key => IsBuiltInThroughout(key.Macro, key.Package));

    // What the built-in macro dispatches to may be replaced.
    private bool IsBuiltInThroughout(Macro macro, string package)
    {
        var names = macros.NamesFor(package);
        return BuiltInMacros.Owns(macro.Package)
            && (macros.Dispatch.Find(macro.Name, BuiltInMacros.Package, names, names) is not { } chosen || BuiltInMacros.Owns(chosen.Package));
    }
}
