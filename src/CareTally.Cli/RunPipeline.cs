using System.Collections.Immutable;
using System.CommandLine;
using CareTally.Cli.Reporting;
using CareTally.Cli.Retrying;
using CareTally.Cli.Sampling;
using CareTally.Core.Artifacts;
using CareTally.Core.Checking;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Core.Selecting;
using CareTally.Core.State;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Cli;

/// <summary>What a command that runs nodes wants of the pipeline.</summary>
/// <param name="Name">The command.</param>
/// <param name="Plan">What it does with the nodes it selects.</param>
internal sealed record Job(string Name, PlanOptions Plan)
{
    /// <summary>How it plans.</summary>
    public Func<Manifest, Selection, Catalog, PlanOptions, Problems, Plan> Planning { get; init; } = Planner.Plan;

    /// <summary>Whether it is about an earlier state, which must then be named.</summary>
    public bool NeedsState { get; init; }

    /// <summary>Whether names and types are checked before anything is run.</summary>
    public bool Checks { get; init; }

    /// <summary>Whether it stops at the plan and prints it.</summary>
    public bool OnlyPlan { get; init; }

    /// <summary>Whether the first rows of what has been built are printed.</summary>
    public bool ShowsRows { get; init; }

    /// <summary>Whether the site is made at the end, where the whole project was selected: a part would leave the other results out.</summary>
    public bool MakesSite { get; init; }
}

/// <summary>The whole pipeline: read, load, build the manifest, select, look, plan, run, publish.</summary>
internal static class RunPipeline
{
    private const int MostShown = 5;

    // What cannot be read is about to be replaced by what this run says, as it always was.
    private static ImmutableDictionary<NodeId, MissingBatches> LeftBatches(Manifest manifest)
    {
        var folder = manifest.Project.TargetFolder;
        if (!File.Exists(Path.Combine(folder, PreviousResults.FileName))) return ImmutableDictionary<NodeId, MissingBatches>.Empty;
        try
        {
            return RetryRequest.BatchesOf(manifest, PreviousResults.Read(folder).Results);
        }
        catch (DiagnosticException)
        {
            return ImmutableDictionary<NodeId, MissingBatches>.Empty;
        }
    }

