using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>A failing test publishes nothing.</summary>
public sealed class GatingTests(BuiltCalls calls) : IClassFixture<BuiltCalls>
{
    [Fact]
    public void A_failing_test_keeps_the_old_table_and_the_rejected_rows_and_skips_what_depends_on_it()
    {
        using var folder = calls.Copy();

        // A call that comes twice: stg_calls is no longer unique.
        folder.Edit("models/staging/stg_calls.sql", "from {{ ref('raw_calls') }}", "from {{ ref('raw_calls') }}\nunion all\nselect 6, 'sales', date '2026-03-09', 1, 1, true");
        folder.Edit("tally_project.yml", "+materialized: view", "+materialized: table");
        folder.Tally("build").ShouldExitWith(1).ShouldSay(
            "TLY7403", "main.stg_calls was built but not published: unique_stg_calls_call_id failed",
            "stg_calls__rejected", "because stg_calls failed: ", "daily_calls", "queue_totals");

        folder.Statuses()["unique_stg_calls_call_id"].ShouldBe("fail");
        folder.Statuses()["stg_calls"].ShouldBe("error");
        foreach (var skipped in (string[])["daily_calls", "queue_totals", "unique_queue_totals_queue"]) folder.Statuses()[skipped].ShouldBe("skipped");
        var after = folder.Database.Content();
        after.Remove("main.stg_calls__rejected").ShouldBeTrue();
        after.ShouldBe(calls.Content, ignoreOrder: true);
        folder.Database.Query("select call_id, called_on::varchar from stg_calls__rejected where call_id = 6 order by 2").ShouldBe([["6", "2026-03-03"], ["6", "2026-03-09"]]);

        folder.Edit("models/staging/stg_calls.sql", "select 6, 'sales'", "select 7, 'sales'");
        folder.Tally("build").ShouldExitWith(0);
        folder.Database.Scalar("select count(*) from stg_calls").ShouldBe("7");
        folder.Database.Scalar("select answered from queue_totals where queue = 'sales'").ShouldBe("4");
        folder.Database.Relations().ShouldNotContain("main.stg_calls__rejected");
    }

    [Fact]
    public void On_a_first_build_a_rejected_model_is_not_there_at_all()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Edit("models/_models.yml", "values: [en, fr]", "values: [en]");
        folder.Tally("build").ShouldExitWith(1);
        folder.Database.Relations().ShouldContain("main.queue_totals__rejected");
        folder.Database.Relations().ShouldNotContain("main.queue_totals");
        folder.Tally("show", "accepted_values_queue_totals_language__en").ShouldExitWith(2).ShouldSay("queue_totals");
    }

    [Fact]
    public void A_warning_publishes_and_goes_on()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Edit("models/_models.yml", "accepted_values: {arguments: {values: [en, fr]}}", "accepted_values: {arguments: {values: [en]}, config: {severity: warn}}");
        folder.Tally("build").ShouldExitWith(0).ShouldSay("warning[TLY7402]", "accepted_values_queue_totals_language__en found 1 row", "--> models/_models.yml:");
        folder.Statuses()["accepted_values_queue_totals_language__en"].ShouldBe("warn");
        folder.Database.Scalar("select count(*) from queue_totals").ShouldBe("3");
    }

    [Fact]
    public void Run_publishes_without_tests_and_test_then_fails()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Edit("models/_models.yml", "values: [en, fr]", "values: [en]");
        folder.Tally("seed").ShouldExitWith(0);
        folder.Tally("run").ShouldExitWith(0);
        var built = folder.Database.Content();
        folder.Tally("test").ShouldExitWith(1).ShouldSay("TLY7401", "accepted_values_queue_totals_language__en found 1 row");
        folder.Statuses().Values.Count(status => status == "fail").ShouldBe(1);
        folder.Statuses().Values.Count(status => status == "pass").ShouldBe(7);
        folder.Database.Content().ShouldBe(built, ignoreOrder: true);
        folder.Tally("show", "accepted_values_queue_totals_language__en", "--output", "csv").ShouldExitWith(0).ShouldPrint("fr");
    }
}
