using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>A statement of the project's own that is run around a node or a run; its template is rendered when it is.</summary>
/// <param name="Owner">What it belongs to, for messages.</param>
/// <param name="Text">The template.</param>
/// <param name="InTransaction">Whether it is part of its node's transaction.</param>
/// <param name="Span">Where it is written.</param>
public sealed record PlannedHook(string Owner, string Text, bool InTransaction, SourceSpan? Span)
{
    /// <summary>Its identity in artifacts where it belongs to the whole run; null where it belongs to a node.</summary>
    public NodeId? Id { get; init; }

    internal Func<Occasion, Scope> ScopeOf { get; init; } = _ => Scope.Empty;

    internal Func<Occasion, RenderOptions> OptionsFor { get; init; } = _ => RenderOptions.Default;

    /// <summary>Renders and runs it.</summary>
    /// <param name="live">The session.</param>
    /// <param name="extra">Further names that its template sees.</param>
    /// <exception cref="DiagnosticException">It cannot be rendered or the database refuses it.</exception>
    internal bool Run(LiveRendering live, IReadOnlyDictionary<string, Value> extra)
    {
        try
        {
            return live.Run(null, occasion =>
            {
                var template = Template.Parse(new SourceText($"hook of {Owner}", Text));
                var sql = TemplateRenderer.Render(template, ScopeOf(occasion with { Extra = extra }), OptionsFor(occasion)).Text;
                var isStatement = SqlScanner.SkipBlank(sql, 0) < sql.Length;
                if (isStatement) occasion.Warehouse.Execute(sql);
                return isStatement;
            });
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            throw new DiagnosticException(Diagnostic.Of(PlanProblems.HookFailed, Span, Owner, e.Message.TrimEnd()) with { Hint = e.Hint }, e);
        }
    }
}

/// <summary>Finds the hooks of nodes and of the whole run.</summary>
internal sealed class Hooks(NodeScopes scopes)
{
    /// <summary>The hooks of a node that its config gives under a key.</summary>
    public ImmutableArray<PlannedHook> Of(Node node, string key) =>
        node.Config.Get(key) is { } config ? [.. HookConfig.Read(config.Value).Select(hook => Planned(node, hook, key, config.Span))] : [];

    /// <summary>The hooks as materialization blocks see them.</summary>
    public Value ValueOf(Node node, string key) => new ListValue(Of(node, key).Select((hook, i) => Value.Of(new DictValue(new Dictionary<string, Value>
    {
        ["sql"] = hook.Text,
        ["transaction"] = hook.InTransaction,
        ["index"] = i,
    }))));

    /// <summary>Hooks of the whole run under a key: the project's own and its packages'.</summary>
    public ImmutableArray<PlannedHook> OfRun(string key) =>
    [
        .. from hook in RunHook.Of(scopes.Manifest.Project, key)
           let package = hook.Package.Name
           select new PlannedHook($"{key} of {package}", hook.Text.Text, true, hook.Text.Span)
           {
               Id = hook.Id,
               ScopeOf = occasion => scopes.OfRun(package, occasion),
               OptionsFor = occasion => scopes.OptionsFor(package, occasion),
           },
    ];

    private PlannedHook Planned(Node node, ConfiguredHook? hook, string key, SourceSpan? span)
    {
        if (hook is null)
            throw new DiagnosticException(Diagnostic.Of(PlanProblems.BadHook, span ?? node.Span, key, node.Id) with { Hint = "write SQL, a list of SQL, or a mapping with 'sql' and 'transaction'" });
        return new PlannedHook($"{node.Id}", hook.Sql, hook.InTransaction, span ?? node.Span)
        {
            ScopeOf = occasion => scopes.Of(node, occasion),
            OptionsFor = occasion => scopes.OptionsFor(node.Package, occasion),
        };
    }
}
