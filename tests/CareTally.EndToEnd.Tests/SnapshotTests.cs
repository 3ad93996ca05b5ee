using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>Snapshots and freshness from the command line, over several runs.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly ProjectFolder _folder = ProjectFolder.Empty();

    public SnapshotTests()
    {
        _folder.Write("tally_project.yml", "name: shop\nsnapshots:\n  shop:\n    +schema: history\n");
        _folder.Write("seeds/agents.csv", "id,team\n1,red\n2,blue\n");
        _folder.Write("models/now.sql", "select id, team from {{ ref('agents_history') }} where dbt_valid_to is null");
        _folder.Write("models/sources.yml",
            """
            sources:
              - name: raw
                schema: main
                freshness: {warn_after: {count: 1, period: day}, error_after: "{{ {'count': var('days', 36500), 'period': 'day'} }}"}
                loaded_at_field: date '2026-01-01'
                tables: [{name: agents}]
            """);
        _folder.Write("snapshots/agents.sql",
            """
            {% snapshot agents_history %}
            {{ config(strategy='check', check_cols='all', unique_key='id', hard_deletes='invalidate') }}
            select * from {{ ref('agents') }} where team <> '{{ var('without', 'none') }}'
            {% endsnapshot %}
            """);
        _folder.Write("snapshots/agents.yml", "snapshots:\n  - name: agents_history\n    description: Every state.\n    columns: [{name: team, data_tests: [{accepted_values: {arguments: {values: [red, blue, green]}}}]}]\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_history_grows_from_build_to_build()
    {
        _folder.Tally("build").ShouldExitWith(0).ShouldPrint("snapshot    main_history.agents_history", "2 rows");
        _folder.Tally("ls", "--resource-type", "snapshot").ShouldExitWith(0).ShouldPrint("shop.agents.agents_history");
        _folder.Has("target/site/snapshots/agents_history.html").ShouldBeTrue();
        _folder.Json("target/manifest.json").GetProperty("nodes").TryGetProperty("snapshot.shop.agents_history", out _).ShouldBeTrue();
        _folder.Read("target/compiled/shop/snapshots/agents.sql/agents_history.sql").ShouldContain("from \"main\".\"agents\"");

        _folder.Write("seeds/agents.csv", "id,team\n1,green\n2,blue\n3,red\n");
        _folder.Tally("build", "--no-site").ShouldExitWith(0);
        History().ShouldBe(["1 red ended", "1 green", "2 blue", "3 red"]);
        _folder.Database.Scalar("select count(*) from now").ShouldBe("3");

        // A team that may not be: nothing of it is kept, and what reads the snapshot is skipped.
        _folder.Write("seeds/agents.csv", "id,team\n1,grey\n2,blue\n");
        _folder.Tally("build", "--no-site").ShouldExitWith(1).ShouldSay("main_history.agents_history is as it was before", "because agents_history failed: now");
        History().ShouldBe(["1 red ended", "1 green", "2 blue", "3 red"]);

        _folder.Write("seeds/agents.csv", "id,team\n1,green\n2,blue\n3,red\n");
        _folder.Tally("seed").ShouldExitWith(0);
        _folder.Tally("snapshot", "--vars", "{without: blue}").ShouldExitWith(0);
        _folder.Tally("clean").ShouldExitWith(0);
        History().ShouldBe(["1 red ended", "1 green", "2 blue ended", "3 red"]);
        _folder.Tally("show", "agents_history").ShouldExitWith(0).ShouldPrint("dbt_valid_from");
    }

    [Fact]
    public void A_key_that_stands_twice_is_shown_with_its_place()
    {
        _folder.Write("seeds/agents.csv", "id,team\n1,red\n1,blue\n");
        _folder.Tally("build", "--no-site").ShouldExitWith(1).ShouldSay("TLY5254", "1 key stands for 2 rows", "snapshots/agents.sql:2:58");
        _folder.Database.Relations().ShouldBe(["main.agents"]);
    }

    [Fact]
    public void A_stale_source_fails_and_one_that_is_only_old_does_not()
    {
        _folder.Tally("seed").ShouldExitWith(0);
        _folder.Tally("source", "freshness", "-s", "source:raw").ShouldExitWith(0).ShouldPrint("WARN", "days old").ShouldSay("raw.agents is getting old");
        Result("status").ShouldBe("warn");
        _folder.Tally("source", "snapshot-freshness", "--vars", "{days: 2}").ShouldExitWith(1).ShouldPrint("STALE").ShouldSay("raw.agents is stale");
        (Result("status"), Result("max_loaded_at"), Result("unique_id")).ShouldBe(("error", "2026-01-01T00:00:00Z", "source.shop.raw.agents"));
    }

    private string[] History() => [.. _folder.Database.Query("select concat(id, ' ', team, case when dbt_valid_to is null then '' else ' ended' end) from main_history.agents_history order by id, rowid").Select(row => row[0])];

    private string? Result(string key) => _folder.Json("target/sources.json").GetProperty("results")[0].GetProperty(key).GetString();
}
