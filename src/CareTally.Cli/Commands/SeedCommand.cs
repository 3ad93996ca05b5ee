using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Core.Planning;

namespace CareTally.Cli.Commands;

/// <summary><c>tally seed</c>.</summary>
internal static class SeedCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("seed", "Loads the CSV files of the seed folders into tables. Types are taken from the data, or from column_types in the seed's properties.");
        command.AddExamples(
            new Example("tally seed", "Load every seed"),
            new Example("tally seed -s holidays", "Load one seed"),
            new Example("tally seed -s holidays --show", "Load one seed, and look at its first rows"));
        var show = new Option<bool>("--show") { Description = "Print the first rows of each seed" };
        command.Add(show);
        context.Options.AddRunningTo(command);
        context.Options.Incremental.AddFullRefreshTo(command);
        context.Options.Project.AddEmptyTo(command);
        command.SetAction(async (parse, cancellationToken) =>
            (int)await RunPipeline.RunAsync(context, parse, new Job("seed", PlanOptions.Seed) { ShowsRows = parse.GetValue(show) }, cancellationToken));
        return command;
    }
}
