using System.Collections.Concurrent;
using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>Makes the scopes that nodes are rendered in: their refs and sources resolved to relations. Safe to use from several threads.</summary>
internal sealed class NodeScopes(Manifest manifest, ImmutableArray<string> selected, IncrementalModels incremental, IReadOnlyDictionary<NodeId, Relation>? deferred = null)
{
    /// <summary>The config that holds statements to be run before a node's own.</summary>
    public const string SqlHeader = "sql_header";

    private readonly IReadOnlyDictionary<NodeId, Relation> _deferred = deferred ?? DeferredRelations.None;
    private readonly ConcurrentDictionary<NodeId, SourceReader> _sources = new();
    private readonly Lazy<Value> _graph = new(() => GraphValue.Of(manifest));

    public Manifest Manifest => manifest;

    /// <summary>Whether a source in files is called by a name instead of being read.</summary>
    public bool NeedsNoFiles { get; init; }

    /// <summary>The name of an ephemeral model in the queries that read it.</summary>
    public static string EphemeralName(Node node)
    {
        var name = RelationFactory.EphemeralPrefix + (node is ModelNode { Version: { } version } ? $"{node.Name}_{version}" : node.Name);
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : SqlText.Identifier(name);
    }

    /// <summary>The scope of a node's template.</summary>
    public Scope Of(Node node, Occasion occasion) => NodeScope.Create(manifest.Project, BindingOf(node, occasion));

    /// <summary>The scope of a hook of a whole run, which belongs to a package and to no node.</summary>
    public Scope OfRun(string package, Occasion occasion) => NodeScope.Create(manifest.Project, BindingOfRun(package, occasion));

    /// <summary>What <see cref="OfRun"/> is made from.</summary>
    public NodeBinding BindingOfRun(string package, Occasion occasion) => new()
    {
        Ref = (call, target) => Find(call, manifest.FindRef(package, target.Package, target.Name, target.Version), target.Shown, occasion),
        Source = (call, target) => Find(call, manifest.FindSource(package, target.Source, target.Table), $"{target.Source}.{target.Table}", occasion),
        Function = (call, target) => Find(call, manifest.FindFunction(package, target.Package, target.Name), target.Shown, occasion),
        Configure = _ => { },
        Config = _ => null,
        Executes = true,
        Macros = manifest.Macros,
        Package = package,
        Model = () => Value.None,
        Graph = () => _graph.Value,
        Warehouse = occasion.Warehouse,
        Messages = occasion.Messages,
        Selected = selected,
        Extra = occasion.Extra,
    };

    /// <summary>The relation of a node as its readers see it.</summary>
    public RelationValue RelationOf(NodeId id, Occasion occasion) => RelationOf(manifest.Nodes[id], _deferred.GetValueOrDefault(id), occasion);

    /// <summary>How a source in files is read: in one way by all.</summary>
    /// <exception cref="DiagnosticException">No file is there, or a CSV file lacks a declared column.</exception>
    public SourceReader ReaderOf(SourceNode source, ExternalFiles files) => _sources.GetOrAdd(source.Id, _ => ExternalSourceSql.ReaderOf(source, files, manifest.Project.Root));

    /// <summary>How the templates of a package are rendered.</summary>
    public RenderOptions OptionsFor(string package, Occasion occasion) => manifest.Macros.OptionsFor(package) with { CancellationToken = occasion.CancellationToken };

    /// <summary>Renders the generic tests that a node's package sees.</summary>
    public GenericTestRenderer TestsOf(Node node, Occasion occasion) => new(manifest.Macros, node.Package, occasion.CancellationToken);

    /// <summary>What the scope of a node is made from.</summary>
    public NodeBinding BindingOf(Node node, Occasion occasion) => new()
    {
        Ref = (call, target) => Resolve(call, node, manifest.FindRef(node.Package, target.Package, target.Name, target.Version), target.Name, occasion),
        Source = (call, target) => Resolve(call, node, manifest.FindSource(node.Package, target.Source, target.Table), $"{target.Source}.{target.Table}", occasion),
        Function = (call, target) => Resolve(call, node, manifest.FindFunction(node.Package, target.Package, target.Name), target.Name, occasion, "function"),
        Configure = _ => { },
        Config = key => ConfigOf(node, key, occasion),
        Executes = true,
        Macros = manifest.Macros,
        Package = node.Package,
        This = node is RelationNode relation ? RelationOf(relation, null, occasion with { Pending = null }) : null,
        Model = () => ModelOf(node, occasion),
        IsIncremental = occasion.IsInPlace ?? incremental.IsChangedInPlace(node),
        Graph = () => _graph.Value,
        Warehouse = occasion.Warehouse,
        Messages = occasion.Messages,
        Selected = selected,
        Extra = occasion.Extra,
    };

