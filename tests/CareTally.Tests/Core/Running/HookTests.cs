using CareTally.Core.Running;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>Hooks and materialization blocks run SQL of the project's own, within the node's transaction.</summary>
public sealed class HookTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Block =
        """
        -- file: macros/twice.sql
        {% materialization twice, default %}
            {% set first = this.incorporate(type='table') %}
            {% set second = api.Relation.create(schema=this.schema, identifier=this.identifier ~ '_copy', type='table') %}
            {% do adapter.drop_relation(first) %}{% do adapter.drop_relation(second) %}
            {% do adapter.execute('create table ' ~ first ~ ' as ' ~ sql) %}
            {% do adapter.execute('create table ' ~ second ~ ' as ' ~ model.compiled_code) %}
            {{ return({'relations': [first, second]}) }}
        {% endmaterialization %}

        """;

    private readonly Builds _builds = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Fact]
    public async Task Hooks_run_around_a_model_and_see_it()
    {
        _builds.Project.Write(
            """
            -- file: models/a.sql
            {{ config(materialized='table', pre_hook="create table if not exists hook_log (what varchar, n bigint)",
                      post_hook=["insert into hook_log select '{{ this.identifier }}', count(*) from {{ this }}", {'sql': "insert into hook_log values ('after', 0)", 'transaction': false}]) }}
            select 1 as id
            """);
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["model.shop.a success"]);
        (await _builds.ScalarAsync("select string_agg(what || n, ' ' order by n desc) from hook_log")).ShouldBe("a1 after0");
        await _builds.BuildAsync();
        (await _builds.ScalarAsync("select count(*) from hook_log")).ShouldBe(4L);
    }

    [Theory]
    [InlineData("select 1 as id", "{{ config(pre_hook=\"create table found as select * from {{ ref('z') }}\") }} select 1 as id")]
    [InlineData("select 1 as id", "{{ config(post_hook=before_begin(\"create table found as select * from {{ ref('shop', 'z') }} where '{{ ref('a') }}' <> '{{ this }}x'\")) }} select 1 as id")]
    public async Task A_hook_may_name_another_model_which_is_then_built_before(string z, string a)
    {
        _builds.Project.Write($"-- file: models/z.sql\n{z}\n-- file: models/a.sql\n{a}");
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["model.shop.z success", "model.shop.a success"]);
        (await _builds.ScalarAsync("select id from found")).ShouldBe(1);
    }

    [Theory]
    [InlineData("select * from {{ ref('nothing') }}", "'nothing'")]
    [InlineData("select * from {{ source('no', 'thing') }}", "no.thing")]
    [InlineData("select {% if %}", "")]
    public void A_hook_that_cannot_work_is_found_when_the_project_is_loaded(string hook, string expected)
    {
        using var project = new SampleProject("");
        project.Write("models/a.sql", "select 1 as id");
        project.Write("seeds/s.csv", "id\n1\n");
        project.Write("models/m.yml", $"models: [{{name: a, config: {{pre-hook: [\"{hook}\"]}}}}]\n");
        project.Write("seeds/s.yml", $"seeds: [{{name: s, config: {{post-hook: \"{hook}\"}}}}]\n");
        var errors = project.LoadErrors();
        errors.Length.ShouldBe(2);
        errors.ShouldAllBe(line => line.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_seeds_hook_may_drop_its_table()
    {
        _builds.Project.Write("-- file: seeds/s.csv\nid\n1\n-- file: seeds/s.yml\nseeds: [{name: s, config: {post-hook: \"{% do adapter.drop_relation(this.incorporate(type='table')) %}\"}}]\n");
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["seed.shop.s success"]);
        (await _builds.RelationsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failing_hook_undoes_its_model()
    {
        _builds.Project.Write("-- file: models/a.sql\n{{ config(materialized='table', post_hook='insert into nowhere values (1)') }} select 1 as id\n-- file: models/b.sql\nselect * from {{ ref('a') }}");
        var results = await _builds.BuildAsync();
        Builds.Describe(results)[1].ShouldBe("model.shop.b skipped by model.shop.a");
        ((NodeResult.Errored)results.Results[0]).Diagnostic.Message.ShouldContain("nowhere");
        (await _builds.RelationsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_a_test_fails_what_the_hooks_did_is_undone()
    {
        await _builds.ExecuteAsync("create table kept as select 1 as id");
        _builds.Project.Write(
            "-- file: models/a.sql\n{{ config(materialized='table', pre_hook='delete from kept') }} select 2 as id\n" +
            "-- file: models/m.yml\nmodels: [{name: a, columns: [{name: id, data_tests: [accepted_values: {values: [1], quote: false}]}]}]\n");
        Builds.Describe(await _builds.BuildAsync()).ShouldContain("model.shop.a error rejected");
        (await _builds.ScalarAsync("select count(*) from kept")).ShouldBe(1L);
        (await _builds.RelationsAsync()).ShouldBe(["kept"]);
    }

    [Fact]
    public async Task Hooks_of_the_run_come_before_and_after_everything_and_know_the_results()
    {
        _builds.Project.Write("tally_project.yml", "name: shop\non-run-start: create table if not exists runs (what varchar)\non-run-end:\n  - \"{% for result in results %}insert into runs values ('{{ result.node.name }} {{ result.status }} {{ schemas | join }}');{% endfor %}\"\n");
        _builds.Project.Write("-- file: models/a.sql\nselect 1 as id");
        (await _builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        (await _builds.ScalarAsync("select what from runs")).ShouldBe("a success main");
    }

    [Fact]
    public async Task Where_a_hook_at_the_start_fails_nothing_is_run()
    {
        _builds.Project.Write("tally_project.yml", "name: shop\non-run-start: [\"select 1\", \"insert into nowhere values (1)\"]\n");
        _builds.Project.Write("-- file: models/a.sql\nselect 1 as id");
        var results = await _builds.BuildAsync();
        results.IsSuccess.ShouldBeFalse();
        SampleProject.Line(results.HookFailures.Single()).ShouldStartWith("TLY4109 tally_project.yml:2:");
        results.Results.Single().ShouldBeOfType<NodeResult.Skipped>();
    }

    [Theory]
    [InlineData("delete from kept; commit; begin")]
    [InlineData("delete from kept; /* now */ END")]
    [InlineData("{% do run_query('delete from kept; rollback') %}")]
    [InlineData("{% do adapter.execute('start transaction') %}")]
    public async Task A_hook_does_not_end_the_transaction(string hook)
    {
        await _builds.ExecuteAsync("create table kept as select 1 as id");
        _builds.Project.Write($"-- file: models/a.sql\n{{{{ config(materialized='table', post_hook=\"{hook}\") }}}} select 1 as id");
        var results = await _builds.BuildAsync();
        ((NodeResult.Errored)results.Results.Single()).Diagnostic.Message.ShouldContain("is not for templates");
        (await _builds.ScalarAsync("select count(*) from kept")).ShouldBe(1L);
        (await _builds.RelationsAsync()).ShouldBe(["kept"]);
    }

    [Theory]
    [InlineData("commit", "TLY4109")]
    [InlineData("create table \"boom\" as select 1 as id", "TLY5003")]
    public async Task Where_a_hook_at_the_end_fails_the_results_are_known(string hook, string expected)
    {
        _builds.Breaks = "boom";
        _builds.Project.Write("tally_project.yml", $"name: shop\non-run-end: '{hook}'\n");
        _builds.Project.Write("-- file: models/a.sql\nselect 1 as id");
        var results = await _builds.BuildAsync();
        Builds.Describe(results).ShouldBe(["model.shop.a success"]);
        results.HookFailures.Single().Kind.Code.ShouldBe(expected);
        results.IsSuccess.ShouldBeFalse();
    }

    [Fact]
    public async Task Wrong_sql_of_a_macro_is_said_for_the_model_that_has_it()
    {
        _builds.Project.Write("-- file: macros/m.sql\n{% macro broken() %}nothing_of_that_name{% endmacro %}\n-- file: models/a.sql\n{{ config(materialized='table') }}\nselect {{ broken() }} as id");
        var diagnostic = ((NodeResult.Errored)(await _builds.BuildAsync()).Results.Single()).Diagnostic;
        diagnostic.Span!.Value.Source.Path.ShouldBe("macros/m.sql");
        diagnostic.Frames.Select(frame => frame.Text).ShouldContain("model a");
    }

    [Fact]
    public async Task A_materialization_block_makes_what_it_wants()
    {
        _builds.Project.Write(Block + "-- file: models/a.sql\n{{ config(materialized='twice') }} select 1 as id\n-- file: models/b.sql\nselect * from {{ ref('a') }}");
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["model.shop.a success", "model.shop.b success"]);
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["model.shop.a success", "model.shop.b success"]);
        (await _builds.RelationsAsync()).ShouldBe(["a", "a_copy", "b"]);
    }

    [Fact]
    public async Task Where_a_test_of_it_fails_the_old_relations_stay()
    {
        _builds.Project.Write(Block + "-- file: models/a.sql\n{{ config(materialized='twice') }} select {{ var('id', 1) }} as id\n-- file: models/m.yml\nmodels: [{name: a, columns: [{name: id, data_tests: [accepted_values: {values: [1], quote: false}]}]}]\n");
        (await _builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        Builds.Describe(await _builds.BuildAsync("{id: 2}")).ShouldContain("model.shop.a error rejected");
        (await _builds.ScalarAsync("select a.id + a_copy.id from a, a_copy")).ShouldBe(2L);
    }

    [Fact]
    public async Task A_block_named_as_a_materialization_of_tally_replaces_it_and_must_say_what_it_made()
    {
        _builds.Project.Write("-- file: macros/v.sql\n{% materialization view, adapter='duckdb', supported_languages=['sql'] %}{% do adapter.execute('create view ' ~ this ~ ' as ' ~ sql) %}{% endmaterialization %}\n-- file: models/a.sql\nselect 1 as id");
        var results = await _builds.BuildAsync();
        ((NodeResult.Errored)results.Results.Single()).Diagnostic.Kind.Code.ShouldBe("TLY4110");
        (await _builds.RelationsAsync()).ShouldBeEmpty();
    }
}
