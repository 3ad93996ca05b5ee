using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Running;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Checking;

/// <summary>Checks the queries of a plan, and remembers what became of each node.</summary>
internal sealed partial class CheckRun(CheckScope scope, CheckErrors errors, ChangedTables changed)
{
    private readonly SqlDiagnostics _diagnostics = new(scope.Root);
    private readonly List<CheckResult> _results = [];
    private readonly Dictionary<NodeId, CheckResult> _byNode = [];

    // Views with columns that are nothing but null: what reads them may have such columns too.
    private readonly ConcurrentDictionary<NodeId, bool> _withNulls = new();
    private readonly ConcurrentDictionary<NodeId, string> _readers = new();

    public void Add(CheckResult result)
    {
        _results.Add(result);
        _byNode[result.Node.Id] = result;
    }

    public void AddAll(IEnumerable<CheckResult> results)
    {
        foreach (var result in results) Add(result);
    }

    /// <summary>Checks a model. Several may be checked at once that do not read each other.</summary>
    public async Task<CheckResult> CheckAsync(Node node, CheckDatabase database, CancellationToken cancellationToken)
    {
        if (BecauseOfParents(node) is { } known) return known;
        var step = (PlanStep.OfQuery)scope.StepOf(node)!;

        // Of batches the first says all: it makes the table, or it changes it as the others do.
        if (step is PlanStep.RunBatches { Batches: [var first, ..] }) step = first.Step;
        if (step is PlanStep.Materialize) return Unknown(node, "what its materialization makes of its query is only known when it runs");
        if (step.Sql.Compiled is not { } compiled) return Unknown(node, "its template looks at the database");
        if (compiled.Header is not null) return Unknown(node, "it may use what its sql_header makes, which is only run with it");
        var sql = WithStandIns(node, compiled);
        if (await UncheckableAsync(sql.Text, database, cancellationToken) is { } reason) return Unknown(node, reason);
        return step switch
        {
            PlanStep.ChangeModel model => await ChangeAsync(model, sql, () => changed.MakeAsync(model, sql, database, cancellationToken), cancellationToken),
            PlanStep.MakeFunction function => await MakeAsync(function, sql, database, cancellationToken),
            PlanStep.TakeSnapshot snapshot => await ChangeAsync(snapshot, sql, () => changed.MakeAsync(snapshot, sql, database, cancellationToken), cancellationToken),
            _ => await CreateAsync(step, sql, database, cancellationToken),
        };
    }

    // The database binds the body when the function is made.
    private async Task<CheckResult> MakeAsync(PlanStep.MakeFunction step, CompiledSql body, CheckDatabase database, CancellationToken cancellationToken)
    {
        if (!step.Macros.AreBuiltIn) return Unknown(step.Node, "what its macros make of its body is only known when it runs");
        var statement = await database.RenderAsync(live => step.Macros.Statement(live, body), cancellationToken);
        try
        {
            await database.ExecuteAsync(statement, cancellationToken);
            return new CheckResult.Sound { Node = step.Node };
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            return await JudgeAsync(e, step.Node, statement, cancellationToken);
        }
    }

    private async Task<CheckResult> ChangeAsync(PlanStep.OfQuery step, CompiledSql sql, Func<Task<string?>> make, CancellationToken cancellationToken)
    {
        try
        {
            return await make() is { } reason ? Unknown(step.Node, reason) : new CheckResult.Sound { Node = step.Node };
        }
        catch (DiagnosticException e)
        {
            return new CheckResult.Failed { Node = step.Node, Diagnostic = e.Diagnostic };
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            return await JudgeAsync(e, step.Node, sql, cancellationToken);
        }
    }

    /// <summary>Checks tests: all at once, and one by one where something is wrong with any of them.</summary>
    public async Task<CheckResult[]> CheckAsync(PlannedTest[] tests, CheckDatabase database, CancellationToken cancellationToken)
    {
        var results = new CheckResult?[tests.Length];
        var queries = new CompiledSql[tests.Length];
        for (var i = 0; i < tests.Length; i++) (results[i], queries[i]) = await PrepareAsync(tests[i], database, cancellationToken);
        int[] open = [.. Enumerable.Range(0, tests.Length).Where(i => results[i] is null)];
        try
        {
            if (open.Length > 0) await database.BindAllAsync(open.Select(i => queries[i].Text), cancellationToken);
            foreach (var i in open) results[i] = new CheckResult.Sound { Node = tests[i].Node };
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            foreach (var i in open) results[i] = await BindAsync(tests[i].Node, queries[i], database, cancellationToken);
        }

        return results!;
    }

    // A result where there is nothing to bind, or what to bind.
    private async Task<(CheckResult? Result, CompiledSql Sql)> PrepareAsync(PlannedTest test, CheckDatabase database, CancellationToken cancellationToken)
    {
        if (BecauseOfParents(test.Node) is { } known) return (known, CompiledSql.Of(""));
        if (test.Sql.Compiled is not { } compiled) return (Unknown(test.Node, "its template looks at the database"), CompiledSql.Of(""));
        var sql = WithStandIns(test.Node, compiled);
        return (await UncheckableAsync(sql.Text, database, cancellationToken) is { } reason ? Unknown(test.Node, reason) : null, sql);
    }

