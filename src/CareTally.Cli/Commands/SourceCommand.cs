using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Cli.Reporting;
using CareTally.Cli.Sampling;
using CareTally.Core.Artifacts;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;

namespace CareTally.Cli.Commands;

/// <summary><c>tally source freshness</c>.</summary>
internal static class SourceCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("source", "Looks at sources.");
        command.Add(CreateFreshness(context));
        return command;
    }

    private static Command CreateFreshness(CommandContext context)
    {
        var command = new Command("freshness", "Asks sources how old their newest row is, and compares that with their freshness. Writes target/sources.json.");
        command.Aliases.Add("snapshot-freshness");
        command.AddExamples(
            new Example("tally source freshness", "Check every source that says how fresh it has to be"),
            new Example("tally source freshness -s source:talkdesk", "Check the tables of one source"),
            new Example("tally source freshness --include-models", "Check the models that say it too"));
        var models = new Option<bool>("--include-models") { Description = "Check models, seeds and snapshots too; target/model_freshness.json keeps what comes of it" };
        command.Add(models);
        context.Options.AddRunningTo(command);
        command.SetAction(async (parse, cancellationToken) => (int)await RunAsync(context, parse, parse.GetValue(models), cancellationToken));
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, ParseResult parse, bool includesModels, CancellationToken cancellationToken)
    {
        var surroundings = context.Surroundings;
        var messages = context.MessagesFor(parse);
        var manifest = context.LoadManifest(parse, messages);
        var selection = context.Select(parse, manifest, messages);
        await ProjectSample.EnsureAsync(manifest, selection, surroundings.Clock, messages, cancellationToken);
        var problems = context.ProblemsFor(parse);
        var plan = FreshnessPlanner.Plan(manifest, selection, includesModels, messages.Tell, problems);
        messages.WriteOrStop(problems);

        // Only hooks may write.
        var isReadOnly = plan.OnRunStart.IsEmpty && plan.OnRunEnd.IsEmpty;
        var use = new WarehouseUse { Command = "tally source freshness", IsReadOnly = isReadOnly, LockWait = context.Options.Run.ReadWait(parse) };
        var target = manifest.Project.Target;
        await using var warehouse = await WarehouseFactory.OpenAsync(target, use, surroundings.Clock, messages, cancellationToken);
        RunResults results;
        await using (var reporter = Reporters.Create(surroundings, messages, cancellationToken))
        {
            var runner = new Runner(warehouse, surroundings.Clock, target.Threads)
            {
                FailsFast = context.FailsFast(parse),
                WarningsFail = context.WarningsFor(parse).IsError(ResultDiagnostics.Ageing),
            };
            results = await runner.RunAsync(plan, happened => RunPipeline.Tell(happened, reporter, messages), cancellationToken);
        }

        var artifacts = new ArtifactWriter(manifest.Project.TargetFolder, new Secrets(manifest.Project.Options.Environment));
        if (!includesModels || plan.Steps.Any(step => step.Node is SourceNode)) artifacts.WriteSources(manifest, results);
        if (includesModels) artifacts.WriteModelFreshness(manifest, results);
        if (!messages.AsJson) Summary.Write(manifest, results, messages, surroundings);
        return results.IsSuccess ? ExitCode.Success : ExitCode.NodesFailed;
    }
}