    // A test's `where` may call macros, so it is rendered when it is read.
    private Value? ConfigOf(Node node, string key, Occasion occasion)
    {
        if (key == SqlHeader && occasion.IsHeaderRun) return null;

        // Whatever the command says: the table is there by now.
        if (key == IncrementalModels.FullRefresh && occasion.IsInPlace == true) return false;
        if (node is SnapshotNode { Rules.Columns: var columns } && key == "snapshot_meta_column_names") return columns.ToValue();
        if (node.Config.Get(key)?.Value is not { } value) return null;
        if (NamesColumns(key, value)) return ColumnNames.Quoted(value, occasion.Columns);
        return key == "where" && node is DataTestNode && value.IsString ? TestsOf(node, occasion).RenderText(value.AsString, Of(node, occasion)) : value;
    }

    // The word 'all' is no column.
    private static bool NamesColumns(string key, Value value) => key is "unique_key" or "updated_at" || (key == "check_cols" && !value.IsString);

    private DictValue ModelOf(Node node, Occasion occasion)
    {
        var model = NodeValue.WithoutNone(node, manifest.Project);
        if (occasion.Window is { } window) model.Set("batch", window.ToValue());
        return model;
    }

    private Value Resolve(CallArguments call, Node from, NodeId? found, string name, Occasion occasion, string by = "ref")
    {
        if (found is { } id && (from.DependsOn.Contains(id) || from.Id == id)) return InputOf(from, manifest.Nodes[id], occasion);
        throw call.ErrorWithHint(
            PlanProblems.UndeclaredReference,
            $"name it where it is always seen: put the comment  -- depends_on: {{{{ {by}('{name}') }}}}  at the top of {from.Path}", name, from.Id);
    }

    private Value Find(CallArguments call, NodeId? found, string name, Occasion occasion) =>
        found is { } id ? RelationOf(id, occasion) : throw call.Error(ManifestProblems.UnknownRef, name, "a hook");

    private RelationValue RelationOf(Node node, Relation? elsewhere, Occasion occasion)
    {
        var relation = elsewhere ?? ((RelationNode)node).Relation;
        var parts = RelationValue.PartsOf(relation, manifest.Project.Target.Database, elsewhere is null ? TypeOf(node) : null) with { Quote = QuotePolicies.Of(manifest.Project, node) };
        return new RelationValue(node switch
        {
            SourceNode { External: not null } source when NeedsNoFiles => parts with { Sql = ExternalSourceSql.StandInOf(source).ToSql() },
            SourceNode { External: { } files } source => parts with { Sql = ReaderOf(source, files).ToSql() },
            ModelNode { Materialization: Materialization.Ephemeral } => parts with { Sql = EphemeralName(node) },
            _ when node.Id == occasion.Pending => parts with { Pending = relation.WithSuffix(Relation.PendingSuffix) },
            _ => parts,
        });
    }

    // What a model reads where less than all of it is wanted. An ephemeral model is cut off by what it reads itself.
    private RelationValue InputOf(Node reader, Node read, Occasion occasion)
    {
        var relation = RelationOf(read.Id, occasion);
        return reader is ModelNode && read is not FunctionNode && FilterOn(read, occasion) is { } filter ? new RelationValue(relation.Parts with { Filter = filter }) : relation;
    }

    private string? FilterOn(Node read, Occasion occasion)
    {
        if (manifest.Project.Options.Flags.Empty && read is not ModelNode { Materialization: Materialization.Ephemeral }) return "false limit 0";
        return TimesOf(occasion.Window) is { } times && read.Config.Text("event_time") is { } column ? EventWindow.FilterOn(column, times) : null;
    }

    // Of a batch, the part that is in the sample.
    private EventTimes? TimesOf(EventWindow? window)
    {
        var sample = manifest.Project.Options.Flags.Sample;
        if (window is null) return sample;
        return sample is null ? new EventTimes(window.Start, window.End) : new EventTimes(Later(window.Start, sample.Start), Earlier(window.End, sample.End));
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    // What is built by tally is known; what was there before is not.
    private static string? TypeOf(Node node) => node switch
    {
        SeedNode or SnapshotNode or ModelNode { Materialization: Materialization.Table or Materialization.Incremental } => RelationTypes.Table,
        ModelNode { Materialization: Materialization.View } => RelationTypes.View,
        ModelNode { Materialization: Materialization.Ephemeral } => RelationTypes.Cte,
        SourceNode { External: not null } => RelationTypes.External,
        FunctionNode => RelationTypes.Function,
        _ => null,
    };
}
