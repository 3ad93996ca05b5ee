using System.Collections.Frozen;
using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Core.Python;
using CareTally.Diagnostics;
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

    /// <summary><c>function()</c>.</summary>
    public required Func<CallArguments, RefCall, Value> Function { get; init; }

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
    public required Func<Value> Model { get; init; }

    /// <summary><c>graph</c>.</summary>
    public required Func<Value> Graph { get; init; }

    /// <summary>How the template reaches the database.</summary>
    public required ITemplateWarehouse Warehouse { get; init; }

    /// <summary>What the template says.</summary>
    public required TemplateMessages Messages { get; init; }

    /// <summary>The nodes that the command selects.</summary>
    public ImmutableArray<string> Selected { get; init; } = [];

    /// <summary><c>is_incremental()</c>: whether the node's table is there and is changed in place.</summary>
    public bool IsIncremental { get; init; }

    /// <summary>Further names, such as the hooks and the query inside a materialization.</summary>
    public IReadOnlyDictionary<string, Value> Extra { get; init; } = FrozenDictionary<string, Value>.Empty;
}

/// <summary>The names that the template of a node sees.</summary>
internal static class NodeScope
{
    // What dbt gives to templates besides what all of a project shares, in one table. Each is made when it is first asked for.
    private static readonly FrozenDictionary<string, Func<Context, Value>> Table = new Dictionary<string, Func<Context, Value>>
    {
        // The project's graph.
        ["ref"] = context => new FunctionValue("ref", call => context.Binding.Ref(call, ReadRef(call))),
        ["source"] = context => new FunctionValue("source", call => context.Binding.Source(call, ReadSource(call))),
        ["function"] = context => new FunctionValue("function", call => context.Binding.Function(call, ReadFunction(call))),
        ["config"] = context => new ConfigFunction(context.Binding),
        ["builtins"] = context => new DictValue(new[] { "ref", "source", "config" }.Select(name => KeyValuePair.Create(name, context.Names[name]))),
        ["graph"] = context => ValueCopy.Of(context.Binding.Graph()),
        ["model"] = context => ValueCopy.Of(context.Binding.Model()),
        ["selected_resources"] = context => Value.Of(context.Binding.Selected),

        // The node at hand.
        ["this"] = context => context.Binding.This,
        ["schema"] = context => context.Binding.This?.Parts.Schema ?? context.Project.Target.Schema,
        ["database"] = context => context.Binding.This?.Parts.Database ?? context.Project.Target.Database,
        ["execute"] = context => context.Binding.Executes,
        ["is_incremental"] = context => new FunctionValue("is_incremental", _ => context.Binding is { Executes: true, IsIncremental: true }),
        ["context"] = context => context.Everything,

        // The database.
        ["adapter"] = context => new AdapterValue(context.Project.Target, RelationPolicy.Of(context.Project.Quoting), context.Binding.Warehouse, context.Binding.Messages, context.Binding.Macros.Dispatch.Call),
        ["api"] = context => new ModuleValue("api", new Dictionary<string, Value>
        {
            ["Relation"] = RelationFactory.Api(RelationPolicy.Of(context.Project.Quoting)),
            ["Column"] = ColumnValue.Api,
        }),
        ["load_result"] = context => new FunctionValue("load_result", context.Results.Load),
        ["store_result"] = context => new FunctionValue("store_result", context.Results.Store),
        ["store_raw_result"] = context => new FunctionValue("store_raw_result", context.Results.StoreRaw),

        // What is said.
        ["log"] = context => new FunctionValue("log", call => MessageFunctions.Log(call, context.Binding.Messages)),
        ["print"] = context => new FunctionValue("print", call => MessageFunctions.Print(call, context.Binding.Messages)),
        ["debug"] = _ => new FunctionValue("debug", MessageFunctions.Debug),
        ["exceptions"] = context => MessageFunctions.Exceptions(context.Binding.Messages),
        ["render"] = _ => new FunctionValue("render", call => call.Context.Render(Template.Parse(new SourceText("render()", call.Bind("render", "string")[0].ToText())))),

        // The compiled files are written by the runner.
        ["write"] = _ => new FunctionValue("write", _ => ""),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Scope Create(Project project, NodeBinding binding)
    {
        var context = new Context(project, binding);
        foreach (var (name, value) in binding.Extra) context.Names[name] = value;
        return context.Scope;
    }

    private static RefCall ReadRef(CallArguments call)
    {
        if (call.Named.Keys.FirstOrDefault(name => name is not ("v" or "version")) is { } named)
            throw call.Error(ManifestProblems.BadReference, $"ref() got an unexpected argument '{named}'");
        if (call.Named.Count > 1) throw call.Error(ManifestProblems.BadReference, "ref() got both 'v' and 'version'");
        var version = call.Named.Values.FirstOrDefault() is { IsNone: false, IsUndefined: false } given ? given.ToText() : null;
        return call.Positional switch
        {
            [var name] => new RefCall(null, name.ToText(), call.Span) { Version = version },
            [var package, var name] => new RefCall(package.ToText(), name.ToText(), call.Span) { Version = version },
            _ => throw call.ErrorWithHint(ManifestProblems.BadReference, "write ref('model'), ref('package', 'model') or ref('model', v=2)", $"ref() takes one or two arguments, not {call.Positional.Count}"),
        };
    }

    private static RefCall ReadFunction(CallArguments call) => (call.Positional, call.Named.Count) switch
    {
        ([var name], 0) => new RefCall(null, name.ToText(), call.Span),
        ([var package, var name], 0) => new RefCall(package.ToText(), name.ToText(), call.Span),
        _ => throw call.ErrorWithHint(ManifestProblems.BadReference, "write function('name') or function('package', 'name')", $"function() takes one or two arguments, not {call.Count}"),
    };

    private static SourceCall ReadSource(CallArguments call) => call.Positional is [var source, var table] && call.Named.Count == 0
        ? new SourceCall(source.ToText(), table.ToText(), call.Span)
        : throw call.ErrorWithHint(ManifestProblems.BadReference, "write source('source', 'table')", $"source() takes two arguments, not {call.Count}");

    /// <summary>One rendering: what its names are made from.</summary>
    private sealed class Context
    {
        public Context(Project project, NodeBinding binding)
        {
            (Project, Binding) = (project, binding);
            Names = new ContextNames<Context>(Table, this);
            Scope = new Scope(Names, binding.Package is { } package ? project.ScopeOf(package) : project.Scope);
        }

        public Project Project { get; }

        public NodeBinding Binding { get; }

        public ContextNames<Context> Names { get; }

        public Scope Scope { get; }

        public StatementResults Results { get; } = new();

        public Value Everything => new ContextValue(Find, (name, value) => Names[name] = value, () => Scope.Names.Union(Macros.Keys));

        private MacroNamespace Macros => Binding.Macros.NamesFor(Binding.Package ?? Project.Name);

        private Value? Find(string name) => Macros.TryGetValue(name, out var macro) ? macro : Scope.TryGet(name, out var value) ? value : (Value?)null;
    }
}

/// <summary><c>config(...)</c>, with <c>config.get(name, default)</c> and <c>config.require(name)</c>.</summary>
internal sealed class ConfigFunction(NodeBinding binding) : ObjectValue
{
    // What config.set() has set in this rendering.
    private readonly Dictionary<string, Value> _set = new(StringComparer.Ordinal);

