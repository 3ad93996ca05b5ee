using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>Makes a model by the <c>{% materialization %}</c> block of the project or a package: the block runs the statements itself.</summary>
internal sealed class Materializer(NodeScopes scopes, Hooks hooks)
{
    /// <summary>Runs the block, and says which relations it has made.</summary>
    /// <exception cref="DiagnosticException">The block failed, or does not say what it has made.</exception>
    public ImmutableArray<Relation> Run(ModelNode model, CompiledSql sql, LiveRendering live) => live.Run(null, occasion =>
    {
        var node = NodeValue.Compiled(model, scopes.Manifest.Project, sql.Text);
        var extra = new Dictionary<string, Value>
        {
            ["sql"] = sql.Text,
            ["compiled_code"] = sql.Text,
            ["model"] = node,
            ["pre_hooks"] = hooks.ValueOf(model, HookConfig.Before),
            ["post_hooks"] = hooks.ValueOf(model, HookConfig.After),
        };
        var returned = TemplateRenderer.CallMacro(
            model.MaterializedBy!.Value, scopes.Of(model, occasion with { Extra = extra, IsHeaderRun = sql.Header is null }), [], null, scopes.OptionsFor(model.Package, occasion));
        if (returned.As<DictValue>()?["relations"].AsObject is { Items: { } items } && items.All(item => item.As<RelationValue>() is not null))
            return items.Select(item => item.As<RelationValue>()!.Address).OfType<Relation>().ToImmutableArray();
        throw new DiagnosticException(Diagnostic.Of(PlanProblems.NoRelations, model.MaterializedBy.Definition.NameSpan, model.MaterializedBy.Definition.Name) with
        {
            Hint = "end it with {{ return({'relations': [target_relation]}) }}",
        });
    });
}
