using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Core.Artifacts;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Cli.Commands;

/// <summary><c>tally run-operation</c>.</summary>
internal static class RunOperationCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("run-operation", "Runs a macro for what it does to the database: grants, clean-ups, one-off loads. All that it does is one transaction: where it fails, nothing has happened, and 'tally retry' runs it again.");
        command.AddExamples(
            new Example("tally run-operation drop_old_schemas", "Run a macro"),
            new Example("tally run-operation grant_select --args '{role: reporter}'", "Run it with arguments"),
            new Example("tally run-operation dbt_utils.log_info --args '{message: hello}'", "Run a macro of a package"));
        var macro = new Argument<string>("MACRO") { Description = "The macro; one of a package with the package's name and a dot in front" };
        var arguments = new Option<string?>("--args") { HelpName = "YAML", Description = "The macro's arguments, for example '{days: 30}'" };
        command.Add(macro);
        command.Add(arguments);
        context.Options.Project.AddTo(command);
        context.Options.Run.AddWaitTo(command);
        command.SetAction(async (parse, cancellationToken) => (int)await RunAsync(context, parse, parse.GetRequiredValue(macro), parse.GetValue(arguments), cancellationToken));
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, ParseResult parse, string macro, string? arguments, CancellationToken cancellationToken)
    {
        var messages = context.MessagesFor(parse);
        var problems = new Problems();
        var values = CommandLineMapping.Read("--args", arguments, problems);
        problems.ThrowIfErrors();
        var manifest = context.LoadManifest(parse, messages);
        var operation = MacroOperation.Of(manifest, macro, values);
        var use = new WarehouseUse { Command = "tally run-operation", LockWait = context.Options.Run.ReadWait(parse) };
        await using var warehouse = await WarehouseFactory.OpenAsync(manifest.Project.Target, use, context.Surroundings.Clock, messages, cancellationToken);
        var clock = context.Surroundings.Clock;
        var (startedAt, start) = (clock.GetUtcNow(), clock.GetTimestamp());
        var failure = await TryAsync(() => operation.RunAsync(warehouse, messages.Tell, cancellationToken));
        var result = new HookResult(operation.Id, startedAt, clock.GetElapsedTime(start), failure);
        using var hold = ResultsHold.TryTake(manifest.Project.TargetFolder, messages.Write);
        if (hold is not null) new ArtifactWriter(manifest.Project.TargetFolder, new Secrets(manifest.Project.Options.Environment)).WriteRunResults(
            manifest, new Plan(manifest.Project, [], [], Catalog.Empty), new RunResults([], startedAt, result.Elapsed, IsInterrupted: false) { Hooks = [result] }, "run-operation");
        if (failure is not null)
        {
            messages.Write(failure);
            return ExitCode.NodesFailed;
        }

        await warehouse.FinishAsync(CancellationToken.None);
        return ExitCode.Success;
    }

    private static async Task<Diagnostic?> TryAsync(Func<Task> run)
    {
        try
        {
            await run();
            return null;
        }
        catch (DiagnosticException e)
        {
            return e.Diagnostic;
        }
    }
}