    public static async Task<ExitCode> RunAsync(CommandContext context, ParseResult parse, Job job, CancellationToken cancellationToken)
    {
        var surroundings = context.Surroundings;
        var messages = context.MessagesFor(parse);
        var manifest = context.LoadManifest(parse, messages);
        cancellationToken.ThrowIfCancellationRequested();
        var selection = context.Select(parse, manifest, messages);
        if (!job.OnlyPlan) await ProjectSample.EnsureAsync(manifest, selection, surroundings.Clock, messages, cancellationToken);
        var artifacts = new ArtifactWriter(manifest.Project.TargetFolder, new Secrets(manifest.Project.Options.Environment));
        var target = manifest.Project.Target;
        var deferral = context.ReadDeferral(parse, manifest, job.NeedsState);
        var use = new WarehouseUse { Command = $"tally {job.Name}", IsReadOnly = job.OnlyPlan, LockWait = context.Options.Run.ReadWait(parse) };
        await using var warehouse = await WarehouseFactory.OpenAsync(target, use, surroundings.Clock, messages, cancellationToken);
        var isOnlyInMemory = !selection.Nodes.Any(id => id.Kind != NodeKind.UnitTest && job.Plan.Kinds.Contains(id.Kind));
        var catalog = isOnlyInMemory ? Catalog.Empty : await WarehouseFactory.ReadCatalogAsync(warehouse, manifest, deferral, cancellationToken);

        // Not before the database is this command's alone. A retry that is refused can be given again; and a selection by results has read
        // them by now.
        var left = context.Retry is null ? LeftBatches(manifest) : ImmutableDictionary<NodeId, MissingBatches>.Empty;
        using var hold = job.OnlyPlan ? null : ResultsHold.TryTake(manifest.Project.TargetFolder, messages.Write);
        if (hold is not null && context.Retry is null) artifacts.DropRunResults();
        var problems = context.ProblemsFor(parse);
        var options = job.Plan with { LeftBatches = left, Tell = messages.Tell, Deferral = deferral, EventTimes = manifest.Project.Options.Flags.Sample ?? context.Options.Incremental.ReadEventTimes(parse) };
        if (context.Retry is { } retry) options = options with { Batches = retry.BatchesOf(manifest) };
        var plan = job.Planning(manifest, selection, catalog, options, problems);
        messages.WriteOrStop(problems);

        var places = WarehouseFactory.PlacesOf(target, warehouse, surroundings.Clock, messages);
        var check = job.Checks ? await ProjectCheck.BeforeRunAsync(manifest, plan, places, cancellationToken) : null;
        messages.WriteAll(check?.Diagnostics ?? []);
        if (check is { IsSuccess: false }) return ExitCode.Unusable;
        if (job.Plan.Kinds.Contains(NodeKind.UnitTest))
        {
            var ofTests = context.ProblemsFor(parse);
            plan = await UnitTestSetup.AddAsync(manifest, plan, UnitTestPlanner.Chosen(manifest, selection), check, places, ofTests, cancellationToken);
            messages.WriteOrStop(ofTests);
        }

        if (job.OnlyPlan)
        {
            PlanText.Write(plan, surroundings.Output, messages);
            return ExitCode.Success;
        }

        if (check is not null) artifacts.WriteCheck(manifest, check);
        artifacts.WriteCompilation(manifest, plan);
        RunResults results;
        await using var memory = places.OpenMemory();
        await using (var recording = hold is null ? null : RunRecording.Begin(artifacts, manifest, plan, job.Name, surroundings.Clock))
        await using (var reporter = Reporters.Create(surroundings, messages, cancellationToken))
        {
            var runner = new Runner(warehouse, surroundings.Clock, target.Threads)
            {
                Memory = memory,
                FailsFast = context.FailsFast(parse),
                WarningsFail = context.WarningsFor(parse).IsError(ResultDiagnostics.TestWarned),
            };
            results = await runner.RunAsync(plan, happened =>
            {
                recording?.Hear(happened);
                Tell(happened, reporter, messages);
            }, cancellationToken);
        }

        if (hold is not null) artifacts.WriteRunResults(manifest, plan, results, job.Name);
        if (job.ShowsRows && !messages.AsJson) await ShowRowsAsync(manifest, results, warehouse, new HiddenColumns(manifest, catalog), surroundings, messages, cancellationToken);
        if (!messages.AsJson) Summary.Write(manifest, results, messages, surroundings);
        if (results.Results.Any(result => result is NodeResult.Built or NodeResult.PartlyBuilt)) await warehouse.FinishAsync(CancellationToken.None);
        var makesSite = job.MakesSite && !results.IsInterrupted && selection.Nodes.Count == manifest.Nodes.Count;
        if (job.MakesSite && !makesSite) messages.Note("The site is as it was: this was a part of the project; 'tally docs generate' makes it anew");
        var isSiteSound = !makesSite || await TryPublishAsync(messages, () => SitePublisher.PublishAsync(surroundings, messages, context.ProblemsFor(parse), manifest, plan, results, warehouse, cancellationToken));
        return !results.IsSuccess ? ExitCode.NodesFailed : isSiteSound ? ExitCode.Success : ExitCode.Unusable;
    }

    /// <summary>Tells the user and a build server.</summary>
    public static void Tell(RunEvent happened, IRunReporter reporter, Messages messages)
    {
        reporter.Report(happened);
        messages.Hear(happened);
    }

    private static async Task ShowRowsAsync(Manifest manifest, RunResults results, IWarehouse warehouse, HiddenColumns hidden, Surroundings surroundings, Messages messages, CancellationToken cancellationToken)
    {
        await using var session = await warehouse.OpenSessionAsync(cancellationToken);
        foreach (var node in results.Results.OfType<NodeResult.Built>().Select(result => manifest.Nodes[result.Node]).OfType<RelationNode>().Where(node => node is not FunctionNode))
        {
            surroundings.Output.WriteLine($"\n{node.Relation}");
            var rows = await session.QueryAsync($"select * from {node.Relation.ToSql()}", MostShown, cancellationToken);
            RowsText.Write(hidden.Hide(rows, node, messages), "table", surroundings, messages);
        }
    }

    // What becomes of the site must not hide how the nodes ended.
    private static async Task<bool> TryPublishAsync(Messages messages, Func<Task<bool>> publish)
    {
        try
        {
            return await publish();
        }
        catch (DiagnosticException e)
        {
            messages.Write(e.Diagnostic);
            return false;
        }
    }
}
