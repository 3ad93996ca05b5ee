using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Core.Planning;

namespace CareTally.Cli.Commands;

/// <summary><c>tally snapshot</c>.</summary>
internal static class SnapshotCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("snapshot", "Takes snapshots: compares the rows of each one's query with its table, ends what has changed and adds what is new. Use 'tally build' to have them tested before they are kept.");
        command.AddExamples(
            new Example("tally snapshot", "Take every snapshot"),
            new Example("tally snapshot -s agents_history", "Take one snapshot"));
        context.Options.AddRunningTo(command, mayDefer: true);
        command.SetAction(async (parse, cancellationToken) =>
            (int)await RunPipeline.RunAsync(context, parse, new Job("snapshot", PlanOptions.Snapshot), cancellationToken));
        return command;
    }
}
