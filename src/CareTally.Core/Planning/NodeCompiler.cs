using System.Collections.Concurrent;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Diagnostics;
using CareTally.Templating;

namespace CareTally.Core.Planning;

/// <summary>Renders nodes to SQL. Safe to use from several threads.</summary>
internal sealed class NodeCompiler(NodeScopes scopes, Action<TemplateMessage> tell)
{
    private readonly ConcurrentDictionary<NodeId, CompiledSql> _ephemeral = new();

    /// <summary>A model's query; deferred where its template looks at the warehouse.</summary>
    /// <exception cref="DiagnosticException">It cannot be rendered.</exception>
    public StepSql Plan(ModelNode model) => Plan(null, tell, occasion => WithEphemeral(model, Body(model, occasion), occasion));

    /// <summary>A test, ready to run; deferred where its template looks at the warehouse.</summary>
    /// <param name="test">The test.</param>
    /// <param name="pending">The node whose relation is not published yet and is read under its pending name; null for none.</param>
    /// <exception cref="DiagnosticException">It cannot be rendered.</exception>
    public PlannedTest Plan(DataTestNode test, NodeId? pending)
    {
        var failures = Plan(null, tell, occasion => Failures(test, occasion));

        // What it says it has said by then.
        var count = Plan(pending, _ => { }, occasion => CountFailures(test, pending is null && failures.Compiled is { } known ? known : Failures(test, occasion), occasion));
        return new PlannedTest(test, failures, count);
    }

    // First without the warehouse, which is enough for nearly every template and says everything that is wrong before anything is run.
    private static StepSql Plan(NodeId? pending, Action<TemplateMessage> tell, Func<Occasion, CompiledSql> render)
    {
        var occasion = new Occasion(LaterWarehouse.Instance, new TemplateMessages(), pending);
        try
        {
            var sql = render(occasion);
            occasion.Messages.Tell(tell);
            return StepSql.Of(sql);
        }
        catch (PutOffException)
        {
            return StepSql.Later(live => live.Run(pending, render));
        }
        catch (DiagnosticException)
        {
            occasion.Messages.Tell(tell);
            throw;
        }
    }

    private CompiledSql Failures(DataTestNode test, Occasion occasion)
    {
        if (test.Template is { } template) return WithEphemeral(test, Render(test, template, occasion), occasion);
        var use = test.Generic!;
        try
        {
            var tests = scopes.TestsOf(test, occasion);
            var sql = tests.Render(use, tests.FindMacro(use)!, scopes.Of(test, occasion), scopes.RelationOf(use.Subject, occasion));
            return WithEphemeral(test, OneStatement(test, new CompiledSql(sql, [new RenderedPiece(0, test.Span, IsVerbatim: false)])), occasion);
        }
        catch (TemplateException e) when (e.Diagnostic.Span?.Source.Path != test.Span.Source.Path)
        {
            // The macro is at fault or was called wrongly: say for which test.
            throw new DiagnosticException(e.Diagnostic with { Frames = e.Diagnostic.Frames.Add(new DiagnosticFrame($"test {test.Name}", test.Span)) }, e);
        }
    }

    private CompiledSql CountFailures(DataTestNode test, CompiledSql failures, Occasion occasion)
    {
        var rules = test.Rules;
        var calc = rules.FailCalc;
        if (calc.Contains("{{", StringComparison.Ordinal)) calc = scopes.TestsOf(test, occasion).RenderText(calc, scopes.Of(test, occasion)).ToText();
        return failures.Wrap(
            $"select\n  {calc} as failures,\n  {calc} {rules.WarnIf} as should_warn,\n  {calc} {rules.ErrorIf} as should_error\nfrom (\n",
            $"\n{(rules.Limit is { } limit ? $"limit {limit}\n" : "")}) dbt_internal_test");
    }

    private CompiledSql Body(ModelNode model, Occasion occasion)
    {
        var sql = Render(model, model.Template, occasion);
        if (SqlScanner.SkipBlank(sql.Text, 0) == sql.Text.Length) throw new DiagnosticException(PlanProblems.EmptySql, model.Span, model.Id);
        return sql;
    }

    private CompiledSql Render(Node node, Template template, Occasion occasion)
    {
        var rendered = TemplateRenderer.Render(template, scopes.Of(node, occasion), scopes.OptionsFor(node.Package, occasion));
        return OneStatement(node, new CompiledSql(rendered.Text, rendered.Map));
    }

    // A second statement would be run beside the node's transaction, or end it.
    public static CompiledSql OneStatement(Node node, CompiledSql sql)
    {
        if (SqlScanner.SecondStatement(sql.Text) is not { } end) return sql.WithoutTrailingSemicolon();
        throw new DiagnosticException(Diagnostic.Of(PlanProblems.SeveralStatements, sql.OriginOf(end) ?? node.Span, node.Id) with
        {
            Hint = "a model or test is one query; nothing may follow this semicolon",
        });
    }

    private CompiledSql WithEphemeral(Node node, CompiledSql sql, Occasion occasion)
    {
        var ctes = new List<(string, CompiledSql)>();
        Collect(node, ctes, [], occasion);
        return CteInjector.Inject(sql, ctes);
    }

    // Depth first, so that each comes behind those it needs.
    private void Collect(Node node, List<(string, CompiledSql)> ctes, HashSet<NodeId> seen, Occasion occasion)
    {
        foreach (var id in node.DependsOn)
        {
            if (scopes.Manifest.Nodes[id] is not ModelNode { Materialization: Materialization.Ephemeral } parent || !seen.Add(id)) continue;
            Collect(parent, ctes, seen, occasion);
            ctes.Add((NodeScopes.EphemeralName(parent), Ephemeral(parent, occasion)));
        }
    }

    // What was made with the warehouse at hand holds for this moment only.
    private CompiledSql Ephemeral(ModelNode model, Occasion occasion)
    {
        if (_ephemeral.TryGetValue(model.Id, out var known)) return known;
        var sql = Body(model, occasion);
        return occasion.Warehouse is LaterWarehouse ? _ephemeral.GetOrAdd(model.Id, sql) : sql;
    }
}
