using System.Collections.Concurrent;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>Renders nodes to SQL. Safe to use from several threads.</summary>
internal sealed class NodeCompiler(Manifest manifest)
{
    private const string EphemeralPrefix = "__dbt__cte__";

    private readonly ConcurrentDictionary<NodeId, CompiledSql> _ephemeral = new();
    private readonly ConcurrentDictionary<NodeId, string> _sources = new();

    /// <summary>A model's query.</summary>
    /// <exception cref="DiagnosticException">It cannot be rendered.</exception>
    public CompiledSql Compile(ModelNode model) => WithEphemeral(model, Body(model));

    /// <summary>A test's query for failing rows.</summary>
    /// <param name="test">The test.</param>
    /// <param name="pending">The node whose relation is not published yet and is read under its pending name; null for none.</param>
    /// <exception cref="DiagnosticException">It cannot be rendered.</exception>
    public CompiledSql Compile(DataTestNode test, NodeId? pending)
    {
        var scope = ScopeOf(test, pending);
        if (test.Template is { } template) return WithEphemeral(test, Render(test, template, scope));
        var use = test.Generic!;
        try
        {
            var tests = TestsOf(test);
            var sql = tests.Render(use, tests.FindMacro(use)!, scope, RelationOf(manifest.Nodes[use.Subject], pending));
            return WithEphemeral(test, OneStatement(test, new CompiledSql(sql, [new RenderedPiece(0, test.Span, IsVerbatim: false)])));
        }
        catch (TemplateException e) when (e.Diagnostic.Span?.Source.Path != test.Span.Source.Path)
        {
            // The macro is at fault or was called wrongly: say for which test.
            throw new DiagnosticException(e.Diagnostic with { Frames = e.Diagnostic.Frames.Add(new DiagnosticFrame($"test {test.Name}", test.Span)) }, e);
        }
    }

    /// <summary>The query that runs a test: the failures counted and compared, as dbt does it.</summary>
    public CompiledSql CountFailures(DataTestNode test, CompiledSql failures, NodeId? pending)
    {
        var rules = test.Rules;
        var calc = rules.FailCalc;
        if (calc.Contains("{{", StringComparison.Ordinal)) calc = TestsOf(test).RenderText(calc, ScopeOf(test, pending)).ToText();
        return failures.Wrap(
            $"select\n  {calc} as failures,\n  {calc} {rules.WarnIf} as should_warn,\n  {calc} {rules.ErrorIf} as should_error\nfrom (\n",
            $"\n{(rules.Limit is { } limit ? $"limit {limit}\n" : "")}) dbt_internal_test");
    }

    private GenericTestRenderer TestsOf(Node node) => new(manifest.Macros, node.Package);

    private CompiledSql Body(ModelNode model)
    {
        var sql = Render(model, model.Template, ScopeOf(model, null));
        if (SqlScanner.SkipBlank(sql.Text, 0) == sql.Text.Length) throw new DiagnosticException(PlanProblems.EmptySql, model.Span, model.Id);
        return sql;
    }

    private CompiledSql Render(Node node, Template template, Scope scope)
    {
        var rendered = TemplateRenderer.Render(template, scope, manifest.Macros.OptionsFor(node.Package));
        return OneStatement(node, new CompiledSql(rendered.Text, rendered.Map));
    }

    // A second statement would be run beside the node's transaction, or end it.
    private static CompiledSql OneStatement(Node node, CompiledSql sql)
    {
        if (SqlScanner.SecondStatement(sql.Text) is not { } end) return sql.WithoutTrailingSemicolon();
        throw new DiagnosticException(Diagnostic.Of(PlanProblems.SeveralStatements, sql.OriginOf(end) ?? node.Span, node.Id) with
        {
            Hint = "a model or test is one query; nothing may follow this semicolon",
        });
    }

    private CompiledSql WithEphemeral(Node node, CompiledSql sql)
    {
        var ctes = new List<(string, CompiledSql)>();
        Collect(node, ctes, []);
        return CteInjector.Inject(sql, ctes);
    }

    // Depth first, so that each comes behind those it needs.
    private void Collect(Node node, List<(string, CompiledSql)> ctes, HashSet<NodeId> seen)
    {
        foreach (var id in node.DependsOn)
        {
            if (manifest.Nodes[id] is not ModelNode { Materialization: Materialization.Ephemeral } parent || !seen.Add(id)) continue;
            Collect(parent, ctes, seen);
            ctes.Add((EphemeralName(parent), _ephemeral.GetOrAdd(id, _ => Body(parent))));
        }
    }

    private static string EphemeralName(Node node)
    {
        var name = EphemeralPrefix + node.Name;
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : SqlText.Identifier(name);
    }

    private Scope ScopeOf(Node node, NodeId? pending)
    {
        var binding = new NodeBinding
        {
            Ref = (call, target) => Resolve(call, node, manifest.FindRef(node.Package, target.Package, target.Name), target.Name, pending),
            Source = (call, target) => Resolve(call, node, manifest.FindSource(node.Package, target.Source, target.Table), $"{target.Source}.{target.Table}", pending),
            Configure = _ => { },
            Config = key => ConfigOf(node, key, pending),
            Executes = true,
            Macros = manifest.Macros,
            Package = node.Package,
            This = node is RelationNode relation ? RelationOf(relation, null) : null,
            Model = NodeValue.Of(node),
        };
        return NodeScope.Create(manifest.Project, binding);
    }

    // A test's `where` may call macros, so it is rendered when it is read.
    private Value? ConfigOf(Node node, string key, NodeId? pending)
    {
        if (node.Config.Get(key)?.Value is not { } value) return null;
        return key == "where" && node is DataTestNode && value.IsString ? TestsOf(node).RenderText(value.AsString, ScopeOf(node, pending)) : value;
    }

    private Value Resolve(CallArguments call, Node from, NodeId? found, string name, NodeId? pending)
    {
        if (found is { } id && from.DependsOn.Contains(id)) return RelationOf(manifest.Nodes[id], pending);
        throw call.ErrorWithHint(
            PlanProblems.UndeclaredReference,
            $"name it where it is always seen: put the comment  -- depends_on: {{{{ ref('{name}') }}}}  at the top of {from.Path}", name, from.Id);
    }

    private RelationValue RelationOf(Node node, NodeId? pending)
    {
        var relation = ((RelationNode)node).Relation;
        var sql = node switch
        {
            SourceNode { External: { } files } source => _sources.GetOrAdd(node.Id, _ => ExternalSourceSql.For(source, files, manifest.Project.Root)),
            ModelNode { Materialization: Materialization.Ephemeral } => EphemeralName(node),
            _ when node.Id == pending => relation.WithSuffix(Relation.PendingSuffix).ToSql(),
            _ => relation.ToSql(),
        };
        return new RelationValue(relation, manifest.Project.Target.Database, sql);
    }
}
