using CareTally.Core.Running;

namespace CareTally.Tests.CoreTests.Running;

public sealed class RunnerTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly Builds _builds = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    private const string Gated =
        """
        -- file: models/a.sql
        {{ config(materialized='table') }} select {{ var('value', 1) }} as id
        -- file: models/b.sql
        select * from {{ ref('a') }}
        -- file: models/m.yml
        models: [{name: a, columns: [{name: id, data_tests: [accepted_values: {values: [1, 3], quote: false}]}]}]

        """;

    [Fact]
    public async Task Tables_views_and_seeds_are_built_in_schemas_that_are_made_for_them()
    {
        _builds.Project.Write("-- file: seeds/s.csv\nid,name\n1,a\n2,\n-- file: models/t.sql\n{{ config(materialized='table', schema='marts') }} select * from {{ ref('s') }};\n-- file: models/v.sql\nselect count(*) as n from {{ ref('e') }}\n-- file: models/e.sql\n{{ config(materialized='ephemeral') }} select * from {{ ref('t') }}");
        var results = await _builds.BuildAsync();
        results.IsSuccess.ShouldBeTrue();
        Builds.Describe(results).ShouldBe(["seed.shop.s success", "model.shop.t success", "model.shop.v success"]);
        (await _builds.ScalarAsync("select n from v")).ShouldBe(2L);
        (await _builds.ScalarAsync("select count(*) from main_marts.t where name is null")).ShouldBe(1L);
        ((NodeResult.Built)results.Results[1]).Rows.ShouldBe(2);
    }

    [Theory]
    [InlineData("view", "table", false)]
    [InlineData("table", "view", false)]
    [InlineData("view", "table", true)]
    [InlineData("table", "view", true)]
    [InlineData("view", "view", true)]
    [InlineData("table", "table", true)]
    public async Task A_relation_is_replaced_by_one_of_either_kind(string before, string after, bool isTested)
    {
        if (isTested) _builds.Project.Write("-- file: models/m.yml\nmodels: [{name: a, columns: [{name: id, data_tests: [not_null]}]}]");
        foreach (var (kind, value) in new[] { (before, 1), (after, 2), (before, 3) })
        {
            _builds.Project.Write("models/a.sql", $"{{{{ config(materialized='{kind}') }}}} select {value} as id");
            (await _builds.BuildAsync()).IsSuccess.ShouldBeTrue();
            (await _builds.ScalarAsync("select id from a")).ShouldBe((long)value);
        }

        (await _builds.RelationsAsync()).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_failed_test_keeps_the_old_relation_and_the_rejected_one_and_skips_what_comes_after_until_it_passes_again()
    {
        _builds.Project.Write(Gated);
        (await _builds.BuildAsync("{value: 1}")).IsSuccess.ShouldBeTrue();
        var failed = await _builds.BuildAsync("{value: 2}");
        Builds.Describe(failed).ShouldBe(["test.accepted_values_a_id__False__1__3 fail 1", "model.shop.a error rejected", "model.shop.b skipped by model.shop.a"]);
        (await _builds.ScalarAsync("select id from a")).ShouldBe(1L);
        (await _builds.ScalarAsync("select id from a__rejected")).ShouldBe(2L);
        (await _builds.BuildAsync("{value: 3}")).IsSuccess.ShouldBeTrue();
        (await _builds.ScalarAsync("select id from a")).ShouldBe(3L);
        (await _builds.RelationsAsync()).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_warning_publishes()
    {
        _builds.Project.Write("-- file: models/a.sql\nselect 1 as id union all select 1\n-- file: models/b.sql\nselect * from {{ ref('a') }}\n-- file: models/m.yml\nmodels: [{name: a, columns: [{name: id, data_tests: [unique: {config: {severity: warn}}]}]}]");
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["test.unique_a_id warn 1", "model.shop.a success", "model.shop.b success"]);
    }

    [Theory]
    [InlineData("severity: warn, error_if: '> 0'", "warn 2")]
    [InlineData("error_if: '> 5', warn_if: '> 1'", "warn 2")]
    [InlineData("error_if: '> 5', warn_if: '> 2'", "pass")]
    [InlineData("fail_calc: sum(n)", "fail 5")]
    [InlineData("fail_calc: sum(n), limit: 1", "fail 2")]
    [InlineData("where: 'id < 2'", "fail 1")]
    [InlineData("where: 'id > 2'", "pass")]
    [InlineData("fail_calc: sum(n) * 1e30", "error fail_calc 'sum(n) * 1e30' must give a number, and warn_if and error_if true or false, but they gave 5E+30, true, true")]
    public async Task A_tests_configs_decide_what_its_rows_mean(string config, string status)
    {
        _builds.Project.Write($"-- file: models/a.sql\nselect * from (values (1, 'x'), (1, 'x'), (2, 'y'), (2, 'y'), (2, 'y')) v(id, k)\n-- file: macros/dup.sql\n{{% test dup(model, column_name) %}}select id, count(*) as n from {{{{ model }}}} group by id having count(*) > 1 order by id -- note;{{% endtest %}}\n-- file: models/m.yml\nmodels: [{{name: a, columns: [{{name: id, data_tests: [dup: {{config: {{{config}}}}}]}}]}}]");
        Builds.Describe(await _builds.BuildAsync())[0].ShouldBe($"test.dup_a_id {status}");
    }

    // A name that does not exist leaves DuckDB's transaction alone, a value that cannot be converted ends it.
    [Theory]
    [InlineData("view", "nope = 1", "Binder Error")]
    [InlineData("table", "nope = 1", "Binder Error")]
    [InlineData("view", "id::int = 1", "Conversion Error")]
    [InlineData("table", "id::int = 1", "Conversion Error")]
    public async Task A_test_that_is_wrong_itself_publishes_nothing_whatever_its_severity_and_the_other_tests_are_run(string kind, string where, string error)
    {
        _builds.Project.Write("models/a.sql", $"{{{{ config(materialized='{kind}') }}}} select '8' as id");
        await _builds.BuildAsync();
        _builds.Project.Write($"-- file: models/a.sql\n{{{{ config(materialized='{kind}') }}}} select 'x' as id\n-- file: models/b.sql\nselect * from {{{{ ref('a') }}}}\n-- file: models/m.yml\nmodels: [{{name: a, columns: [{{name: id, data_tests: [accepted_values: {{values: ['7'], config: {{severity: warn, where: \"{where}\"}}}}, accepted_values: {{values: ['8']}}, accepted_values: {{values: ['9'], config: {{where: \"{where}\"}}}}]}}]}}]");
        var results = await _builds.BuildAsync();
        var said = Builds.Describe(results);
        said[0].ShouldStartWith($"test.accepted_values_a_id__7 error {error}");
        said[1].ShouldBe("test.accepted_values_a_id__8 fail 1");
        said[2].ShouldStartWith($"test.accepted_values_a_id__9 error {error}");
        said[3..].ShouldBe(["model.shop.a error rejected", "model.shop.b skipped by model.shop.a"]);
        results.Results.OfType<NodeResult.Rejected>().Single().FailedTests.Length.ShouldBe(3);
        (await _builds.ScalarAsync("select id from a")).ShouldBe("8");
        (await _builds.ScalarAsync("select id from a__rejected")).ShouldBe("x");
        (await _builds.RelationsAsync()).ShouldBe(["a", "a__rejected"]);
    }

    [Fact]
    public async Task What_a_test_ended_in_an_error_is_not_made_again_where_hooks_have_written()
    {
        _builds.Project.Write("-- file: models/a.sql\n{{ config(materialized='table', pre_hook='create table made as select 1 as id') }} select 'x' as word\n-- file: models/m.yml\nmodels: [{name: a, columns: [{name: word, data_tests: [accepted_values: {values: [a], config: {where: 'word::int = 1'}}, unique]}]}]");
        var results = await _builds.BuildAsync();
        Builds.Describe(results)[0].ShouldStartWith("test.accepted_values_a_word__a error Conversion Error");
        Builds.Describe(results)[1..].ShouldBe([$"test.unique_a_word skipped by {results.Results[0].Node}", "model.shop.a error rejected"]);
        (await _builds.RelationsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_error_in_the_middle_of_a_table_leaves_the_old_one_and_its_tests_are_skipped()
    {
        _builds.Project.Write(Gated);
        await _builds.BuildAsync();
        _builds.Project.Write("models/a.sql", "{{ config(materialized='table') }}\nselect case when i = 900000\n then error('broken') else i end as id from range(1000000) r(i)");
        var results = await _builds.BuildAsync();
        Builds.Describe(results)[0].ShouldStartWith("model.shop.a error Invalid Input Error: broken");
        Builds.Describe(results)[1..].ShouldBe(["test.accepted_values_a_id__False__1__3 skipped by model.shop.a", "model.shop.b skipped by model.shop.a"]);
        (await _builds.ScalarAsync("select id from a")).ShouldBe(1L);
        (await _builds.RelationsAsync()).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_cancelled_run_leaves_everything_old_and_says_that_it_was_interrupted()
    {
        _builds.Project.Write(Gated);
        await _builds.BuildAsync();
        _builds.Project.Write("models/a.sql", "{{ config(materialized='table') }}\nselect sum(a.i * b.i) as id from range(10000000) a(i), range(1000000) b(i)");
        using var stop = new CancellationTokenSource();
        var results = await _builds.BuildAsync(report: happened =>
        {
            if (happened is RunEvent.Started) stop.CancelAfter(200);
        }, cancellation: stop.Token);
        results.IsInterrupted.ShouldBeTrue();
        Builds.Describe(results).ShouldBe(["model.shop.a skipped", "test.accepted_values_a_id__False__1__3 skipped", "model.shop.b skipped"]);
        (await _builds.ScalarAsync("select id from a")).ShouldBe(1L);
        (await _builds.RelationsAsync()).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_fault_of_the_reporter_ends_the_run_instead_of_hanging_it()
    {
        _builds.Project.Write("-- file: models/a.sql\nselect 1 as id\n-- file: models/b.sql\nselect * from {{ ref('a') }}\n-- file: models/c.sql\nselect 1 as id\n");
        await Should.ThrowAsync<InvalidTimeZoneException>(() => _builds.BuildAsync(report: happened =>
        {
            if (happened is RunEvent.Finished { Node.Name: "a" }) throw new InvalidTimeZoneException();
        })).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Leftovers_under_the_working_names_are_replaced()
    {
        await _builds.ExecuteAsync("create table a__new as select 0 as id; create view a__rejected as select 0 as id");
        _builds.Project.Write(Gated);
        (await _builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        (await _builds.RelationsAsync()).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Names_are_compared_without_case()
    {
        await _builds.ExecuteAsync("create view \"A\" as select 0 as id");
        _builds.Project.Write(Gated);
        (await _builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        (await _builds.ScalarAsync("select id from a")).ShouldBe(1L);
    }

    [Fact]
    public async Task After_an_internal_error_of_the_database_everything_else_is_built_all_the_same()
    {
        for (var i = 0; i < 12; i++)
            _builds.Project.Write($"models/m{i:D2}.sql", $"{{{{ config(materialized='table') }}}} select sum(i) as id from range({(i + 1) * 200000}) r(i)");
        _builds.Project.Write("-- file: models/m05a.sql\n{{ config(materialized='table') }} select 1 as id\n-- file: models/after.sql\nselect * from {{ ref('m05a') }}");
        _builds.Breaks = "m05a";
        var results = await _builds.BuildAsync(threads: 4);
        var unsuccessful = Builds.Describe(results).Where(line => !line.EndsWith("success", StringComparison.Ordinal)).ToArray();
        unsuccessful[0].ShouldStartWith("model.shop.m05a error DuckDB failed internally");
        unsuccessful[1..].ShouldBe(["model.shop.after skipped by model.shop.m05a"]);
        (await _builds.RelationsAsync()).Length.ShouldBe(12);
    }

    [Fact]
    public async Task A_reader_beside_the_build_sees_whole_tables_only()
    {
        _builds.Project.Write("-- file: models/a.sql\n{{ config(materialized='table') }} select i as id, {{ var('value', 0) }} as run from range(20000) r(i)\n-- file: models/m.yml\nmodels: [{name: a, columns: [{name: id, data_tests: [not_null]}]}]");
        await _builds.BuildAsync();
        await using var reader = await _builds.Warehouse.OpenSessionAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var looks = Task.Run(async () =>
        {
            var seen = new List<string>();
            while (!stop.IsCancellationRequested)
                seen.Add(string.Join('/', (await reader.QueryAsync("select count(*), count(distinct run) from a", null, CancellationToken.None)).Rows[0]));
            return seen;
        });
        for (var run = 1; run <= 8; run++) (await _builds.BuildAsync($"{{value: {run}}}")).IsSuccess.ShouldBeTrue();
        await stop.CancelAsync();
        (await looks).Distinct().ShouldBe(["20000/1"]);
    }

    [Fact]
    public async Task A_chain_of_300_views_is_built()
    {
        _builds.Project.Write("models/v000.sql", "select 1 as id");
        for (var i = 1; i < 300; i++) _builds.Project.Write($"models/v{i:D3}.sql", $"select * from {{{{ ref('v{i - 1:D3}') }}}}");
        var results = await _builds.BuildAsync();
        results.Results.Where(result => result.IsFailure).Select(result => result.ToString()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tests_of_ephemeral_models_read_what_was_published()
    {
        _builds.Project.Write("-- file: models/t.sql\n{{ config(materialized='table') }} select 1 as id\n-- file: models/e.sql\n{{ config(materialized='ephemeral') }} select * from {{ ref('t') }}\n-- file: models/m.yml\nmodels: [{name: e, columns: [{name: id, data_tests: [unique, {relationships: {to: ref('t'), field: id}}]}]}]");
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["model.shop.t success", "test.relationships_e_id__id__ref_t_ pass", "test.unique_e_id pass"], ignoreOrder: true);
    }
}
