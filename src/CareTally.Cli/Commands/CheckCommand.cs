using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Cli.Reporting;
using CareTally.Cli.Sampling;
using CareTally.Core.Artifacts;
using CareTally.Core.Checking;
using CareTally.Core.Planning;
using CareTally.Core.Projects;

namespace CareTally.Cli.Commands;

/// <summary><c>tally check</c>.</summary>
internal static class CheckCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command(
            "check",
            "Checks the SQL of models and tests without running it: every column must exist, every type must fit. Needs no data; the database is only looked at for the columns of sources that are tables.");
        command.AddExamples(
            new Example("tally check", "Check the whole project"),
            new Example("tally check -s daily_service", "Check one model, its tests and all it needs"),
            new Example("tally check --output json", "What is known of every node's columns, for another program"));
        context.Options.Selection.AddTo(command);
        context.Options.State.AddTo(command);
        context.Options.Project.AddTo(command);
        context.Options.Run.AddWaitTo(command);
        context.Options.Run.AddOutputTo(command);
        command.SetAction(async (parse, cancellationToken) => (int)await RunAsync(context, parse, cancellationToken));
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, ParseResult parse, CancellationToken cancellationToken)
    {
        var (surroundings, messages) = (context.Surroundings, context.MessagesFor(parse));
        var manifest = context.LoadManifest(parse, messages);
        var selection = SelectionClosure.WithAncestors(manifest, context.Select(parse, manifest, messages));
        await ProjectSample.EnsureAsync(manifest, selection, surroundings.Clock, messages, cancellationToken);
        var use = new WarehouseUse { Command = "tally check", IsReadOnly = true, LockWait = context.Options.Run.ReadWait(parse) };
        await using var warehouse = await WarehouseFactory.OpenAsync(manifest.Project.Target, use, surroundings.Clock, messages, cancellationToken);
        var catalog = await ProjectCheck.ReadCatalogAsync(manifest, selection, warehouse, cancellationToken);
        var problems = context.ProblemsFor(parse);
        var plan = Planner.Plan(manifest, selection, catalog, PlanOptions.Check with { Tell = messages.Tell }, problems);
        messages.WriteOrStop(problems);
        var results = await ProjectCheck.AloneAsync(manifest, plan, WarehouseFactory.PlacesOf(manifest.Project.Target, warehouse, surroundings.Clock, messages), cancellationToken);
        new ArtifactWriter(manifest.Project.TargetFolder, new Secrets(manifest.Project.Options.Environment)).WriteCheck(manifest, results);
        if (messages.AsJson) CheckText.WriteJson(results, surroundings.Output);
        else messages.WriteAll(results.Diagnostics);
        if (!messages.AsJson) CheckText.Write(results, messages);
        return results.IsSuccess ? ExitCode.Success : ExitCode.Unusable;
    }
}
