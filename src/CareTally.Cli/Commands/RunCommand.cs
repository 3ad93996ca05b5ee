using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Core.Planning;

namespace CareTally.Cli.Commands;

/// <summary><c>tally run</c>.</summary>
internal static class RunCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("run", "Builds models, without seeds and tests. Use 'tally build' to have them tested before they are published.");
        command.AddExamples(
            new Example("tally run", "Build every model"),
            new Example("tally run -s +daily_service", "Build a model and all it needs"),
            new Example("tally run -s tag:daily --exclude staging", "Build what is tagged daily, but nothing in the folder staging"));
        context.Options.AddRunningTo(command, mayDefer: true);
        context.Options.Incremental.AddTo(command);
        context.Options.Project.AddEmptyTo(command);
        context.Options.Project.Sample.AddTo(command);
        command.Add(context.Options.Run.NoCheck);
        command.SetAction(async (parse, cancellationToken) =>
            (int)await RunPipeline.RunAsync(context, parse, new Job("run", PlanOptions.Run) { Checks = context.Options.Run.ReadChecks(parse) }, cancellationToken));
        return command;
    }
}
