using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Cli.Reporting;
using CareTally.Core.Artifacts;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Core.Selecting;

namespace CareTally.Cli.Commands;

/// <summary><c>tally compile</c>.</summary>
internal static class CompileCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("compile", "Writes the SQL of functions, models, snapshots, tests and analyses, as the database would get it, to target/compiled. Where a single node is selected its SQL is printed; nothing is run.");
        command.AddExamples(
            new Example("tally compile", "Compile everything"),
            new Example("tally compile -s daily_service", "Print the SQL of one model"),
            new Example("tally compile -s tag:daily --target prod", "Compile what is tagged daily for another target"),
            new Example("tally compile --inline \"select * from {{ ref('stg_calls') }}\"", "Print the SQL of a query that is in no file"));
        context.Options.Selection.AddTo(command);
        context.Options.Project.AddInlineTo(command);
        context.Options.Incremental.AddFullRefreshTo(command);
        context.Options.State.AddWithDeferTo(command);
        context.Options.Project.AddTo(command);
        context.Options.Project.AddEmptyTo(command);
        context.Options.Run.AddWaitTo(command);
        command.SetAction(async (parse, cancellationToken) => (int)await RunAsync(context, parse, cancellationToken));
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, ParseResult parse, CancellationToken cancellationToken)
    {
        var messages = context.MessagesFor(parse);
        var manifest = context.LoadManifest(parse, messages);
        var isInline = context.Options.Project.HasInline(parse);
        var selection = isInline ? new Selection([manifest.FindRef(manifest.Project.Name, null, LoadOptions.InlineName)!]) : context.Select(parse, manifest, messages);
        var deferral = context.ReadDeferral(parse, manifest);
        var use = new WarehouseUse { Command = "tally compile", IsReadOnly = true, LockWait = context.Options.Run.ReadWait(parse) };
        await using var warehouse = await WarehouseFactory.OpenAsync(manifest.Project.Target, use, context.Surroundings.Clock, messages, cancellationToken);
        var catalog = await WarehouseFactory.ReadCatalogAsync(warehouse, manifest, deferral, cancellationToken);
        var problems = context.ProblemsFor(parse);
        var plan = Planner.Plan(manifest, selection, catalog, PlanOptions.Compile with { Tell = messages.Tell, Deferral = deferral }, problems);
        plan = await DeferredSql.RenderAsync(plan, warehouse, messages.Tell, problems, cancellationToken);
        messages.WriteAll(problems.All);

        // One that cannot be rendered on the tables that are there takes nothing from the others. A query of the moment is no part of the
        // project that artifacts describe.
        if (!isInline) new ArtifactWriter(manifest.Project.TargetFolder, new Secrets(manifest.Project.Options.Environment)).WriteCompilation(manifest, plan);
        if (Single(plan) is { } sql) await context.Surroundings.Output.WriteLineAsync(sql.Text.Trim());
        else messages.Note($"Compiled {NodeText.Count(plan.CompiledNodes.Count(), "node")} to {Path.Combine(manifest.Project.Paths.Target, "compiled")}");
        return problems.HasErrors ? ExitCode.NodesFailed : ExitCode.Success;
    }

    // A model brings its tests along: what counts is that one model, snapshot or analysis, or nothing but one test, is there.
    private static CompiledSql? Single(Plan plan)
    {
        var compiled = plan.CompiledNodes.ToArray();
        var models = compiled.Where(node => node.Node is not DataTestNode).ToArray();
        return models.Length > 0 ? models is [var model] ? model.Sql : null : compiled is [var test] ? test.Sql : null;
    }
}
