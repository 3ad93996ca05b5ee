using CareTally.Core.Running;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>What is known of a run while it goes on.</summary>
public sealed class RunRecordTests : IAsyncDisposable
{
    private readonly Builds _builds = new();

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    [Fact]
    public async Task What_has_not_ended_is_skipped_and_so_are_the_tests_of_what_is_not_published_yet()
    {
        _builds.Project.Write("""
            -- file: models/m.yml
            models: [{name: a, columns: [{name: id, data_tests: [not_null: {name: a_has_id}, unique: {name: a_once}]}]}]
            -- file: models/a.sql
            {{ config(materialized='table') }} select 1 as id
            -- file: models/b.sql
            select * from {{ ref('a') }}
            """);
        var seen = new List<string>();
        RunRecord? record = null;
        await _builds.BuildAsync(report: happened =>
        {
            if (happened is RunEvent.RunStarted started) record = new RunRecord(started.Plan, TimeProvider.System);
            record!.Hear(happened);
            if (happened is RunEvent.RunStarted or RunEvent.Finished) seen.Add(string.Join(", ", Builds.Describe(record.SoFar())));
        });
        seen.ShouldBe([
            "model.shop.a skipped, test.a_has_id skipped, test.a_once skipped, model.shop.b skipped",
            "model.shop.a skipped, test.a_has_id skipped, test.a_once skipped, model.shop.b skipped",
            "model.shop.a skipped, test.a_has_id skipped, test.a_once skipped, model.shop.b skipped",
            "test.a_has_id pass, test.a_once pass, model.shop.a success, model.shop.b skipped",
            "test.a_has_id pass, test.a_once pass, model.shop.a success, model.shop.b success",
        ]);
    }

    [Fact]
    public async Task A_test_that_passed_before_its_relation_was_interrupted_counts_as_not_run()
    {
        _builds.Project.Write("""
            -- file: models/m.yml
            models: [{name: a, columns: [{name: id, data_tests: [not_null: {name: a_has_id}]}]}]
            -- file: models/a.sql
            {{ config(materialized='table') }} select 1 as id
            """);
        using var stop = new CancellationTokenSource();
        var results = await _builds.BuildAsync(cancellation: stop.Token, report: happened =>
        {
            if (happened is RunEvent.Finished { Node.Name: "a_has_id" }) stop.Cancel();
        });
        Builds.Describe(results).ShouldBe(["test.a_has_id skipped", "model.shop.a skipped"]);
        results.IsInterrupted.ShouldBeTrue();
    }
}
