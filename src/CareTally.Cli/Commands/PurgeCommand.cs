using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using CareTally.Cli.Help;
using CareTally.Cli.Reporting;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Diagnostics;

namespace CareTally.Cli.Commands;

/// <summary><c>tally purge</c>.</summary>
internal static class PurgeCommand
{
    private const string MonthsVariable = "retention_months";
    private const int FewestMonths = 24;

    public static Command Create(CommandContext context)
    {
        var command = new Command("purge", $"Deletes rows that are older than the project keeps them (variable {MonthsVariable}), or erases one customer everywhere. What was done is kept in the table privacy_audit; no later build brings back what was purged.");
        command.AddExamples(
            new Example("tally purge --dry-run", "Count the rows that are too old"),
            new Example("tally purge", "Delete them"),
            new Example("tally purge --customer crm:4711", "Erase a customer, and name the export files in which they still occur"));
        var customer = new Option<string?>("--customer") { HelpName = "ID", Description = "Erase this customer instead, by the id that the project has given" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count and name; nothing is changed" };
        var force = new Option<bool>("--force") { Description = $"Keep less than {FewestMonths} months, if the project says so" };
        command.Add(customer);
        command.Add(dryRun);
        command.Add(force);
        context.Options.Project.AddTo(command);
        context.Options.Run.AddWaitTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var request = new PurgeRequest(System.Environment.UserName, context.Surroundings.Clock.GetUtcNow(), parse.GetValue(dryRun));
            return (int)await RunAsync(context, parse, request, parse.GetValue(customer), parse.GetValue(force), cancellationToken);
        });
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, ParseResult parse, PurgeRequest request, string? customer, bool isForced, CancellationToken cancellationToken)
    {
        var messages = context.MessagesFor(parse);
        var manifest = context.LoadManifest(parse, messages);
        DateTime? cutoff = customer is null ? CutoffOf(manifest.Project, request.At, isForced) : null;
        var target = manifest.Project.Target;
        if (target.Path != ":memory:" && !File.Exists(target.Path))
            throw new DiagnosticException(Diagnostic.Of(CliProblems.NothingBuilt, null, target.Path) with { Hint = "build the project first: tally build" });
        var use = new WarehouseUse { Command = "tally purge", IsReadOnly = request.IsDryRun, LockWait = context.Options.Run.ReadWait(parse) };
        await using var warehouse = await WarehouseFactory.OpenAsync(target, use, context.Surroundings.Clock, messages, cancellationToken);
        var catalog = await WarehouseFactory.ReadCatalogAsync(warehouse, manifest, deferral: null, cancellationToken);
        var told = new Told(context.Surroundings.Output, messages, request.IsDryRun);
        await using (var session = await warehouse.OpenSessionAsync(cancellationToken))
        {
            if (cutoff is { } limit)
            {
                messages.Note($"What is older than {limit:yyyy-MM-dd}, UTC:");
                told.Close(await new Purge(manifest, catalog, session, request).OldRowsAsync(limit, told.Table, cancellationToken));
                told.Files("every row of these files is older; delete them, or the rows are read again", await OldFiles.FindAsync(manifest, session, limit, cancellationToken));
            }
            else
            {
                var report = await new Erasure(manifest, catalog, session, request).RunAsync(customer!, messages.Tell, told.Table, cancellationToken);
                told.Close(report.Tables);
                messages.Note(report.IsRepeated ? $"The customer had been erased before, as {report.Subject}" : $"The audit calls the customer {report.Subject}");
                if (!report.Tables.IsEmpty) messages.Note("What is built from these tables follows with the next 'tally build'");
                told.Files("the customer still occurs in these files; they are yours to edit or delete", report.Files.Found);
                told.Files("these files were not searched: they are no text, or lie elsewhere", report.Files.NotSearched);
            }
        }

        if (!request.IsDryRun) await warehouse.CompactAsync(cancellationToken);
        return told.HasFailed ? ExitCode.NodesFailed : ExitCode.Success;
    }

    private static DateTime CutoffOf(Project project, DateTimeOffset now, bool isForced)
    {
        if (!project.Vars.TryGet(project.Name, MonthsVariable, out var value) || value.IsNone)
            throw new DiagnosticException(Diagnostic.Of(CliProblems.NoRetention, null, MonthsVariable) with { Hint = $"vars: {{{MonthsVariable}: 36}} in the project file" });
        if (!int.TryParse(value.ToText(), NumberStyles.None, CultureInfo.InvariantCulture, out var months) || months is 0 or > 1200)
            throw new DiagnosticException(Diagnostic.Of(CliProblems.BadRetention, null, MonthsVariable, value.ToText()) with { Hint = $"a whole number, for example {MonthsVariable}: 36" });
        if (months < FewestMonths && !isForced)
            throw new DiagnosticException(Diagnostic.Of(CliProblems.ShortRetention, null, MonthsVariable, months, FewestMonths) with { Hint = "figures compare with the year before; --force purges all the same" });
        return now.UtcDateTime.Date.AddMonths(-months);
    }

    /// <summary>Says what was done, one table a line.</summary>
    private sealed class Told(TextWriter output, Messages messages, bool isDryRun)
    {
        public void Table(PurgedTable table) => output.WriteLine($"{table.Relation}: {NodeText.Count(table.Rows, "row")}");

        public bool HasFailed { get; private set; }

        public void Close(ImmutableArray<PurgedTable> tables)
        {
            foreach (var failure in tables.Select(table => table.Failure).OfType<Diagnostic>())
            {
                messages.Write(failure);
                HasFailed = true;
            }

            messages.Note($"{(isDryRun ? "Would purge" : "Purged")} {NodeText.Count(tables.Sum(table => table.Rows), "row")} of {NodeText.Count(tables.Count(table => table.Rows > 0), "table")}");
        }

        public void Files(string what, ImmutableArray<string> files)
        {
            if (files.IsEmpty) return;
            messages.Note($"{char.ToUpperInvariant(what[0])}{what[1..]}:");
            foreach (var file in files) output.WriteLine($"  {file}");
        }
    }
}
