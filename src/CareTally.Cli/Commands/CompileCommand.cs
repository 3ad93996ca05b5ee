using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Cli.Reporting;
using CareTally.Core.Artifacts;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Diagnostics;

namespace CareTally.Cli.Commands;

/// <summary><c>tally compile</c>.</summary>
internal static class CompileCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("compile", "Writes the SQL of models, snapshots and tests, as the database would get it, to target/compiled. Where a single node is selected its SQL is printed; nothing is run.");
        command.AddExamples(
            new Example("tally compile", "Compile everything"),
            new Example("tally compile -s daily_service", "Print the SQL of one model"),
            new Example("tally compile -s tag:daily --target prod", "Compile what is tagged daily for another target"));
        context.Options.Selection.AddTo(command);
        context.Options.Project.AddTo(command);
        context.Options.Run.AddWaitTo(command);
        command.SetAction(async (parse, cancellationToken) => (int)await RunAsync(context, parse, cancellationToken));
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, ParseResult parse, CancellationToken cancellationToken)
    {
        var messages = context.MessagesFor(parse);
        var manifest = context.LoadManifest(parse, messages);
        var selection = context.Select(parse, manifest, messages);
        var use = new WarehouseUse { Command = "tally compile", IsReadOnly = true, LockWait = context.Options.Run.ReadWait(parse) };
        await using var warehouse = await WarehouseFactory.OpenAsync(manifest.Project.Target, use, context.Surroundings.Clock, messages, cancellationToken);
        var catalog = await warehouse.ReadCatalogAsync(WarehouseFactory.SchemasOf(manifest), cancellationToken);
        var problems = new Problems();
        var plan = Planner.Plan(manifest, selection, catalog, PlanOptions.Compile with { Tell = messages.Tell }, problems);
        plan = await DeferredSql.RenderAsync(plan, warehouse, messages.Tell, problems, cancellationToken);
        messages.WriteAll(problems.All);
        problems.ThrowIfErrors();

        var artifacts = new ArtifactWriter(manifest.Project.TargetFolder, new Secrets(manifest.Project.Options.Environment));
        artifacts.WriteCompilation(manifest, plan);
        if (Single(plan) is { } sql) await context.Surroundings.Output.WriteLineAsync(sql.Text.Trim());
        else messages.Note($"Compiled {NodeText.Count(plan.NodeCount, "node")} to {Path.Combine(manifest.Project.Paths.Target, "compiled")}");
        return ExitCode.Success;
    }

    // A model brings its tests along: what counts is that one model or snapshot, or nothing but one test, is there.
    private static CompiledSql? Single(Plan plan)
    {
        var compiled = plan.CompiledNodes.ToArray();
        var models = compiled.Where(node => node.Node is ModelNode or SnapshotNode).ToArray();
        return models.Length > 0 ? models is [var model] ? model.Sql : null : compiled is [var test] ? test.Sql : null;
    }
}
