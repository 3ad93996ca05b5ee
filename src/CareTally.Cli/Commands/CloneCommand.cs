using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Core.Planning;

namespace CareTally.Cli.Commands;

/// <summary><c>tally clone</c>.</summary>
internal static class CloneCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("clone", "Makes the models and seeds of an earlier state appear in the target: each as a view on the state's relation, in the same database file. What exists is left as it is.");
        command.AddExamples(
            new Example("tally clone --state artifacts/prod", "Clone everything"),
            new Example("tally clone --state artifacts/prod -s +daily_service", "Clone a model and all it needs"),
            new Example("tally clone --state artifacts/prod --full-refresh", "Replace what exists, too"));
        var replaces = new Option<bool>("--full-refresh", "-f") { Description = "Replace what exists, except the tables of incremental models" };
        context.Options.AddRunningTo(command, mayDefer: true);
        command.Add(replaces);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var isReplacing = parse.GetValue(replaces);
            var job = new Job("clone", PlanOptions.Cloning)
            {
                NeedsState = true,
                Planning = (manifest, selection, catalog, options, problems) => ClonePlanner.Plan(manifest, selection, catalog, options, isReplacing, problems),
            };
            return (int)await RunPipeline.RunAsync(context, parse, job, cancellationToken);
        });
        return command;
    }
}
