using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Core.Planning;

namespace CareTally.Cli.Commands;

/// <summary><c>tally build</c>.</summary>
internal static class BuildCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command(
            "build",
            "Loads seeds, makes functions, builds models, takes snapshots, tests them and makes the site. A model is published only when its tests pass: until then, and where they fail, readers see the old one. The site is made where the whole project is built.");
        command.AddExamples(
            new Example("tally build", "Build and test the whole project"),
            new Example("tally build -s +daily_service", "Build and test one model and all it needs"),
            new Example("tally build --dry-run", "Show what would be done, without doing it"),
            new Example("tally build --output json > events.jsonl", "Keep what happens for another program"),
            new Example("tally build --wait=60", "Wait up to a minute for the database file"));
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the plan and stop: nothing is written" };
        var noSite = new Option<bool>("--no-site") { Description = "Do not make the site at the end" };
        context.Options.AddRunningTo(command, mayDefer: true);
        command.Add(dryRun);
        command.Add(noSite);
        context.Options.Incremental.AddTo(command);
        context.Options.Project.AddStoreFailuresTo(command);
        context.Options.Project.AddEmptyTo(command);
        context.Options.Project.Sample.AddTo(command);
        command.Add(context.Options.Run.NoCheck);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var job = new Job("build", PlanOptions.Build) { OnlyPlan = parse.GetValue(dryRun), MakesSite = !parse.GetValue(noSite), Checks = context.Options.Run.ReadChecks(parse) };
            return (int)await RunPipeline.RunAsync(context, parse, job, cancellationToken);
        });
        return command;
    }
}
