using CareTally.Core.Projects;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>What a node's template is bound to: the graph's functions, in one form for recording and for compiling.</summary>
internal sealed record NodeBinding
{
    /// <summary><c>ref()</c>.</summary>
    public required Func<CallArguments, RefCall, Value> Ref { get; init; }

    /// <summary><c>source()</c>.</summary>
    public required Func<CallArguments, SourceCall, Value> Source { get; init; }

    /// <summary>Called for <c>config()</c>.</summary>
    public required Action<ConfigCall> Configure { get; init; }

    /// <summary>What <c>config.get()</c> reads.</summary>
    public required Func<string, Value?> Config { get; init; }

    /// <summary>What <c>adapter.dispatch</c> chooses from.</summary>
    public required MacroLibrary Macros { get; init; }

    /// <summary><c>execute</c>: whether this is the real rendering.</summary>
    public required bool Executes { get; init; }

    /// <summary><c>this</c>, or null where the node has no relation.</summary>
    public RelationValue? This { get; init; }

    /// <summary>The package whose variables and functions the template sees; null for the project's own.</summary>
    public string? Package { get; init; }

    /// <summary><c>model</c>.</summary>
    public Value Model { get; init; }
}

/// <summary>The names that the template of a node sees.</summary>
internal static class NodeScope
{
    public static Scope Create(Project project, NodeBinding binding)
    {
        var graph = new Dictionary<string, Value>
        {
            ["ref"] = new FunctionValue("ref", call => binding.Ref(call, ReadRef(call))),
            ["source"] = new FunctionValue("source", call => binding.Source(call, ReadSource(call))),
            ["config"] = new ConfigFunction(binding),
        };
        var names = new Dictionary<string, Value>(graph)
        {
            ["adapter"] = new AdapterValue(binding.Macros.Dispatch),
            ["builtins"] = new DictValue(graph),
            ["execute"] = binding.Executes,
            ["model"] = binding.Model,
            ["schema"] = binding.This?.Relation.Schema ?? project.Target.Schema,
            ["database"] = binding.This?.Relation.Database ?? project.Target.Database,
            ["is_incremental"] = new FunctionValue("is_incremental", _ => false),
        };
        if (binding.This is { } relation) names["this"] = relation;
        return new Scope(names, binding.Package is { } package ? project.ScopeOf(package) : project.Scope);
    }

    private static RefCall ReadRef(CallArguments call)
    {
        if (call.Named.Keys.FirstOrDefault() is { } named)
            throw call.Error(ManifestProblems.BadReference, named is "v" or "version" ? "model versions are not supported in this version" : $"ref() got an unexpected argument '{named}'");
        return call.Positional switch
        {
            [var name] => new RefCall(null, name.ToText(), call.Span),
            [var package, var name] => new RefCall(package.ToText(), name.ToText(), call.Span),
            _ => throw call.ErrorWithHint(ManifestProblems.BadReference, "write ref('model') or ref('package', 'model')", $"ref() takes one or two arguments, not {call.Positional.Count}"),
        };
    }

    private static SourceCall ReadSource(CallArguments call) => call.Positional is [var source, var table] && call.Named.Count == 0
        ? new SourceCall(source.ToText(), table.ToText(), call.Span)
        : throw call.ErrorWithHint(ManifestProblems.BadReference, "write source('source', 'table')", $"source() takes two arguments, not {call.Count}");
}

/// <summary><c>config(...)</c>, with <c>config.get(name, default)</c> and <c>config.require(name)</c>.</summary>
internal sealed class ConfigFunction(NodeBinding binding) : ObjectValue
{
    public override string TypeName => "config";

    public override ValueKind Kind => ValueKind.Callable;

    public override bool IsCallable => true;

    public override IEnumerable<string> AttributeNames => ["get", "require"];

    public override bool TryGetAttribute(string name, out Value value)
    {
        value = name switch
        {
            "get" => new FunctionValue("config.get", call =>
            {
                var bound = call.Bind("config.get", "name", "default?", "validator?");
                return binding.Config(bound[0].ToText()) ?? (bound.Has(1) ? bound[1] : Value.None);
            }),
            "require" => new FunctionValue("config.require", call =>
            {
                var key = call.Bind("config.require", "name", "validator?")[0].ToText();
                return binding.Config(key) ?? throw call.Error(ManifestProblems.BadReference, $"config '{key}' is required but not set");
            }),
            _ => Value.None,
        };
        return !value.IsNone;
    }

    public override Value Call(CallArguments arguments)
    {
        var values = arguments.Positional switch
        {
            [] => arguments.Named,
            [var only] when only.AsObject is DictValue dictionary && arguments.Named.Count == 0 =>
                dictionary.Entries.ToDictionary(entry => entry.Key.ToText(), entry => entry.Value),
            _ => throw arguments.ErrorWithHint(ManifestProblems.BadReference, "write config(materialized='table')", "config() takes named arguments, or one dictionary"),
        };
        binding.Configure(new ConfigCall([.. values], arguments.Span));
        return "";
    }
}
