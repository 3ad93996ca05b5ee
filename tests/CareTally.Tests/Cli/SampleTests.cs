using CareTally.Cli;

namespace CareTally.Tests.Cli;

public sealed class SampleTests
{
    private const string Project =
        """
        name: shop
        targets: {dev: {type: duckdb, path: shop.duckdb}}
        target: dev
        seeds: {shop: {events: {event_time: moment}}}
        """;

    // The clock says 2026-03-02 09:00.
    private const string Events = "id,moment\n1,2026-01-01 12:00:00\n2,2026-02-27 08:00:00\n3,2026-02-27 10:00:00\n4,2026-03-02 08:00:00\n";

    private static async Task<Tally> StartAsync()
    {
        var tally = new Tally();
        tally.Write("tally_project.yml", Project);
        tally.Write("seeds/events.csv", Events);
        tally.Write("seeds/codes.csv", "id\n1\n2\n");
        tally.Write("models/some.sql", "select id from {{ ref('events') }}");
        tally.Write("models/whole.sql", "select id from {{ ref('events').render() }} where id in (select id + 2 from {{ ref('codes') }})");
        tally.Write("models/inline.sql", "{{ config(materialized='ephemeral') }} select * from {{ ref('events') }}");
        tally.Write("models/deep.sql", "select id from {{ ref('inline') }} {{ '-- sampled' if flags.SAMPLE }}");
        tally.Write("models/days.sql", """
            {{ config(materialized='incremental', incremental_strategy='microbatch', event_time='moment', begin='2026-01-01', batch_size='month') }}
            select id, cast(moment as timestamp) as moment from {{ ref('events') }}
            """);
        (await tally.RunAsync("seed")).Code.ShouldBe(ExitCode.Success);
        return tally;
    }

    private static async Task<string> RowsAsync(Tally tally, string model)
    {
        var (_, output, _) = await tally.RunAsync("show", "--inline", $"select id from {{{{ ref('{model}') }}}}", "--output", "csv");
        return output.Trim().Replace('\n', ' ');
    }

    [Theory]
    [InlineData("3 days", "id 3 4")]
    [InlineData("1 hour", "id 4")]
    [InlineData("2 MONTHS", "id 2 3 4")]
    [InlineData("{start: 2026-01-01, end: '2026-02-27 09:00'}", "id 1 2")]
    public async Task Models_read_the_rows_of_the_time_that_is_asked_for(string time, string rows)
    {
        using var tally = await StartAsync();
        var (code, _, error) = await tally.RunAsync("run", "--sample", time);
        code.ShouldBe(ExitCode.Success, error);
        (await RowsAsync(tally, "some")).ShouldBe(rows);
        (await RowsAsync(tally, "deep")).ShouldBe(rows);
        (await RowsAsync(tally, "whole")).ShouldBe("id 3 4");
    }

    [Fact]
    public async Task Batches_are_made_for_the_time_of_the_sample_and_from_its_rows()
    {
        using var tally = await StartAsync();
        var (code, _, error) = await tally.RunAsync("build", "--no-site", "-s", "days", "--sample", "{start: '2026-02-27 09:00', end: 2026-03-01}");
        code.ShouldBe(ExitCode.Success, error);
        (await RowsAsync(tally, "days")).ShouldBe("id 3");
    }

    [Fact]
    public async Task A_variable_asks_for_a_sample_too_and_the_option_goes_before_it()
    {
        using var tally = await StartAsync();
        tally.Environment["DBT_SAMPLE"] = "1 hour";
        await tally.RunAsync("run", "-s", "some");
        (await RowsAsync(tally, "some")).ShouldBe("id 4");
        await tally.RunAsync("run", "-s", "some", "--sample", "3 days");
        (await RowsAsync(tally, "some")).ShouldBe("id 3 4");
        tally.Environment["DBT_SAMPLE"] = "some";
        (await tally.RunAsync("run")).Error.ShouldStartWith("error[TLY7001]: DBT_SAMPLE takes a span of time, not 'some'");
        (await tally.RunAsync("ls")).Code.ShouldBe(ExitCode.Success);
    }

    [Theory]
    [InlineData("3", "--sample takes a span of time, not '3'")]
    [InlineData("3 fortnights", "--sample takes a span of time, not '3 fortnights'")]
    [InlineData("9999 years", "--sample takes a span of time, not '9999 years'")]
    [InlineData("{start: 2026-01-01}", "--sample takes a span of time, not '{start: 2026-01-01}'")]
    [InlineData("{start: 2026-01-02, end: 2026-01-02}", "--sample: its start must be before its end")]
    public async Task What_is_no_span_of_time_is_refused(string time, string message)
    {
        using var tally = await StartAsync();
        var (code, _, error) = await tally.RunAsync("run", "--sample", time);
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldStartWith($"error[TLY7001]: {message}");
        error.ShouldContain("for example '3 days'");
    }
}