    public override string TypeName => "config";

    public override ValueKind Kind => ValueKind.Callable;

    public override bool IsCallable => true;

    public override IEnumerable<string> AttributeNames => ["get", "require", "set", "meta_get", "meta_require", "persist_relation_docs", "persist_column_docs"];

    public override bool TryGetAttribute(string name, out Value value)
    {
        value = name switch
        {
            "get" => new FunctionValue("config.get", call =>
            {
                var bound = call.Bind("config.get", "name", "default?", "validator?");
                return Find(bound[0].ToText()) ?? (bound.Has(1) ? bound[1] : Value.None);
            }),
            "require" => new FunctionValue("config.require", call =>
            {
                var key = call.Bind("config.require", "name", "validator?")[0].ToText();
                return Find(key) ?? throw call.Error(ManifestProblems.BadReference, $"config '{key}' is required but not set");
            }),
            "set" => new FunctionValue("config.set", call =>
            {
                var (key, given) = call.Bind("config.set", "name", "value");
                _set[key.ToText()] = given;
                return "";
            }),
            "meta_get" => new FunctionValue("config.meta_get", call =>
            {
                var (key, fallback) = call.Bind("config.meta_get", "name", "default?");
                return Meta(key.ToText()) ?? fallback.Or(Value.None);
            }),
            "meta_require" => new FunctionValue("config.meta_require", call =>
            {
                var key = call.Bind("config.meta_require", "name")[0].ToText();
                return Meta(key) ?? throw call.Error(ManifestProblems.BadReference, $"meta '{key}' is required but not set");
            }),
            "persist_relation_docs" => new FunctionValue("config.persist_relation_docs", _ => PersistsDocs("relation")),
            "persist_column_docs" => new FunctionValue("config.persist_column_docs", _ => PersistsDocs("columns")),
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

    /// <summary>A value as this rendering sees it, or null.</summary>
    public Value? Find(string key) => _set.TryGetValue(key, out var value) ? value : binding.Config(ConfigKeys.Canonical(key)) is { } own ? ValueCopy.Of(own) : (Value?)null;

    private Value? Meta(string key) => Find("meta")?.As<DictValue>() is { } meta && meta.TryGet(key, out var value) ? value : (Value?)null;

    private bool PersistsDocs(string what) => Find("persist_docs")?.As<DictValue>() is { } docs && docs[what].IsTruthy;
}
