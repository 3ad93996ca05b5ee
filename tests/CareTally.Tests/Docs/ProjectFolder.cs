using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Docs;

namespace CareTally.Tests.Docs;

/// <summary>A project in a temporary folder.</summary>
internal sealed class ProjectFolder : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 14, 12, 0, 0, TimeSpan.Zero);

    public ProjectFolder() => Write("tally_project.yml", "name: shop\nversion: '1.0'\n");

    public string Root { get; } = Directory.CreateTempSubdirectory("tally-docs-").FullName;

    public ProjectFolder Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    public Manifest Load() => ManifestLoader.Load(new LoadOptions { ProjectFolder = Root, StartedAt = Noon }, new Problems());

    public SiteInput Input() => new() { Manifest = Load(), GeneratedAt = Noon, TallyVersion = "0.0.0" };

    /// <summary>A site that shows everything there is to show.</summary>
    public static SiteInput Sample(ProjectFolder folder)
    {
        folder.Write("tally_project.yml", "name: shop\nversion: '1.0'\n")
            .Write("seeds/queues.csv", "queue\nsales\n")
            .Write("models/staging/stg_calls.sql", "select * from {{ source('voice', 'calls') }}")
            .Write("models/marts/call_days.sql", "-- one row per day\nselect day, count(*) as calls from {{ ref('stg_calls') }} join {{ ref('queues') }} using (queue) where x < 'a' group by 1")
            .Write("tests/no_future.sql", "select * from {{ ref('call_days') }} where day > current_date")
            .Write("models/models.yml", """
                sources:
                  - name: voice
                    description: The phone system.
                    tables:
                      - name: calls
                        description: One row per call.
                        columns: [{name: caller, description: Who called., config: {meta: {pii: true}}}]
                models:
                  - name: stg_calls
                    description: "Calls, **cleaned**. See <https://example.com/calls>."
                    columns:
                      - {name: call_id, description: The call., data_tests: [unique, not_null]}
                  - name: call_days
                    description: Calls per day. The second sentence.
                    config: {materialized: table, tags: [daily], meta: {owner: {name: Planning, email: wfm@example.com}}}
                    columns:
                      - {name: day, description: The day., data_tests: [not_null: {config: {severity: warn}}]}
                      - {name: calls, description: Number of calls.}
                      - {name: gone, description: Not there any more.}
                """);
        var manifest = folder.Load();
        var model = manifest.Nodes.Values.OfType<ModelNode>().Single(node => node.Name == "call_days");
        var staging = manifest.Nodes.Values.OfType<ModelNode>().Single(node => node.Name == "stg_calls");
        var tests = manifest.Nodes.Values.OfType<DataTestNode>().OrderBy(test => test.Id).ToArray();
        NodeResult Result(DataTestNode test, int i) => (i % 3) switch
        {
            0 => new NodeResult.Passed { Node = test.Id, StartedAt = Noon, Elapsed = TimeSpan.FromMilliseconds(5) },
            1 => new NodeResult.Warned { Node = test.Id, StartedAt = Noon, Elapsed = TimeSpan.FromMilliseconds(5), Failures = 3 },
            _ => new NodeResult.TestFailed { Node = test.Id, StartedAt = Noon, Elapsed = TimeSpan.FromMilliseconds(5), Failures = 12345 },
        };
        return new SiteInput
        {
            Manifest = manifest,
            GeneratedAt = Noon,
            TallyVersion = "0.0.0",
            Catalog = new Catalog([
                new CatalogRelation(model.Relation, RelationKind.Table, [new Column("day", "DATE"), new Column("calls", "BIGINT")]),
                new CatalogRelation(staging.Relation, RelationKind.View, [new Column("call_id", "VARCHAR")])]),
            Results = new RunResults(
                [.. tests.Select(Result), new NodeResult.Built { Node = model.Id, StartedAt = Noon, Elapsed = TimeSpan.FromSeconds(1.25), Rows = 1234 }],
                Noon, TimeSpan.FromSeconds(75), false),
            CompiledSql = new Dictionary<NodeId, string> { [model.Id] = "select 1 as compiled" },
            Figures = new Dictionary<NodeId, System.Collections.Immutable.ImmutableArray<CareTally.Docs.Figures.Figure>> { [model.Id] = [FigureSamples.Daily(model)] },
        };
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
