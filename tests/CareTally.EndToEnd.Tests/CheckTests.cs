using System.Text.Json;
using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary><c>tally check</c>, and the check before a build.</summary>
public sealed class CheckTests(BuiltCalls calls) : IClassFixture<BuiltCalls>
{
    [Fact]
    public void A_sound_project_is_checked_without_a_database()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally("check").ShouldExitWith(0).ShouldPrint("14 sound");
        folder.Database.Exists.ShouldBeFalse();
        folder.Json("target/check.json").GetProperty("nodes").GetProperty("model.calls.queue_totals").GetProperty("columns").GetProperty("answered").GetProperty("data_type").GetString().ShouldBe("HUGEINT");
    }

    [Fact]
    public void A_misspelt_column_in_the_last_model_stops_a_build_before_anything_is_written()
    {
        using var folder = calls.Copy();
        folder.Edit("models/marts/queue_totals.sql", "queues.language,", "queues.langage,");
        folder.Tally("check").ShouldExitWith(2).ShouldSay("TLY5001", "langage", "--> models/marts/queue_totals.sql:3:5");
        foreach (var command in new[] { "build", "run" }) folder.Tally(command).ShouldExitWith(2).ShouldSay("langage").Output.ShouldBeEmpty();
        folder.Database.Content().ShouldBe(calls.Content, ignoreOrder: true);
        folder.Tally("build", "--no-check").ShouldExitWith(1).ShouldPrint("1 in error");
    }

    [Fact]
    public void A_selection_is_checked_with_all_it_needs_and_nothing_else()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Edit("models/marts/queue_totals.sql", "queues.language,", "queues.langage,");
        folder.Tally("check", "-s", "daily_calls").ShouldExitWith(0);
        folder.Tally("check", "-s", "queue_totals").ShouldExitWith(2);
    }

    [Fact]
    public void Another_program_can_read_what_was_found()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Edit("models/marts/queue_totals.sql", "queues.language,", "queues.langage,");
        var lines = folder.Tally("check", "--output", "json").ShouldExitWith(2).Lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        var failed = lines.Single(line => line.TryGetProperty("status", out var status) && status.GetString() == "failed");
        failed.GetProperty("unique_id").GetString().ShouldBe("model.calls.queue_totals");
        failed.GetProperty("diagnostic").GetProperty("file").GetString().ShouldBe("models/marts/queue_totals.sql");
        lines[^1].GetProperty("event").GetString().ShouldBe("check_finished");
        lines[^1].GetProperty("success").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public void What_hooks_make_is_left_to_the_build()
    {
        using var folder = ProjectFolder.Empty();
        folder.Write("tally_project.yml", "name: shop\non-run-start:\n  - create or replace macro doubled(x) as x * 2\n  - create schema if not exists raw\n  - create table if not exists raw.orders as select 1 as id\n");
        folder.Write("models/s.yml", "sources: [{name: raw, tables: [{name: orders, columns: [{name: number, data_type: integer}]}]}]\n");
        folder.Write("models/m.sql", "{{ config(materialized='table') }} select doubled(id) as id from {{ source('raw', 'orders') }}");
        folder.Tally("build", "--no-site").ShouldExitWith(0);
        folder.Tally("build", "--no-site").ShouldExitWith(0);
        folder.Database.Scalar("select id from m").ShouldBe("2");
    }
}
