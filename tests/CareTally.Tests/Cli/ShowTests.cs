using CareTally.Cli;

namespace CareTally.Tests.Cli;

public sealed class ShowTests
{
    [Fact]
    public async Task What_was_rejected_can_be_shown_until_it_is_published()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/odd.sql", "{{ config(materialized='table') }} select {{ var('n', 1) }} as n");
        tally.Write("models/odd.yml", "models: [{name: odd, columns: [{name: n, data_tests: [accepted_values: {values: [1], quote: false}]}]}]");
        (await tally.RunAsync("show", "odd", "--rejected")).Error.ShouldContain("TLY7009");
        (await tally.RunAsync("build", "-s", "odd", "--vars", "n: 2")).Code.ShouldBe(ExitCode.NodesFailed);
        (await tally.RunAsync("show", "odd", "--rejected", "--output", "csv")).Output.ShouldBe("n\n2\n");
        (await tally.RunAsync("build", "-s", "odd")).Code.ShouldBe(ExitCode.Success);
        var (code, _, error) = await tally.RunAsync("show", "odd", "--rejected");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("odd has no rejected rows: there is no main.odd__rejected");
        (await tally.RunAsync("show", "accepted_values_odd_n__False__1", "--rejected")).Error.ShouldContain("TLY7009");
    }

    [Fact]
    public async Task What_the_next_run_would_add_is_said_to_be_that()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/grows.sql", "{{ config(materialized='incremental') }} select 1 as n {% if is_incremental() %} where false {% endif %}");
        (await tally.RunAsync("show", "grows", "--output", "csv")).ShouldBe((ExitCode.Success, "n\n1\n", ""));
        (await tally.RunAsync("run", "-s", "grows")).Code.ShouldBe(ExitCode.Success);
        var (_, output, error) = await tally.RunAsync("show", "grows", "--output", "csv");
        output.ShouldBe("n\n");
        error.ShouldBe("grows is incremental and its table is there: this is what the next run would read, with is_incremental() true. The table itself: tally show --inline \"select * from {{ ref('grows') }}\"\n");
        (await tally.RunAsync("show", "grows", "--quiet")).Error.ShouldBeEmpty();
        (await tally.RunAsync("show", "--inline", "select * from {{ ref('grows') }}", "--output", "csv")).ShouldBe((ExitCode.Success, "n\n1\n", ""));
    }

    [Fact]
    public async Task What_cannot_be_shown_gets_the_nearest_name()
    {
        using var tally = await Tally.WithProjectAsync();
        (await tally.RunAsync("show", "daily_servce")).Error.ShouldContain("did you mean 'daily_service'?");
    }

    [Fact]
    public async Task Showing_a_model_before_the_first_build_says_what_to_build()
    {
        using var tally = await Tally.WithProjectAsync();
        var (code, _, error) = await tally.RunAsync("show", "daily_service");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("tally build -s +daily_service");
        tally.Has("caretally.duckdb").ShouldBeFalse();
    }
}
