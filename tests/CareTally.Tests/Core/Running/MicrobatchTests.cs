using System.Collections.Immutable;
using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>Models made batch by batch on a real database.</summary>
public sealed class MicrobatchTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly NodeId Model = new(NodeKind.Model, "shop.m");

    private readonly Builds _builds = new();

    public Task InitializeAsync() => _builds.ExecuteAsync(
        "create schema raw; create table raw.calls as select i as id, timestamp '2026-06-10 00:00:00' + i * interval 6 hour as happened, i as amount from range(16) t(i)");

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Fact]
    public async Task The_first_run_makes_all_batches_and_the_next_ones_look_back()
    {
        Write();
        var said = new List<string>();
        var results = await _builds.BuildAsync(report: happened => { if (happened is RunEvent.Said message) said.Add(message.Message.Text); });
        Builds.Describe(results).ShouldBe(["model.shop.m success"]);
        results.Results[0].Batches!.Successful.Select(batch => batch.Id).ShouldBe(["20260610", "20260611", "20260612", "20260613", "20260614"]);
        said[0].ShouldBe("batch 1 of 5, 20260610: 4 rows");
        (await ScalarAsync("select count(*) || '/' || sum(amount) from m")).ShouldBe("16/120");

        // Only what is looked at again changes: the batch of the 14th (none yet) and the one before.
        await _builds.ExecuteAsync("update raw.calls set amount = amount + 1000; insert into raw.calls values (99, '2026-06-14 11:00:00', 1)");
        results = await _builds.BuildAsync();
        results.Results[0].Batches!.Successful.Select(batch => batch.Id).ShouldBe(["20260613", "20260614"]);
        (await ScalarAsync("select count(*) || '/' || sum(amount) from m")).ShouldBe("17/4121");
        await _builds.BuildAsync(fullRefresh: true);
        (await ScalarAsync("select count(*) || '/' || sum(amount) from m")).ShouldBe("17/16121");
    }

    [Fact]
    public async Task The_command_can_say_which_time()
    {
        Write();
        await _builds.BuildAsync();
        await _builds.ExecuteAsync("update raw.calls set amount = 0");
        var times = new EventTimes(Moment("2026-06-11 13:00"), Moment("2026-06-12 00:00"));
        var results = await _builds.BuildAsync(options: PlanOptions.Build with { EventTimes = times });
        results.Results[0].Batches!.Successful.Select(batch => batch.Id).ShouldBe(["20260611"]);
        (await ScalarAsync("select string_agg(id, ',' order by id) from m where amount = 0")).ShouldBe("0,4,5,6,7");
    }

    [Fact]
    public async Task A_failed_batch_leaves_the_others_and_can_be_made_again_alone()
    {
        Write(column: "case when id = 6 then error('bad row') else amount end as amount");
        _builds.Project.Write("-- file: models/child.sql\nselect * from {{ ref('m') }}");
        var results = await _builds.BuildAsync();
        Builds.Describe(results).ShouldBe(["model.shop.m partly built, failed: 20260611", "model.shop.child skipped by model.shop.m"]);
        results.IsSuccess.ShouldBeFalse();
        results.Results[0].Status.ShouldBe("partial success");
        ((NodeResult.PartlyBuilt)results.Results[0]).Diagnostic.Hint.ShouldBe("batches that failed: 20260611; the others are there");
        (await ScalarAsync("select string_agg(distinct happened::date::varchar, ',' order by happened::date::varchar) from m")).ShouldBe("2026-06-10,2026-06-12,2026-06-13");

        Write();
        results = await _builds.BuildAsync(fullRefresh: true, options: PlanOptions.Build with { Batches = PlanOptions.Build.Batches.Add(Model, Missing(results)) });
        Builds.Describe(results).ShouldBe(["model.shop.m success", "model.shop.child success"]);
        results.Results[0].Batches!.Successful.Select(batch => batch.Id).ShouldBe(["20260611"]);
        results.Results[0].Batches!.Earlier.Select(batch => batch.Id).ShouldBe(["20260610", "20260612", "20260613", "20260614"]);
        (await ScalarAsync("select count(*) || '/' || sum(amount) from m")).ShouldBe("16/120");
    }

    [Fact]
    public async Task A_run_that_ends_between_two_batches_leaves_those_that_are_not_made_as_failed()
    {
        Write();
        using var stop = new CancellationTokenSource();
        var results = await _builds.BuildAsync(cancellation: stop.Token, report: happened =>
        {
            if (happened is RunEvent.BatchEnded { SoFar.Successful.Length: 2 }) stop.Cancel();
        });
        Builds.Describe(results)[0].ShouldBe("model.shop.m partly built, failed: 20260612 20260613 20260614");
        results.IsInterrupted.ShouldBeTrue();
        results.Results[0].Batches!.Successful.Select(batch => batch.Id).ShouldBe(["20260610", "20260611"]);
        results.Results[0].Batches!.Failed.Select(batch => batch.Id).ShouldBe(["20260612", "20260613", "20260614"]);
    }

    [Fact]
    public async Task A_run_that_goes_on_from_another_knows_its_batches_before_it_has_made_any()
    {
        Write(column: "case when id = 6 then error('bad row') else amount end as amount");
        var missing = Missing(await _builds.BuildAsync());
        Plan? plan = null;
        await _builds.BuildAsync(options: PlanOptions.Build with { Batches = PlanOptions.Build.Batches.Add(Model, missing) }, report: happened => plan ??= (happened as RunEvent.RunStarted)?.Plan);
        var batches = new RunRecord(plan!, TimeProvider.System).SoFar().Results[0].Batches!;
        batches.Earlier.Length.ShouldBe(4);
        batches.Failed.Select(batch => batch.Id).ShouldBe(["20260611"]);
    }

    [Fact]
    public async Task Batches_behind_the_one_that_makes_the_table_are_incremental()
    {
        _builds.Project.Write(
            """
            -- file: models/m.sql
            {{ config(materialized='incremental', incremental_strategy='microbatch', event_time='day', begin='2026-06-12', batch_size='day') }}
            select timestamp '{{ model.batch.event_time_start.strftime("%Y-%m-%d") }}' as day, '{{ is_incremental() }} {{ should_full_refresh() }}' as what
            """);
        await _builds.BuildAsync(fullRefresh: true);
        (await ScalarAsync("select string_agg(what, ', ' order by day) from m")).ShouldBe("False True, True False, True False");
        await _builds.BuildAsync();
        (await ScalarAsync("select string_agg(what, ', ' order by day) from m")).ShouldBe("False True, True False, True False");
        await _builds.BuildAsync(fullRefresh: true);
        (await ScalarAsync("select string_agg(what, ', ' order by day) from m")).ShouldBe("False True, True False, True False");
    }

    [Fact]
    public async Task Where_the_first_batch_fails_the_rest_is_left()
    {
        Write(column: "error('bad') as amount");
        var results = await _builds.BuildAsync();
        results.Results.Single().Status.ShouldBe("error");
        results.Results[0].Batches!.Failed.Length.ShouldBe(5);
        results.Results[0].Batches!.Successful.ShouldBeEmpty();
        (await _builds.RelationsAsync()).ShouldBe(["calls"]);
    }

    [Fact]
    public async Task Its_tests_follow_it_and_decide_about_what_needs_it()
    {
        Write();
        _builds.Project.Write("-- file: models/child.sql\nselect * from {{ ref('m') }}\n-- file: models/m.yml\nmodels: [{name: m, columns: [{name: amount, data_tests: [{accepted_values: {values: [1], quote: false}}]}]}]");
        Builds.Describe(await _builds.BuildAsync()).Select(line => line.Split("amount")[0]).ShouldBe(["model.shop.m success", "test.accepted_values_m_", "model.shop.child skipped by test.shop.accepted_values_m_"]);
    }

    [Fact]
    public async Task Every_input_with_an_event_time_is_cut_unless_it_opts_out_and_hooks_run_once()
    {
        _builds.Project.Write(
            """
            -- file: models/s.yml
            sources: [{name: raw, tables: [{name: calls, config: {event_time: happened}}]}]
            -- file: models/days.sql
            {{ config(materialized='table', event_time='day') }} select distinct happened::date as day from raw.calls
            -- file: models/eph.sql
            {{ config(materialized='ephemeral') }} select count(*) as n from {{ source('raw', 'calls') }}
            -- file: models/m.sql
            {{ config(materialized='incremental', incremental_strategy='microbatch', event_time='day', begin='2026-06-10', batch_size='day',
                pre_hook="create table if not exists hooked (what text); insert into hooked values ('before')", post_hook="insert into hooked select 'after ' || count(*) from {{ this }}") }}
            select day, (select count(*) from {{ source('raw', 'calls') }}) as cut, (select count(*) from {{ source('raw', 'calls').render() }}) as whole, n, '{{ model.batch.id }}' as batch
            from {{ ref('days') }} as d, {{ ref('eph') }}
            """);
        (await _builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        (await ScalarAsync("select string_agg(day || ' ' || cut || ' ' || whole || ' ' || n || ' ' || batch, ', ' order by day) from m where day < '2026-06-12'"))
            .ShouldBe("2026-06-10 4 16 16 20260610, 2026-06-11 4 16 16 20260611");
        (await ScalarAsync("select string_agg(what, ', ') from hooked")).ShouldBe("before, after 4");
    }

    [Fact]
    public async Task Run_results_say_which_batches_failed()
    {
        Write(column: "case when id = 6 then error('bad row') else amount end as amount");
        var manifest = _builds.Project.Load();
        var results = await _builds.BuildAsync();
        var folder = _builds.Project.PathOf("target");
        new Core.Artifacts.ArtifactWriter(folder, new Core.Projects.Secrets(new Dictionary<string, string>()))
            .WriteRunResults(manifest, new Plan(manifest.Project, [], [], Core.Warehouses.Catalog.Empty), results, "build");
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "run_results.json")));
        var batches = json.RootElement.GetProperty("results")[0].GetProperty("batch_results");
        batches.GetProperty("failed").ToString().ShouldBe("""[["2026-06-11T00:00:00+00:00","2026-06-12T00:00:00+00:00"]]""");
        batches.GetProperty("successful").GetArrayLength().ShouldBe(4);
    }

    [Theory]
    [InlineData("event_time='happened', begin='2026-06-10'", "TLY4203", "model.shop.m is made in batches and needs the config 'batch_size'")]
    [InlineData("begin='2026-06-10', batch_size='day'", "TLY4203", "model.shop.m is made in batches and needs the config 'event_time'")]
    [InlineData("event_time='happened', batch_size='day'", "TLY4203", "model.shop.m is made in batches and needs the config 'begin'")]
    [InlineData("event_time='happened', begin='soon', batch_size='day'", "TLY3011", "config 'begin' must be a date or a date and a time, not 'soon'")]
    [InlineData("event_time='happened', begin='2026-06-10', batch_size='dai'", "TLY3011", "config 'batch_size' must be hour or day or month or year, not 'dai'")]
    [InlineData("event_time='happened', begin='2026-06-10', batch_size='day', lookback='-1'", "TLY3011", "config 'lookback' must be a number of batches, not '-1'")]
    [InlineData("event_time='happened', begin='2027-01-01', batch_size='day'", "TLY4205", "model.shop.m begins at 2027-01-01 00:00:00Z, but it is 2026-06-14 12:00:00Z: there is no batch to make")]
    [InlineData("event_time='happened', begin='2026-06-10', batch_size='day', unique_key='id'", "TLY4204", "model.shop.m is made in batches, where a unique_key has no effect")]
    public void What_is_missing_is_said_before_anything_runs(string config, string code, string message)
    {
        using var project = new SampleProject($"-- file: models/m.sql\n{{{{ config(materialized='incremental', incremental_strategy='microbatch', {config}) }}}}\nselect 1 as id");
        var problem = Should.Throw<Diagnostics.InvalidProjectException>(() => project.Plan()).Diagnostics.Single();
        problem.Kind.Code.ShouldBe(code);
        problem.Message.ShouldBe(message);
    }

    private static DateTimeOffset Moment(string text) => MicrobatchConfig.Moment(text)!.Value;

    private static MissingBatches Missing(RunResults results)
    {
        var batches = results.Results[0].Batches!;
        return new MissingBatches(Times(batches.Failed), Times(batches.Successful));

        static ImmutableArray<EventTimes> Times(ImmutableArray<EventWindow> windows) => [.. windows.Select(window => new EventTimes(window.Start, window.End))];
    }

    private async Task<object?> ScalarAsync(string sql) => await _builds.ScalarAsync(sql);

    private void Write(string column = "amount") => _builds.Project.Write($$$"""
        -- file: models/s.yml
        sources: [{name: raw, tables: [{name: calls, config: {event_time: happened}}]}]
        -- file: models/m.sql
        {{ config(materialized='incremental', incremental_strategy='microbatch', event_time='happened', begin='2026-06-10', batch_size='day') }}
        select id, happened, {{{column}}} from {{ source('raw', 'calls') }}
        """);
}