    private async Task<CheckResult> BindAsync(Node node, CompiledSql sql, CheckDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            await database.BindAsync(sql, cancellationToken);
            return new CheckResult.Sound { Node = node };
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            return await JudgeAsync(e, node, CheckDatabase.AsTest(sql), cancellationToken);
        }
    }

    /// <summary>The results, with the columns that were found.</summary>
    public ImmutableArray<CheckResult> WithColumns(ILookup<Relation, Column> columns) =>
        [.. _results.Select(result => result is CheckResult.Sound { Node: ModelNode or SnapshotNode } sound ? sound with { Columns = [.. columns[((RelationNode)sound.Node).Relation]] } : result)];

    /// <summary>The results where the database in memory has failed: what is left was not checked.</summary>
    public ImmutableArray<CheckResult> Abandon(string reason)
    {
        var left = scope.Nodes.Concat(scope.Tests.Select(test => test.Node)).Where(node => !_byNode.ContainsKey(node.Id));
        return [.. _results, .. left.Select(node => Unknown(node, reason))];
    }

    private async Task<CheckResult> CreateAsync(PlanStep.OfQuery step, CompiledSql sql, CheckDatabase database, CancellationToken cancellationToken)
    {
        var node = step.Node;
        var isView = step is PlanStep.BuildModel { Kind: RelationKind.View };
        try
        {
            if (isView && (scope.ParentsOf(node).Any(_withNulls.ContainsKey) || UntypedValue().IsMatch(sql.Text))) await CreateAsViewAsync(step, sql, database, cancellationToken);
            else await database.CreateAsync(step.Target, sql, cancellationToken);
            return new CheckResult.Sound { Node = node };
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            return await AgainAsync(step, sql, database, cancellationToken);
        }
    }

    // Said of the query alone, not of the statement that was built around it.
    private async Task<CheckResult> AgainAsync(PlanStep.OfQuery step, CompiledSql sql, CheckDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            await CreateAsViewAsync(step, sql, database, cancellationToken);
            return new CheckResult.Sound { Node = step.Node };
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            return await JudgeAsync(e, step.Node, CheckDatabase.AsProbe(sql), cancellationToken);
        }
    }

    private async Task CreateAsViewAsync(PlanStep.OfQuery step, CompiledSql sql, CheckDatabase database, CancellationToken cancellationToken)
    {
        var columns = await database.ProbeAsync(sql, cancellationToken);
        await database.CreateAsync(step.Target, columns, cancellationToken);
        if (columns.Any(column => column.DataType.Contains("\"NULL\"", StringComparison.Ordinal))) _withNulls[step.Node.Id] = true;
    }

    private async Task<CheckResult> JudgeAsync(WarehouseException error, Node node, CompiledSql statement, CancellationToken cancellationToken) => await errors.IsCertainAsync(error, cancellationToken)
        ? new CheckResult.Failed { Node = node, Diagnostic = _diagnostics.For(error, statement, node) }
        : Unknown(node, error.Class == "Permission Error" ? "it reads files" : error.Message.Split('\n')[0].TrimEnd());

    private CheckResult? BecauseOfParents(Node node)
    {
        CheckResult? unknown = null;
        foreach (var parent in scope.ParentsOf(node))
        {
            switch (_byNode.GetValueOrDefault(parent))
            {
                case CheckResult.Failed failed: return new CheckResult.Skipped { Node = node, BecauseOf = failed.Node.Id };
                case CheckResult.Skipped skipped: return skipped with { Node = node };
                case CheckResult.NotCheckable not: unknown ??= not with { Node = node, Because = not.Because ?? not.Node.Id }; break;
                case null: unknown ??= Unknown(node, $"it reads {parent}"); break;
            }
        }

        return unknown;
    }

    private static async Task<string?> UncheckableAsync(string sql, CheckDatabase database, CancellationToken cancellationToken)
    {
        if (sql.Contains("getvariable", StringComparison.OrdinalIgnoreCase)) return "it reads a variable of the session";
        return await database.HasDynamicPivotAsync(sql, cancellationToken) ? "its PIVOT takes the names of columns from the data" : null;
    }

    // A reader of files is long, and would read a part of them each time.
    private CompiledSql WithStandIns(Node node, CompiledSql sql)
    {
        foreach (var source in scope.FilesOf(node))
        {
            var standIn = ExternalSourceSql.StandInOf(source).ToSql();
            if (sql.Text.Contains(standIn, StringComparison.Ordinal)) continue;
            var reader = _readers.GetOrAdd(source.Id, _ => ExternalSourceSql.For(source, source.External!, scope.Root));
            sql = sql.Replace(reader, standIn);
        }

        return sql;
    }

    private static CheckResult.NotCheckable Unknown(Node node, string reason) => new() { Node = node, Reason = reason };

    // A null or an empty list, but not the null of a comparison.
    [GeneratedRegex(@"(?<!\bis\s+)(?<!\bis\s+not\s+)(?<!\bnot\s+)\bnull\b|\[\s*\]", RegexOptions.IgnoreCase)]
    private static partial Regex UntypedValue();
}
