using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Projects;
using CareTally.Core.Warehouses;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>
/// Finds what a template refers to by rendering it once with <c>execute</c> false and functions that take notes: for templates that
/// compute a ref or config, or hide one in a macro.
/// </summary>
internal sealed class TemplateRecorder(Project project, MacroFacts macros)
{
    /// <summary>What a rendering refers to.</summary>
    /// <param name="render">Renders in the scope it is given.</param>
    /// <param name="package">The node's package.</param>
    /// <param name="name">The node's name, which stands for every relation that is not known yet.</param>
    /// <param name="config">What <c>config.get()</c> reads besides what the rendering itself configures.</param>
    public TemplateReferences Record(Action<Scope> render, string package, string name, Func<string, Value?> config)
    {
        var refs = ImmutableArray.CreateBuilder<RefCall>();
        var sources = ImmutableArray.CreateBuilder<SourceCall>();
        var functions = ImmutableArray.CreateBuilder<RefCall>();
        var configs = ImmutableArray.CreateBuilder<ConfigCall>();
        var binding = new NodeBinding
        {
            Ref = (_, call) => { refs.Add(call); return Unknown(call.Name); },
            Source = (_, call) => { sources.Add(call); return Unknown(call.Table); },
            Function = (_, call) => { functions.Add(call); return Unknown(call.Name); },
            Configure = configs.Add,
            Config = key => configs.SelectMany(call => call.Values).Where(pair => pair.Key == key).Select(pair => (Value?)pair.Value).LastOrDefault() ?? config(key),
            Executes = false,
            Macros = macros.Macros,
            Package = package,
            This = Unknown(name),
            Model = () => new DictValue(new Dictionary<string, Value>
            {
                ["name"] = name,
                ["package_name"] = package,
                ["unique_id"] = "",
                ["config"] = new DictValue(),
                ["columns"] = new DictValue(),
                ["depends_on"] = new DictValue(),
            }),
            Graph = () => GraphValue.Empty,
            Warehouse = OfflineWarehouse.Instance,
            // It is rendered again to be run, and says it then.
            Messages = new TemplateMessages(),
        };
        render(NodeScope.Create(project, binding));
        return new TemplateReferences(refs.ToImmutable(), sources.ToImmutable(), configs.ToImmutable()) { Functions = functions.ToImmutable() };
    }

    private RelationValue Unknown(string name) => RelationValue.Of(new Relation(null, project.Target.Schema, name), project.Target.Database);
}
