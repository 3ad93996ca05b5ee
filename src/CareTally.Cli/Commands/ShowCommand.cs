using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Cli.Reporting;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
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
        var command = new Command("show", "Prints the first rows of a model, a seed, or the rows a test finds. A model's query is run as it is written now, on the tables that are there; nothing is stored.");
        command.AddExamples(
            new Example("tally show daily_service", "Print five rows"),
            new Example("tally show stg_calls --limit 100 --output csv > calls.csv", "Keep a hundred rows as CSV"),
            new Example("tally show not_null_stg_calls_call_id", "Print the rows that fail a test"));
        var name = new Argument<string>("NODE") { Description = "Name of a model, seed or test" };
        name.CompletionSources.Add(new Completion.NodeCompletions(context).CompleteNames);
        var limit = new Option<int>("--limit") { HelpName = "N", Description = $"Rows to print; {UsualLimit} by default, -1 for all", DefaultValueFactory = _ => UsualLimit };
        var format = new Option<string>("--output") { HelpName = "FORMAT", Description = "text (a table, the default), json or csv", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "csv");
        command.Add(name);
        command.Add(limit);
        command.Add(format);
        context.Options.Project.AddTo(command);
        context.Options.Run.AddWaitTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var request = new ShowRequest(parse.GetRequiredValue(name), parse.GetValue(limit) is >= 0 and var rows ? rows : null, parse.GetRequiredValue(format));
            return (int)await RunAsync(context, parse, request, cancellationToken);
        });
        return command;
    }

    private sealed record ShowRequest(string Name, int? Limit, string Format);

    private static async Task<ExitCode> RunAsync(CommandContext context, ParseResult parse, ShowRequest request, CancellationToken cancellationToken)
    {
        var messages = context.MessagesFor(parse);
        var manifest = context.LoadManifest(parse, messages);
        var node = Find(manifest, request.Name);
        var use = new WarehouseUse { Command = "tally show", IsReadOnly = true, LockWait = context.Options.Run.ReadWait(parse) };
        await using var warehouse = await WarehouseFactory.OpenAsync(manifest.Project.Target, use, context.Surroundings.Clock, messages, cancellationToken);
        var catalog = await warehouse.ReadCatalogAsync(WarehouseFactory.SchemasOf(manifest), cancellationToken);
        var sql = await CompileAsync(manifest, node, catalog, warehouse, messages, cancellationToken);
        QueryResult rows;
        await using (var session = await warehouse.OpenSessionAsync(cancellationToken))
        {
            try
            {
                rows = await session.QueryAsync(sql.Text, request.Limit, cancellationToken);
            }
            catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
            {
                throw new DiagnosticException(Explain(e, sql, node), e);
            }
        }

        RowsText.Write(rows, request.Format, context.Surroundings, messages);
        return ExitCode.Success;
    }

    private static Node Find(Manifest manifest, string name)
    {
        var showable = manifest.Nodes.Values.Where(node => node is not (SourceNode or UnitTestNode)).ToArray();
        if (showable.FirstOrDefault(node => node.Name == name || node.Id.ToString() == name || node.Id.Name == name) is { } found) return found;
        throw new DiagnosticException(Diagnostic.Of(CliProblems.UnknownNode, null, name) with
        {
            Hint = DidYouMean.Hint(name, showable.Select(node => node.Name)) ?? "'tally ls --output name' lists them",
        });
    }

    private static async Task<CompiledSql> CompileAsync(Manifest manifest, Node node, Catalog catalog, IWarehouse warehouse, Messages messages, CancellationToken cancellationToken)
    {
        if (node is SeedNode seed) return CompiledSql.Of($"select * from {seed.Relation.ToSql()}");
        var problems = new Problems();
        var plan = Planner.Plan(manifest, new Selection([node.Id]), catalog, PlanOptions.Compile with { Tell = messages.Tell }, problems);
        plan = await DeferredSql.RenderAsync(plan, warehouse, messages.Tell, problems, cancellationToken);
        problems.ThrowIfErrors();
        return plan.CompiledNodes.Single(compiled => compiled.Node == node).Sql;
    }

    private static Diagnostic Explain(WarehouseException error, CompiledSql sql, Node node)
    {
        var origin = error.Position is { } position ? sql.OriginOf(position) : null;
        var isMissing = error.Class == "Catalog Error";
        return Diagnostic.Of(CliProblems.DatabaseRefused, origin ?? node.Span, error.Message.TrimEnd()) with
        {
            Hint = error.Hint ?? (isMissing ? $"build what it reads first: tally build -s +{node.Name}" : null),
        };
    }
}
