using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Cli.Serving;
using CareTally.Core.Artifacts;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Core.Selecting;
using CareTally.Diagnostics;

namespace CareTally.Cli.Commands;

/// <summary><c>tally docs</c>.</summary>
internal static class DocsCommand
{
    private const int UsualPort = 8080;

    public static Command Create(CommandContext context)
    {
        var command = new Command("docs", "Makes the project's site, and serves it. The site describes every model, column, test and metric, and shows how they hang together.");
        command.Add(CreateGenerate(context));
        command.Add(CreateServe(context));
        return command;
    }

    private static Command CreateGenerate(CommandContext context)
    {
        var command = new Command("generate", "Makes the site from the project, the tables that are there and the results of the last run, as 'tally build' does at its end; and writes target/catalog.json, which says what is in the database.");
        command.AddExamples(
            new Example("tally docs generate", "Make the site in target/site; open its index.html"),
            new Example("tally docs generate --target prod", "Make it from the figures of another target"));
        var noCompile = new Option<bool>("--no-compile") { Description = "Leave target/compiled and manifest.json as the last command wrote them" };
        command.Add(noCompile);
        context.Options.Project.AddTo(command);
        context.Options.Run.AddWaitTo(command);
        context.Options.Run.AddOutputTo(command);
        command.SetAction(async (parse, cancellationToken) => (int)await GenerateAsync(context, parse, !parse.GetValue(noCompile), cancellationToken));
        return command;
    }

    private static async Task<ExitCode> GenerateAsync(CommandContext context, ParseResult parse, bool writesCompilation, CancellationToken cancellationToken)
    {
        var messages = context.MessagesFor(parse);
        var manifest = context.LoadManifest(parse, messages);
        var use = new WarehouseUse { Command = "tally docs generate", IsReadOnly = true, LockWait = context.Options.Run.ReadWait(parse) };
        await using var warehouse = await WarehouseFactory.OpenAsync(manifest.Project.Target, use, context.Surroundings.Clock, messages, cancellationToken);
        var catalog = await WarehouseFactory.ReadCatalogAsync(warehouse, manifest, null, cancellationToken);
        var problems = context.ProblemsFor(parse);
        var plan = Planner.Plan(manifest, new Selection([.. manifest.Nodes.Keys]), catalog, PlanOptions.Compile with { Tell = messages.Tell }, problems);

        // A model whose tables are not there yet has no SQL to show; the site says so of its tables anyway.
        plan = await DeferredSql.RenderAsync(plan, warehouse, messages.Tell, new Problems(), cancellationToken);
        messages.WriteOrStop(problems);
        var artifacts = new ArtifactWriter(manifest.Project.TargetFolder, new Secrets(manifest.Project.Options.Environment));
        if (writesCompilation) artifacts.WriteCompilation(manifest, plan);
        artifacts.WriteCatalog(manifest, await warehouse.ReadDetailsAsync(SchemasOfRelations(manifest), cancellationToken));
        var isSound = await SitePublisher.PublishAsync(context.Surroundings, messages, context.ProblemsFor(parse), manifest, plan, LastRun.Read(manifest, messages), warehouse, cancellationToken);
        return isSound ? ExitCode.Success : ExitCode.Unusable;
    }

    // Those of sources too.
    private static HashSet<string> SchemasOfRelations(Manifest manifest) =>
        manifest.Nodes.Values.OfType<RelationNode>().Select(node => node.Relation.Schema).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static Command CreateServe(CommandContext context)
    {
        var command = new Command("serve", "Serves the site on this machine only, until Ctrl-C. The site also opens straight from its folder; a browser shows the same.");
        command.AddExamples(
            new Example("tally docs serve", $"Serve on http://127.0.0.1:{UsualPort}/"),
            new Example("tally docs serve --port 9000", "Serve on another port"));
        var port = new Option<int>("--port") { HelpName = "N", Description = $"The port; {UsualPort} by default", DefaultValueFactory = _ => UsualPort };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number is < 1 or > 65535) result.AddError("--port is a number from 1 to 65535");
        });
        command.Add(port);
        context.Options.Project.AddTo(command);
        command.SetAction(async (parse, cancellationToken) => (int)await ServeAsync(context, parse, parse.GetValue(port), cancellationToken));
        return command;
    }

    private static async Task<ExitCode> ServeAsync(CommandContext context, ParseResult parse, int port, CancellationToken cancellationToken)
    {
        var messages = context.MessagesFor(parse);
        var folder = SitePlace.FolderOf(context.LoadProject(parse, messages));
        if (!File.Exists(Path.Combine(folder, "index.html")))
            throw new DiagnosticException(Diagnostic.Of(CliProblems.NoSite, null, folder) with { Hint = "make it first: tally docs generate" });
        using var server = SiteServer.Start(folder, port);
        await context.Surroundings.Output.WriteLineAsync($"The site is at {server.Address} until Ctrl-C");
        await server.ServeAsync(cancellationToken);
        return ExitCode.Success;
    }
}
