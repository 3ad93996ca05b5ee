using CareTally.Cli;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace CareTally.Tests.Cli;

/// <summary>The events of a run in which everything happens that can: for readers of events to be fed with.</summary>
internal sealed class RecordedRun
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly List<NodeResult> _results = [];

    private RecordedRun(Manifest manifest, Plan plan) => (Manifest, Plan) = (manifest, plan);

    public Manifest Manifest { get; }

    public Plan Plan { get; }

    public List<RunEvent> Events { get; } = [];

    public RunResults Results => new([.. _results], Start, TimeSpan.FromSeconds(75.5), IsInterrupted: false);

    /// <summary>A seed loaded, a test passed, warned, failed and in error, a model built, rejected, in error and skipped.</summary>
    public static async Task<RecordedRun> MakeAsync()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/broken.sql", "select nope from {{ ref('calls') }}");
        tally.Write("models/view_of_calls.sql", "select * from {{ ref('calls') }}");
        var manifest = ManifestLoader.Load(new LoadOptions { ProjectFolder = tally.Folder, StartedAt = Start }, new Problems());
        var selection = Selector.Select(manifest, SelectionCriteria.All, new Problems());
        var run = new RecordedRun(manifest, Planner.Plan(manifest, selection, Catalog.Empty, PlanOptions.Build, new Problems()));
        run.Record();
        return run;
    }

    public RunEvent.Finished Finished(string name) => Events.OfType<RunEvent.Finished>().Single(e => e.Node.Name == name);

    private void Record()
    {
        var time = (StartedAt: Start, Elapsed: TimeSpan.FromSeconds(0.125));
        Events.Add(new RunEvent.RunStarted(Plan, 2));
        Add("calls", id => new NodeResult.Built { Node = id, StartedAt = time.StartedAt, Elapsed = time.Elapsed, Rows = 12000 });
        Add("view_of_calls", id => new NodeResult.Built { Node = id, StartedAt = time.StartedAt, Elapsed = time.Elapsed });
        Events.Add(new RunEvent.Started(Node("stg_calls")));
        Add("unique_stg_calls_call_id", id => new NodeResult.TestFailed { Node = id, StartedAt = time.StartedAt, Elapsed = time.Elapsed, Failures = 3 });
        Add("not_null_stg_calls_call_id", id => new NodeResult.Passed { Node = id, StartedAt = time.StartedAt, Elapsed = time.Elapsed });
        Add("not_null_stg_calls_wait_seconds", id => new NodeResult.Warned { Node = id, StartedAt = time.StartedAt, Elapsed = time.Elapsed, Failures = 1 });
        Add("accepted_values_stg_calls_queue_name__billing__support", id => new NodeResult.Passed { Node = id, StartedAt = time.StartedAt, Elapsed = time.Elapsed });
        Add("stg_calls", Rejected, isStarted: true);
        Add("broken", Errored);
        var culprit = Node("stg_calls").Id;
        foreach (var name in (string[])["daily_service", "not_null_daily_service_call_date", "not_null_daily_service_service_level"])
            Add(name, id => new NodeResult.Skipped { Node = id, StartedAt = time.StartedAt, Elapsed = TimeSpan.Zero, BecauseOf = culprit }, isStarted: true);
        Events.Add(new RunEvent.RunFinished(Results));

        NodeResult Rejected(NodeId id) => new NodeResult.Rejected
        {
            Node = id,
            StartedAt = time.StartedAt,
            Elapsed = TimeSpan.FromSeconds(72),
            FailedTests = [Node("unique_stg_calls_call_id").Id],
            RejectedRelation = ((RelationNode)Node("stg_calls")).Relation.WithSuffix("__rejected"),
        };

        NodeResult Errored(NodeId id) => new NodeResult.Errored
        {
            Node = id,
            StartedAt = time.StartedAt,
            Elapsed = time.Elapsed,
            Diagnostic = Diagnostic.Of(CliProblems.DatabaseRefused, Node("broken").Span.Source.Span(7, 4), "Binder Error: column \"nope\" does not exist") with { Hint = "did you mean 'queue'?" },
        };
    }

    private Node Node(string name) => Manifest.Nodes.Values.Single(node => node.Name == name);

    private void Add(string name, Func<NodeId, NodeResult> result, bool isStarted = false)
    {
        var node = Node(name);
        if (!isStarted) Events.Add(new RunEvent.Started(node));
        _results.Add(result(node.Id));
        Events.Add(new RunEvent.Finished(node, _results[^1]));
    }

    public static FakeTimeProvider Clock() => new(Start);
}
