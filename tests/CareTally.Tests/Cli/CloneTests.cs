using CareTally.Cli;

namespace CareTally.Tests.Cli;

public sealed class CloneTests
{
    [Fact]
    public async Task What_is_selected_becomes_a_view_on_the_relation_of_the_state()
    {
        using var tally = await StateProject.BuildAsync();
        var (code, output, error) = await tally.RunAsync("clone", "--state", "state", "-s", "+fct");
        code.ShouldBe(ExitCode.Success, error);
        error.ShouldBeEmpty();
        output.ShouldContain("3 built");
        (await tally.RowsAsync("fct")).ShouldBe("id 1 2");
        (await tally.RowsAsync("codes")).ShouldBe("id 1 2");
        (await tally.RowsAsync("rpt")).ShouldBe("id 1 2");

        // A build puts what it makes in their place.
        (await tally.RunAsync("build", "--no-site")).Code.ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task What_exists_is_left_as_it_is_until_it_is_to_be_replaced()
    {
        using var tally = await StateProject.BuildAsync();
        (await tally.RunAsync("seed")).Code.ShouldBe(ExitCode.Success);
        var (_, output, _) = await tally.RunAsync("clone", "--state", "state", "-s", "codes");
        output.ShouldContain("dev.codes exists and is left as it is; --full-refresh replaces it");
        output.ShouldContain("nothing to do");
        (await tally.RunAsync("clone", "--state", "state", "-s", "codes", "--full-refresh")).Output.ShouldContain("1 built");
        (await tally.RunAsync("clone", "--state", "state", "-s", "codes", "--target", "prod", "--full-refresh")).Output.ShouldContain("prod.codes is the relation of the state itself");
    }

    [Fact]
    public async Task Snapshots_are_left_out_and_the_table_of_an_incremental_model_is_never_replaced()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("snapshots/history.sql", "{% snapshot history %}{{ config(strategy='check', unique_key='id', check_cols='all') }} select * from {{ ref('codes') }}{% endsnapshot %}");
        tally.Write("models/grown.sql", "{{ config(materialized='incremental') }} select * from {{ ref('codes') }} {% if is_incremental() %} where false union all select 9 {% endif %}");
        (await tally.RunAsync("build", "--target", "prod", "--no-site")).Code.ShouldBe(ExitCode.Success);
        tally.KeepState();
        (await tally.RunAsync("clone", "--state", "state")).Output.ShouldContain("snapshot.shop.history is left out: a snapshot is a table with rows of its own; --defer reads that of the state");
        (await tally.StoredAsync("grown")).ShouldBe("id 1 2");
        for (var i = 0; i < 2; i++)
        {
            var (code, _, error) = await tally.RunAsync("build", "--no-site");
            code.ShouldBe(ExitCode.Success, error);
        }

        (await tally.RunAsync("clone", "--state", "state", "--full-refresh")).Output.ShouldContain("dev.grown is the table of an incremental model, and is left as it is");
        (await tally.StoredAsync("grown")).ShouldBe("id 1 2 9");
        (await tally.RunAsync("snapshot")).Code.ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task What_stands_on_the_target_is_not_cloned_into_it()
    {
        using var tally = await StateProject.BuildAsync();
        (await tally.RunAsync("clone", "--state", "state")).Code.ShouldBe(ExitCode.Success);
        tally.Write("models/fct.sql", "{{ config(materialized='view') }} select * from {{ ref('stg') }}");
        (await tally.RunAsync("run", "-s", "fct")).Code.ShouldBe(ExitCode.Success);
        tally.KeepState();
        var (code, _, error) = await tally.RunAsync("clone", "--state", "state", "--target", "prod", "--full-refresh");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("error[TLY4423]: model.shop.stg cannot be cloned: dev.stg is a view that stands on prod.stg, which the clone would replace");
        error.ShouldContain("model.shop.rpt cannot be cloned");
        error.ShouldNotContain("model.shop.fct");
        (await tally.StoredAsync("stg", "--target", "prod")).ShouldBe("id 1 2");
        (await tally.RunAsync("clone", "--state", "state", "--target", "prod", "--full-refresh", "-s", "fct")).Code.ShouldBe(ExitCode.Success);
        (await tally.StoredAsync("fct", "--target", "prod")).ShouldBe("id 1 2");
    }

    [Fact]
    public async Task What_is_new_is_warned_of_and_what_is_out_of_reach_is_an_error()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("models/new.sql", "select 1 as id");
        var (code, _, error) = await tally.RunAsync("clone", "--state", "state", "-s", "new", "codes");
        code.ShouldBe(ExitCode.Success);
        error.ShouldContain("warning[TLY4421]: model.shop.new is not in the state");
        (code, _, error) = await tally.RunAsync("clone", "--state", "state", "-s", "codes", "--target", "other");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("error[TLY4422]: seed.shop.codes cannot be cloned: in the state it is in the database 'shop', and the target's is 'other'");
        (code, _, error) = await tally.RunAsync("clone");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("error[TLY7410]: tally clone needs an earlier state");
    }
}
