using System.Collections.Concurrent;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Core.Warehouses;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Decides where a node lives, by the macros generate_schema_name, generate_alias_name and generate_database_name.</summary>
internal sealed class RelationNamer(Project project, MacroLibrary macros)
{
    private readonly RenderOptions _options = macros.OptionsFor(project.Name);
    private readonly Scope _scope = new(new Dictionary<string, Value> { ["adapter"] = new AdapterValue(macros.Dispatch) }, project.Scope);
    private readonly ConcurrentDictionary<(string Macro, string? Custom), string> _known = new();

    /// <exception cref="TemplateException">A naming macro failed.</exception>
    public Relation NameOf(string name, string package, string path, IEnumerable<string> fqn, NodeConfig config, string resourceType)
    {
        var node = new Lazy<Value>(() => new DictValue(new Dictionary<string, Value>
        {
            ["name"] = name,
            ["package_name"] = package,
            ["resource_type"] = resourceType,
            ["original_file_path"] = path,
            ["fqn"] = Value.Of(fqn),
            ["config"] = new DictValue(config.Values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Value))),
            ["tags"] = Value.Of(config.Tags),
        }));
        var database = Call("generate_database_name", config.Text("database"), node);
        return new Relation(
            string.Equals(database, project.Target.Database, StringComparison.OrdinalIgnoreCase) ? null : database,
            Call("generate_schema_name", config.Text("schema"), node),
            config.Text("alias") is null && IsBuiltIn("generate_alias_name") ? name : Call("generate_alias_name", config.Text("alias"), node));
    }

    private bool IsBuiltIn(string name) => BuiltInMacros.Owns(macros.Find(name)!.Package);

    private string Call(string name, string? custom, Lazy<Value> node)
    {
        var macro = macros.Find(name)!;
        // The built-in macros look at the custom name only.
        if (IsBuiltIn(name)) return _known.GetOrAdd((name, custom), key => Call(macro, key.Custom, node.Value));
        return Call(macro, custom, node.Value);
    }

    private string Call(Macro macro, string? custom, Value node) =>
        TemplateRenderer.CallMacro(macro.Value, _scope, [Value.Of(custom), node], null, _options).ToText().Trim();
}
