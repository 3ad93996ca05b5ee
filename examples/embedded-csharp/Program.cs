// Builds a project from C#: the pipeline of `tally build`, one call a stage. See docs/api.md.
//
//     dotnet run --project examples/embedded-csharp -- examples/embedded-csharp/project [SELECTOR...]
using CareTally.Adapters.DuckDb;
using CareTally.Core.Artifacts;
using CareTally.Core.Checking;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Core.Selecting;
using CareTally.Diagnostics;

if (args is not [var folder, .. var selectors])
{
    Console.Error.WriteLine("usage: embedded-csharp FOLDER [SELECTOR...]");
    return 2;
}

using var interruption = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    interruption.Cancel();
};
var (clock, problems) = (TimeProvider.System, new Problems());
try
{
    // Read, load, build the manifest. Everything wrong is said at once; nothing has touched the database yet.
    var options = new LoadOptions { ProjectFolder = folder, StartedAt = clock.GetUtcNow(), Flags = new CommandFlags { Command = "build" } };
    var manifest = ManifestLoader.Load(options, problems);
    var selection = Selector.Select(manifest, new SelectionCriteria { Select = [.. selectors] }, problems);

    // Look at the warehouse, and plan: the plan is data, and making it writes nothing.
    var target = manifest.Project.Target;
    await using var warehouse = new DuckDbWarehouse(DuckDbTarget.Of(target) with { Command = "embedded-csharp" }, clock);
    var catalog = await warehouse.ReadCatalogAsync(manifest.Schemas, interruption.Token);
    var plan = Planner.Plan(manifest, selection, catalog, PlanOptions.Build, problems);

    // Names and types are checked in memory, before anything is built; unit tests run there too.
    var places = new CheckPlaces(warehouse, () => new DuckDbWarehouse(DuckDbTarget.InMemoryOf(target), clock), clock);
    var check = await ProjectCheck.BeforeRunAsync(manifest, plan, places, interruption.Token);
    if (check is { IsSuccess: false }) throw new InvalidProjectException(check.Diagnostics);
    plan = await UnitTestSetup.AddAsync(manifest, plan, UnitTestPlanner.Chosen(manifest, selection), check, places, problems, interruption.Token);
    foreach (var warning in problems.All) Console.Error.WriteLine(DiagnosticRenderer.Render(warning));

    // Run, and keep what dbt's tools read.
    await using var memory = places.OpenMemory();
    var results = await new Runner(warehouse, clock, target.Threads) { Memory = memory }.RunAsync(plan, Print, interruption.Token);
    var artifacts = new ArtifactWriter(manifest.Project.TargetFolder, new Secrets(options.Environment));
    artifacts.WriteCompilation(manifest, plan);
    artifacts.WriteRunResults(manifest, plan, results, "build");
    await warehouse.FinishAsync(CancellationToken.None);
    return results.IsSuccess ? 0 : 1;
}
catch (InvalidProjectException e)
{
    foreach (var diagnostic in e.Diagnostics) Console.Error.WriteLine(DiagnosticRenderer.Render(diagnostic));
    return 2;
}

// There are more events: of batches and of hooks that have ended.
static void Print(RunEvent happened)
{
    if (LineOf(happened) is { } line) Console.WriteLine(line);
}

static string? LineOf(RunEvent happened) => happened switch
{
    RunEvent.RunStarted started => $"{started.Plan.NodeCount} nodes on {started.Threads} threads",
    RunEvent.Started started => $"started   {started.Node.Id}",
    RunEvent.Finished { Result: NodeResult.Errored failed } finished => $"error     {finished.Node.Id}: {failed.Diagnostic.Message}",
    RunEvent.Finished finished => $"{finished.Result.Status,-9} {finished.Node.Id}",
    RunEvent.Said said => $"said      {said.Message.Text}",
    RunEvent.RunFinished finished => finished.Results.IsSuccess ? "all is well" : "something failed",
    _ => null,
};
