using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>Whatever stops a build, every relation is entirely old or entirely new.</summary>
public sealed class InterruptionTests
{
    private const string Slow = """
        {{ config(materialized='table') }}
        {% if var('slow', false) %}
        select i, hash(i) as h, repeat('x', 20) || i as t from {{ ref('stg_calls') }}, range(10000000000) as many(i)
        {% else %}
        select call_id from {{ ref('stg_calls') }}
        {% endif %}
        """;

    [Fact]
    public void Ctrl_c_undoes_what_is_under_way_and_says_so()
    {
        using var folder = WithSlowModel(out var old, out var next);
        using var build = folder.Start("build", "--threads", "2", "--vars", "{slow: true}");
        build.WaitUntil("the table is being written", () => IsBeingWritten(folder));
        build.Interrupt();
        var result = build.WaitForExit().ShouldExitWith(1).ShouldPrint("Interrupted after");
        result.Error.ShouldContain("because of the interruption");

        var slow = folder.Json("target/run_results.json").GetProperty("results").EnumerateArray().Single(r => r.GetProperty("unique_id").GetString() == "model.calls.slow");
        slow.GetProperty("status").GetString().ShouldBe("skipped");
        slow.GetProperty("message").GetString().ShouldBe("interrupted");
        ShouldBeEntirelyOldOrNew(folder, old, next);
        folder.Tally("build").ShouldExitWith(0);
        folder.Database.Content().ShouldBe(next, ignoreOrder: true);
    }

    [Fact]
    public void A_killed_build_leaves_every_relation_entirely_old_or_new_and_the_next_one_works()
    {
        using var folder = WithSlowModel(out var old, out var next);
        using var build = folder.Start("build", "--threads", "2", "--vars", "{slow: true}");
        build.WaitUntil("the table is being written", () => IsBeingWritten(folder));
        build.Kill();
        build.WaitForExit().ExitCode.ShouldNotBe(0);

        ShouldBeEntirelyOldOrNew(folder, old, next);
        folder.Tally("build").ShouldExitWith(0);
        folder.Database.Content().ShouldBe(next, ignoreOrder: true);
    }

    [Fact]
    public void A_killed_change_of_an_incremental_model_leaves_its_old_rows()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Write(
            "models/grows.sql",
            """
            {{ config(materialized='incremental', incremental_strategy='append') }}
            select i, hash(i) as h, repeat('x', 20) || i as t from range({{ 10000000000 if is_incremental() else 5 }}) as many(i)
            """);
        folder.Tally("run", "-s", "grows").ShouldExitWith(0);
        var old = folder.Database.Content();
        using var run = folder.Start("run", "-s", "grows");
        run.WaitUntil("the rows are being written", () => IsBeingWritten(folder));
        run.Kill();
        run.WaitForExit().ExitCode.ShouldNotBe(0);
        folder.Database.Content().ShouldBe(old, ignoreOrder: true);
        folder.Tally("run", "-s", "grows", "--full-refresh").ShouldExitWith(0);
        folder.Database.Content().ShouldBe(old, ignoreOrder: true);
    }

    [Fact]
    public void A_database_held_by_another_build_is_told_with_its_pid_command_and_start()
    {
        using var folder = WithSlowModel(out _, out _);
        using var build = folder.Start("build", "--vars", "{slow: true}");
        build.WaitUntil("the table is being written", () => IsBeingWritten(folder));
        folder.Tally("build").ShouldExitWith(2).ShouldSay("TLY6002", $"(pid {build.Id}, \"tally build\", since 20", " UTC)", "--wait");
        folder.Tally("build", "--wait=0.5").ShouldExitWith(2).ShouldSay("TLY6002", "still in use when the waiting time was over");
        folder.Tally("ls").ShouldExitWith(0);
        build.HasExited.ShouldBeFalse();
        build.Interrupt();
        build.WaitForExit().ShouldExitWith(1);
    }

    [Fact]
    public void Whatever_would_write_is_refused_while_a_build_runs_and_leaves_its_record_alone()
    {
        using var folder = WithSlowModel(out _, out _);
        Repository.Copy(folder.File("target"), folder.File("state"));
        using var build = folder.Start("build", "--vars", "{slow: true}");
        build.WaitUntil("the table is being written", () => IsBeingWritten(folder));
        folder.Write("macros/nothing.sql", "{% macro nothing() %}{% endmacro %}");
        folder.Write("snapshots/queue_states.yml", "snapshots: [{name: queue_states, relation: ref('queues'), config: {strategy: check, unique_key: queue, check_cols: all}}]");
        var invocation = Invocation();
        foreach (var command in (string[])["run", "seed", "snapshot", "test", "run-operation nothing", "clone --state state", "retry", "run --wait=0.2"])
            folder.Tally(command.Split(' ')).ShouldExitWith(2).ShouldSay("TLY6002", $"(pid {build.Id}, \"tally build\", since 20", " UTC)");
        Invocation().ShouldBe(invocation);
        build.Interrupt();
        build.WaitForExit().ShouldExitWith(1);

        string Invocation() => folder.Json("target/run_results.json").GetProperty("metadata").GetProperty("invocation_id").GetString()!;
    }

    [Fact]
    public void A_build_that_waits_goes_on_when_the_database_is_free()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally("build").ShouldExitWith(0);
        TallyProcess build;
        using (folder.Database.Open(readOnly: false))
        {
            folder.Tally("build").ShouldExitWith(2).ShouldSay("TLY6002", $"pid {Environment.ProcessId}, running since 20");
            folder.Tally("show", "daily_calls").ShouldExitWith(2).ShouldSay("TLY6002");
            build = folder.Start("build", "--wait");
            build.WaitForOutput("Waiting: ");
            build.HasExited.ShouldBeFalse();
        }

        using (build) build.WaitForExit().ShouldExitWith(0);
    }

    /// <summary>A project built once, then changed so that another build gives other content everywhere.</summary>
    private static ProjectFolder WithSlowModel(out Dictionary<string, string> old, out Dictionary<string, string> next)
    {
        var folder = ProjectFolder.Of("calls");
        folder.Write("models/slow.sql", Slow);
        folder.Write("models/after_slow.sql", "{{ config(materialized='table') }}\nselect count(*) as n from {{ ref('slow') }}\n");
        folder.Tally("build").ShouldExitWith(0);
        old = folder.Database.Content();
        folder.Write("seeds/raw_calls.csv", folder.Read("seeds/raw_calls.csv") + "7,billing,2026-03-04,8,90\n");
        next = ContentOfBuildElsewhere(folder);
        return folder;
    }

    private static Dictionary<string, string> ContentOfBuildElsewhere(ProjectFolder folder)
    {
        using var elsewhere = ProjectFolder.Empty();
        Repository.Copy(folder.Path, elsewhere.Path);
        elsewhere.Tally("build").ShouldExitWith(0);
        return elsewhere.Database.Content();
    }

    private static bool IsBeingWritten(ProjectFolder folder) => new FileInfo(folder.Database.Path).Length > 16_000_000;

    private static void ShouldBeEntirelyOldOrNew(ProjectFolder folder, Dictionary<string, string> old, Dictionary<string, string> next)
    {
        var after = folder.Database.Content();
        after.Keys.ShouldBe(old.Keys, ignoreOrder: true);
        foreach (var (relation, content) in after) content.ShouldBeOneOf([old[relation], next[relation]], relation);
        after["main.slow"].ShouldBe(old["main.slow"]);
        after["main.after_slow"].ShouldBe(old["main.after_slow"]);
        after["main.raw_calls"].ShouldBe(next["main.raw_calls"]);
    }
}
