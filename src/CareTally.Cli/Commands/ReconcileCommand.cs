using System.CommandLine;
using System.Text.RegularExpressions;
using CareTally.Cli.Help;
using CareTally.Cli.Reconciling;
using CareTally.Cli.Reporting;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Cli.Commands;

/// <summary><c>tally reconcile</c>: holds the figures of a project against what a vendor's own dashboard reported.</summary>
internal static partial class ReconcileCommand
{
    /// <summary>The project's macro that says how: it returns the query of the sheet.</summary>
    public const string Macro = "reconciliation_sheet";

    private const int UsualDays = 14;

    public static Command Create(CommandContext context)
    {
        var command = new Command("reconcile", "Compares the figures of a system with what its vendor's dashboard reported, and files a sheet that says what passes. Reads what the last build made; changes nothing.");
        command.AddExamples(
            new Example("tally reconcile --system talkdesk", $"Compare the last {UsualDays} days"),
            new Example("tally reconcile --system zendesk --days 28 --output csv", "Compare four weeks, as CSV"));
        var system = new Option<string>("--system") { HelpName = "NAME", Description = "The source system, by its name in the project", Required = true };
        system.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !SystemName().IsMatch(token.Value)) result.AddError($"'{token.Value}' is no name of a system: letters, digits and underscores only");
        });
        var days = new Option<int>("--days") { HelpName = "N", Description = $"How many days, back from the last one that the dashboard reported; {UsualDays} by default", DefaultValueFactory = _ => UsualDays };
        days.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number < 1) result.AddError("--days needs a number above 0");
        });
        var format = new Option<string>("--output") { HelpName = "FORMAT", Description = "text (a table, the default), json or csv", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "csv");
        command.Add(system);
        command.Add(days);
        command.Add(format);
        context.Options.Project.AddTo(command);
        context.Options.Run.AddWaitTo(command);
        command.SetAction(async (parse, cancellationToken) =>
            (int)await RunAsync(context, parse, new ReconciliationRequest(parse.GetRequiredValue(system), parse.GetValue(days)), parse.GetRequiredValue(format), cancellationToken));
        return command;
    }

    [GeneratedRegex("^[A-Za-z0-9_]+$")]
    private static partial Regex SystemName();

    private static async Task<ExitCode> RunAsync(CommandContext context, ParseResult parse, ReconciliationRequest request, string format, CancellationToken cancellationToken)
    {
        var messages = context.MessagesFor(parse);
        var manifest = context.LoadManifest(parse, messages, $"{{{{ {Macro}('{request.System}', {request.Days}) }}}}");
        if (manifest.Macros.Find(Macro) is null)
        {
            throw new DiagnosticException(Diagnostic.Of(CliProblems.CannotReconcile, null, $"the project has no macro '{Macro}'") with
            {
                Hint = $"it takes a system and a number of days and returns the query of the sheet; the care project has one in macros/reconciliation.sql",
            });
        }

        var sheet = ReconciliationSheet.Of(request, await QueryAsync(context, parse, manifest, messages, cancellationToken));
        RowsText.Write(sheet.Rows, format, context.Surroundings, messages);
        var file = sheet.Write(manifest.Project.TargetFolder);
        messages.Note(sheet.Verdict);
        messages.Note($"The sheet is at {file}");
        return sheet.Passes ? ExitCode.Success : ExitCode.NodesFailed;
    }

    private static async Task<QueryResult> QueryAsync(CommandContext context, ParseResult parse, Manifest manifest, Messages messages, CancellationToken cancellationToken)
    {
        var node = manifest.Nodes.Values.Single(node => node.Name == LoadOptions.InlineName);
        var use = new WarehouseUse { Command = "tally reconcile", IsReadOnly = true, LockWait = context.Options.Run.ReadWait(parse) };
        await using var warehouse = await WarehouseFactory.OpenAsync(manifest.Project.Target, use, context.Surroundings.Clock, messages, cancellationToken);
        var catalog = await WarehouseFactory.ReadCatalogAsync(warehouse, manifest, null, cancellationToken);
        var problems = context.ProblemsFor(parse);
        var plan = Planner.Plan(manifest, new Selection([node.Id]), catalog, PlanOptions.Compile with { Tell = messages.Tell }, problems);
        plan = await DeferredSql.RenderAsync(plan, warehouse, messages.Tell, problems, cancellationToken);
        problems.ThrowIfErrors();
        var sql = plan.CompiledNodes.Single(compiled => compiled.Node == node).Sql;
        await using var session = await warehouse.OpenSessionAsync(cancellationToken);
        try
        {
            return await session.QueryAsync(sql.Text, null, cancellationToken);
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            var diagnostic = new SqlDiagnostics(manifest.Project.Root).For(e, sql, node);
            throw new DiagnosticException(diagnostic with { Kind = CliProblems.DatabaseRefused, Hint = e.Class == "Catalog Error" ? "build what the sheet reads first: tally build -s +reconciliation" : diagnostic.Hint }, e);
        }
    }
}
