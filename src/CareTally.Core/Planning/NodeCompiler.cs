using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;

namespace CareTally.Core.Planning;

/// <summary>Renders nodes to SQL. Safe to use from several threads.</summary>
internal sealed partial class NodeCompiler(NodeScopes scopes, Action<TemplateMessage> tell)
{
    private readonly ConcurrentDictionary<NodeId, CompiledSql> _ephemeral = new();

    /// <summary>Whether relations are made without rows.</summary>
    public bool IsEmptyRun => scopes.Manifest.Project.Options.Flags.Empty;

    /// <summary>A model's query; deferred where its template looks at the warehouse.</summary>
    /// <param name="model">The model.</param>
    /// <param name="window">The time of the rows it is to give, where it is made in batches; otherwise null.</param>
    /// <param name="isInPlace">Whether this changes a table in place, where it is made in batches; otherwise null.</param>
    /// <exception cref="DiagnosticException">It cannot be rendered.</exception>
    public StepSql Plan(ModelNode model, EventWindow? window = null, bool? isInPlace = null) => Plan(null, tell, anytime =>
    {
        var occasion = anytime with { Window = window, IsInPlace = isInPlace };
        var body = Body(model, model.Template, occasion);
        return WithEphemeral(model, body, occasion) with { Header = body.Header };
    });

    /// <summary>An analysis; deferred where its template looks at the warehouse.</summary>
    /// <exception cref="DiagnosticException">It cannot be rendered.</exception>
    public StepSql Plan(AnalysisNode analysis) => Plan(null, tell, occasion => WithEphemeral(analysis, RenderAll(analysis, analysis.Template, occasion), occasion));

    /// <summary>The query of a snapshot; deferred where its template looks at the warehouse.</summary>
    /// <exception cref="DiagnosticException">It cannot be rendered.</exception>
    public StepSql Plan(SnapshotNode snapshot) => Plan(null, tell, occasion => WithEphemeral(snapshot, Body(snapshot, occasion), occasion));

    /// <summary>The body of a function; deferred where its template looks at the warehouse.</summary>
    /// <exception cref="DiagnosticException">It cannot be rendered.</exception>
    public StepSql Plan(FunctionNode function) => Plan(null, tell, occasion =>
    {
        var body = Body(function, function.Template, occasion);
        return WithEphemeral(function, body, occasion) with { Header = body.Header };
    });

    /// <summary>The macros of a snapshot.</summary>
    public SnapshotMacros MacrosOf(SnapshotNode snapshot) => new(scopes, snapshot);

    /// <summary>The relation that a query returns all rows of, without doing anything else; null for any other query.</summary>
    public Relation? ReadsAllOf(Node node, CompiledSql sql) =>
        node.DependsOn is [var parent] && scopes.Manifest.Nodes[parent] is RelationNode { Relation: var relation }
        && string.Equals(Blanks().Replace(sql.Text, " ").Trim(), $"select * from {relation.ToSql()}", StringComparison.OrdinalIgnoreCase)
            ? relation
            : null;

    /// <summary>The query for the moment of a relation's newest row.</summary>
    /// <exception cref="DiagnosticException">It cannot be rendered.</exception>
    public StepSql Newest(RelationNode node, FreshnessRules rules) => Plan(null, tell, occasion =>
    {
        var text = rules.LoadedAtQuery is { } query
            ? $"select (\n{TemplateRenderer.Render(Template.Parse(new SourceText($"loaded_at_query of {node.Id}", query)), scopes.Of(node, occasion), scopes.OptionsFor(node.Package, occasion)).Text}\n) as max_loaded_at"
            : $"select max({rules.LoadedAtField}) as max_loaded_at\nfrom {scopes.RelationOf(node.Id, occasion).ToText()}{(rules.Filter is { } filter ? $"\nwhere {filter}" : "")}";
        return new CompiledSql(text, [new RenderedPiece(0, rules.LoadedAtSpan, IsVerbatim: false)]);
    });

    /// <summary>A test, ready to run; deferred where its template looks at the warehouse.</summary>
    /// <param name="test">The test.</param>
    /// <param name="pending">The node whose relation is not published yet and is read under its pending name; null for none.</param>
    /// <exception cref="DiagnosticException">It cannot be rendered.</exception>
    public PlannedTest Plan(DataTestNode test, NodeId? pending)
    {
        var failures = Plan(null, tell, occasion => Failures(test, occasion));

        // What it says it has said by then.
        CompiledSql Found(Occasion occasion) => pending is null && failures.Compiled is { } known ? known : Failures(test, occasion);
        if (test.Store is not { } store) return new PlannedTest(test, failures, Plan(pending, _ => { }, occasion => CountFailures(test, Found(occasion), occasion)));
        return new PlannedTest(test, failures, Plan(pending, _ => { }, occasion => CountFailures(test, CompiledSql.Of($"select * from {store.Relation.ToSql()}"), occasion)))
        {
            StoreSql = Plan(pending, _ => { }, occasion => Store(store, test, Found(occasion), isTable: pending is not null)),
        };
    }

