using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Cli.Reporting;
using CareTally.Cli.Sampling;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Cli.Commands;

/// <summary><c>tally show</c>.</summary>
internal static class ShowCommand
{
    private const int UsualLimit = 5;

    public static Command Create(CommandContext context)
    {
        var command = new Command("show", "Prints the first rows of a model, a seed, a snapshot, or the rows a test finds. A model's query is run as it is written now, on the tables that are there; nothing is stored.");
        command.AddExamples(
            new Example("tally show daily_service", "Print five rows"),
            new Example("tally show stg_calls --limit 100 --output csv > calls.csv", "Keep a hundred rows as CSV"),
            new Example("tally show not_null_stg_calls_call_id", "Print the rows that fail a test"),
            new Example("tally show stg_calls --show-pii", "Print columns marked pii too, which are masked otherwise"),
            new Example("tally show stg_calls --rejected", "Print rows that a build kept aside because their tests failed"),
            new Example("tally show --inline \"select count(*) from {{ ref('stg_calls') }}\"", "Print what a query returns that is in no file"));
        var name = new Argument<string?>("NODE") { Description = "Name of a model, seed, snapshot, test or analysis", Arity = ArgumentArity.ZeroOrOne };
        var select = new Option<string?>("--select", "-s") { HelpName = "NODE", Description = "The same as NODE, as dbt writes it", Hidden = true };
        name.CompletionSources.Add(new Completion.NodeCompletions(context).CompleteNames);
        var limit = new Option<int>("--limit") { HelpName = "N", Description = $"Rows to print; {UsualLimit} by default, -1 for all", DefaultValueFactory = _ => UsualLimit };
        var format = new Option<string>("--output") { HelpName = "FORMAT", Description = "text (a table, the default), json or csv", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "csv");
        var rejected = new Option<bool>("--rejected") { Description = "Print what the last build rejected: the rows kept aside when the node's tests failed" };
        var showPii = new Option<bool>("--show-pii") { Description = "Print personal data too: the values of columns marked pii" };
        command.Add(name);
        command.Add(select);
        context.Options.Project.AddInlineTo(command);
        command.Validators.Add(result =>
        {
            var given = new[] { result.GetValue(name) is not null, result.GetValue(select) is not null, context.Options.Project.HasInline(result) }.Count(isGiven => isGiven);
            if (given != 1) result.AddError(given == 0 ? "name a node, or give a query with --inline" : "name one node, or give one query with --inline");
        });
        command.Add(limit);
        command.Add(format);
        command.Add(rejected);
        command.Add(showPii);
        context.Options.State.AddWithDeferTo(command);
        context.Options.Project.AddTo(command);
        context.Options.Run.AddWaitTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var request = new ShowRequest(
                parse.GetValue(name) ?? parse.GetValue(select) ?? LoadOptions.InlineName, parse.GetValue(limit) is >= 0 and var rows ? rows : null, parse.GetRequiredValue(format), parse.GetValue(rejected), parse.GetValue(showPii));
            return (int)await RunAsync(context, parse, request, cancellationToken);
        });
        return command;
    }

    private sealed record ShowRequest(string Name, int? Limit, string Format, bool IsRejected, bool ShowsPersonalData);

    private static async Task<ExitCode> RunAsync(CommandContext context, ParseResult parse, ShowRequest request, CancellationToken cancellationToken)
    {
        var messages = context.MessagesFor(parse);
        var manifest = context.LoadManifest(parse, messages);
        var node = Find(manifest, request.Name);
        await ProjectSample.EnsureAsync(manifest, new Selection([node.Id]), context.Surroundings.Clock, messages, cancellationToken);
        var options = PlanOptions.Compile with { Tell = messages.Tell, Deferral = context.ReadDeferral(parse, manifest) };
        var use = new WarehouseUse { Command = "tally show", IsReadOnly = true, LockWait = context.Options.Run.ReadWait(parse) };
        await using var warehouse = await WarehouseFactory.OpenAsync(manifest.Project.Target, use, context.Surroundings.Clock, messages, cancellationToken);
        var catalog = await WarehouseFactory.ReadCatalogAsync(warehouse, manifest, options.Deferral, cancellationToken);
        var sql = request.IsRejected ? Rejected(node, catalog) : await CompileAsync(context.ProblemsFor(parse), manifest, node, catalog, warehouse, options, cancellationToken);
        if (!request.IsRejected && new IncrementalModels(manifest, catalog).IsChangedInPlace(node))
            messages.Remark($"{node.Name} is incremental and its table is there: this is what the next run would read, with is_incremental() true. The table itself: tally show --inline \"select * from {{{{ ref('{node.Name}') }}}}\"");
        QueryResult rows;
        await using (var opened = await warehouse.OpenSessionAsync(cancellationToken))
        {
            var session = request.ShowsPersonalData || !manifest.Personal.IsReadBy(node) ? opened : new DiscreetSession(opened);
            try
            {
                // A header is statements of its own, or the beginning of the query's.
                if (sql.Header is { } statements && statements.TrimEnd().EndsWith(';')) await session.ExecuteAsync(statements, cancellationToken);
                else if (sql.Header is { } beginning) sql = sql.Wrap($"{beginning}\n", "");
                rows = await session.QueryAsync(sql.Text, request.Limit, cancellationToken);
            }
            catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
            {
                throw new DiagnosticException(Explain(e, sql, node, manifest), e);
            }
        }

        if (!request.ShowsPersonalData) rows = new HiddenColumns(manifest, catalog).Hide(rows, node, messages);
        RowsText.Write(rows, request.Format, context.Surroundings, messages);
        return ExitCode.Success;
    }

    private static Node Find(Manifest manifest, string name)
    {
        var showable = manifest.Nodes.Values.Where(node => node is not (SourceNode or UnitTestNode or ExposureNode or FunctionNode)).ToArray();
        if (showable.OrderByDescending(node => node is ModelNode { IsLatestVersion: true }).FirstOrDefault(node => node.Name == name || (node as ModelNode)?.NameWithVersion == name || node.Id.ToString() == name || node.Id.Name == name) is { } found) return found;
        throw new DiagnosticException(Diagnostic.Of(CliProblems.UnknownNode, null, name) with
        {
            Hint = DidYouMean.Hint(name, showable.Select(node => node.Name)) ?? "'tally ls --output name' lists them",
        });
    }

    private static CompiledSql Rejected(Node node, Catalog catalog)
    {
        if (node is not RelationNode { Relation: var relation }) throw new DiagnosticException(CliProblems.NoneRejected, null, node.Name, "is no model or seed, so nothing of it can be rejected");
        var rejected = relation.WithSuffix(Relation.RejectedSuffix);
        if (catalog.Find(rejected) is not null) return CompiledSql.Of($"select * from {rejected.ToSql()}");
        throw new DiagnosticException(Diagnostic.Of(CliProblems.NoneRejected, null, node.Name, $"has no rejected rows: there is no {rejected}") with
        {
            Hint = "it is made by a build in which tests of the node fail, and goes with the next one that is published",
        });
    }

    private static async Task<CompiledSql> CompileAsync(Problems problems, Manifest manifest, Node node, Catalog catalog, IWarehouse warehouse, PlanOptions options, CancellationToken cancellationToken)
    {
        if (node is SeedNode or SnapshotNode) return CompiledSql.Of($"select * from {((RelationNode)node).Relation.ToSql()}");
        var plan = Planner.Plan(manifest, new Selection([node.Id]), catalog, options, problems);
        plan = await DeferredSql.RenderAsync(plan, warehouse, options.Tell, problems, cancellationToken);
        problems.ThrowIfErrors();
        return plan.CompiledNodes.Single(compiled => compiled.Node == node).Sql;
    }

    private static Diagnostic Explain(WarehouseException error, CompiledSql sql, Node node, Manifest manifest)
    {
        var isMissing = error.Class == "Catalog Error" && error.Hint is null;
        var diagnostic = new SqlDiagnostics(manifest.Project.Root).For(error, sql, node);
        return diagnostic with { Kind = CliProblems.DatabaseRefused, Hint = isMissing && node.Name != LoadOptions.InlineName ? $"build what it reads first: tally build -s +{node.Name}" : diagnostic.Hint };
    }
}