    // A view would soon look at the published relation, not at the one that is tested.
    private static CompiledSql Store(FailureStore store, DataTestNode test, CompiledSql failures, bool isTable)
    {
        var kind = isTable || store.Kind == RelationKind.Table ? "table" : "view";
        return failures.Wrap($"create {kind} {store.Relation.ToSql()} as\nselect * from (\n", $"\n) dbt_internal_test{(test.Rules.Limit is { } limit ? $"\nlimit {limit}" : "")}");
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
            return WithEphemeral(test, OneStatement(test, GenericTestSql.Of(test, sql)), occasion);
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

    private CompiledSql Body(Node node, Template template, Occasion occasion)
    {
        var sql = Render(node, template, occasion);
        if (SqlScanner.SkipBlank(sql.Text, 0) == sql.Text.Length) throw new DiagnosticException(PlanProblems.EmptySql, node.Span, node.Id);
        return sql;
    }

    private CompiledSql Body(SnapshotNode snapshot, Occasion occasion)
    {
        var sql = OneStatement(snapshot, Query(snapshot, occasion));
        if (SqlScanner.SkipBlank(sql.Text, 0) == sql.Text.Length) throw new DiagnosticException(PlanProblems.EmptySql, snapshot.Span, snapshot.Id);
        return sql;
    }

    // Of a relation that a property file names, everything points to that name.
    private CompiledSql Query(SnapshotNode snapshot, Occasion occasion)
    {
        var (scope, options) = (scopes.Of(snapshot, occasion), scopes.OptionsFor(snapshot.Package, occasion));
        if (snapshot.Query.Block is { } block)
        {
            var rendered = TemplateRenderer.Render(block, scope, options);
            return new CompiledSql(rendered.Text, rendered.Map);
        }

        try
        {
            var text = TemplateRenderer.Render(snapshot.Query.Template, scope, options).Text;
            return new CompiledSql(text, [new RenderedPiece(0, snapshot.Query.Span, IsVerbatim: false)]);
        }
        catch (TemplateException e)
        {
            throw new DiagnosticException(e.Diagnostic with { Span = snapshot.Query.Span }, e);
        }
    }

    private CompiledSql Render(Node node, Template template, Occasion occasion) => OneStatement(node, RenderAll(node, template, occasion));

    private CompiledSql RenderAll(Node node, Template template, Occasion occasion)
    {
        var scope = scopes.Of(node, occasion);
        var rendered = TemplateRenderer.Render(template, scope, scopes.OptionsFor(node.Package, occasion));
        return new CompiledSql(rendered.Text, rendered.Map) { Header = HeaderOf(scope) };
    }

    // As configured, or as the template has set it while it was rendered.
    public static string? HeaderOf(Scope scope) =>
        scope.TryGet("config", out var config) && config.As<ConfigFunction>()?.Find(NodeScopes.SqlHeader) is { IsNone: false } header && header.ToText() is { Length: > 0 } text ? text : null;

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
        var ctes = new List<(NodeId Model, string Name, CompiledSql Sql)>();
        Collect(node, ctes, [], occasion);
        return ctes.Count == 0
            ? sql
            : CteInjector.Inject(sql, [.. ctes.Select(cte => (cte.Name, cte.Sql))]) with { Ctes = [.. ctes.Select(cte => new InjectedCte(cte.Model, cte.Name, cte.Sql.Text))] };
    }

    // Depth first, so that each comes behind those it needs.
    private void Collect(Node node, List<(NodeId Model, string Name, CompiledSql Sql)> ctes, HashSet<NodeId> seen, Occasion occasion)
    {
        foreach (var id in node.DependsOn)
        {
            if (scopes.Manifest.Nodes[id] is not ModelNode { Materialization: Materialization.Ephemeral } parent || !seen.Add(id)) continue;
            Collect(parent, ctes, seen, occasion);

            // It is no model in batches itself, so it reads everything.
            ctes.Add((id, NodeScopes.EphemeralName(parent), Ephemeral(parent, occasion with { Window = null, IsInPlace = null })));
        }
    }

    // What was made with the warehouse at hand holds for this moment only.
    private CompiledSql Ephemeral(ModelNode model, Occasion occasion)
    {
        if (_ephemeral.TryGetValue(model.Id, out var known)) return known;
        var sql = Body(model, model.Template, occasion);

        // It stands for a relation, which would be read without its rows.
        if (IsEmptyRun) sql = sql.Wrap("select * from (\n", "\n) where false limit 0");
        return occasion.Warehouse is LaterWarehouse ? _ephemeral.GetOrAdd(model.Id, sql) : sql;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
