using CareTally.Core.Contexts;
using CareTally.Core.Planning;
using CareTally.Core.Running;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>Templates that look at the warehouse are rendered when their step runs.</summary>
public sealed class DeferredTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly Builds _builds = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Fact]
    public async Task A_model_sees_the_columns_of_a_table_made_in_the_same_run()
    {
        _builds.Project.Write(
            """
            -- file: seeds/s.csv
            id,Name,amount
            1,a,1.50
            2,b,2.25
            -- file: models/wide.sql
            {{ config(materialized='table') }}
            select {% for column in adapter.get_columns_in_relation(ref('s')) %}{{ adapter.quote(column.name) }} as c{{ loop.index }}{{ ', ' if not loop.last }}{% endfor %} from {{ ref('s') }}
            -- file: models/v.sql
            select {{ adapter.get_columns_in_relation(ref('wide')) | map(attribute='name') | join(', ') }} from {{ ref('wide') }}
            """);
        var results = await _builds.BuildAsync();
        Builds.Describe(results).ShouldBe(["seed.shop.s success", "model.shop.wide success", "model.shop.v success"]);
        (await _builds.ScalarAsync("select c2 from v where c1 = 2")).ShouldBe("b");
        results.Results[2].RenderedSql!.Text.ShouldContain("select c1, c2, c3 from");
        results.Results[0].RenderedSql.ShouldBeNull();
    }

    [Fact]
    public async Task A_well_known_package_learns_what_it_lacks_for_the_database()
    {
        _builds.Project.Write(
            """
            -- file: dbt_packages/dbt_utils/dbt_project.yml
            name: dbt_utils
            -- file: dbt_packages/dbt_utils/macros/tables.sql
            {% macro get_tables_by_pattern_sql(schema, table) %}{{ adapter.dispatch('get_tables_by_pattern_sql', 'dbt_utils')(schema, table) }}{% endmacro %}
            {% macro default__get_tables_by_pattern_sql(schema, table) %}select * from {{ target.database }}.information_schema.tables{% endmacro %}
            {% macro get_table_types_sql() %}lower(table_type) as kind{% endmacro %}
            -- file: models/events_a.sql
            select 1 as id
            -- file: models/events_b.sql
            select 1 as id
            -- file: models/found.sql
            {{ config(materialized='table') }}
            -- depends_on: {{ ref('events_a') }} {{ ref('events_b') }}
            select string_agg(table_name || ' ' || kind, ', ' order by table_name) as names from ({{ dbt_utils.get_tables_by_pattern_sql('main', 'events%') }})
            """);
        (await _builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        (await _builds.ScalarAsync("select names from found")).ShouldBe("events_a view, events_b view");
    }

    [Fact]
    public void A_plan_shows_it_as_deferred_and_says_nothing_twice()
    {
        using var project = new SampleProject(
            """
            -- file: models/a.sql
            select 1 as id
            -- file: models/b.sql
            {% do log('b is looked at', info=true) %}
            select {{ adapter.get_columns_in_relation(ref('a')) | length }} as n
            -- file: models/c.sql
            {% do print('c is rendered') %}{% do exceptions.warn('c warns') %}
            select 1 as id
            """);
        var said = new List<string>();
        var plan = project.Plan(PlanOptions.Run with { Tell = message => said.Add(message.Warning is { } warning ? SampleProject.Line(warning) : message.Text) });
        plan.Steps.OfType<PlanStep.BuildModel>().Select(step => (step.Node.Name, step.Sql.IsDeferred)).ShouldBe([("a", false), ("b", true), ("c", false)], ignoreOrder: true);
        said.ShouldBe(["c is rendered", "TLY2060 models/c.sql:1:38 c warns"]);
    }

    [Fact]
    public async Task What_it_says_is_said_once_while_it_runs()
    {
        _builds.Project.Write("-- file: models/a.sql\nselect 1 as id\n-- file: models/b.sql\n{% do log('looking', info=true) %}{% set found = adapter.get_relation(none, target.schema, 'a') %}{% do log('a is a ' ~ found.type, info=true) %}\n-- depends_on: {{ ref('a') }}\nselect 1 as id");
        var said = new List<string>();
        await _builds.BuildAsync(report: happened => said.AddRange(happened is RunEvent.Said { Message.Text: var text } ? [text] : []));
        said.ShouldBe(["looking", "a is a view"]);
    }

    [Fact]
    public void A_rendering_that_has_been_put_off_can_be_cancelled()
    {
        using var project = new SampleProject(
            """
            -- file: models/a.sql
            {{ config(post_hook="{% for i in range(5000) %}{% endfor %}") }}
            {% do run_query('select 1') %}{% for i in range(5000) %}{% endfor %} select 1 as id
            -- file: tests/t.sql
            {% do run_query('select 1') %}{% for i in range(5000) %}{% endfor %} select 1 from {{ ref('a') }}
            """);
        var step = (PlanStep.BuildModel)project.Plan().Steps.Single();
        var live = new LiveRendering(OfflineWarehouse.Instance, _ => { }, new CancellationToken(canceled: true));
        Should.Throw<OperationCanceledException>(() => step.Sql.On(live));
        Should.Throw<OperationCanceledException>(() => step.GatingTests.Single().RunSql.On(live));
        Should.Throw<OperationCanceledException>(() => step.PostHooks.Single().Run(live, new Dictionary<string, Value>()));
    }

    [Fact]
    public async Task What_it_says_before_it_fails_is_said()
    {
        _builds.Project.Write("-- file: models/a.sql\n{% do log('looking', info=true) %}{% do run_query('select 1') %}{% do exceptions.raise_compiler_error('no') %}");
        var said = new List<string>();
        var results = await _builds.BuildAsync(report: happened => said.AddRange(happened is RunEvent.Said { Message.Text: var text } ? [text] : []));
        Builds.Describe(results).ShouldBe(["model.shop.a error no"]);
        said.ShouldBe(["looking"]);
    }

    [Fact]
    public void What_a_template_says_before_it_fails_in_the_plan_is_said()
    {
        using var project = new SampleProject("-- file: models/a.sql\n{% do print('here') %}{{ exceptions.raise_compiler_error('no') if execute }} select 1 as id");
        var said = new List<string>();
        Should.Throw<InvalidProjectException>(() => project.Plan(PlanOptions.Run with { Tell = message => said.Add(message.Text) }));
        said.ShouldBe(["here"]);
    }

    [Fact]
    public async Task An_error_while_it_is_rendered_is_the_models_own_and_skips_what_depends_on_it()
    {
        _builds.Project.Write(
            """
            -- file: macros/m.sql
            {% macro look(relation) %}{% do adapter.execute('create table leftover as select 1 as x') %}{% do adapter.execute('select nothing from ' ~ relation, fetch=true) %}{% endmacro %}
            -- file: models/a.sql
            select 1 as id
            -- file: models/b.sql
            {{ config(materialized='table') }}
            select 1 as id {{ look(ref('a')) }}
            -- file: models/c.sql
            select * from {{ ref('b') }}
            """);
        var results = await _builds.BuildAsync();
        var error = results.Results.OfType<NodeResult.Errored>().Single();
        error.Node.Name.ShouldBe("shop.b");
        error.Diagnostic.Span!.Value.ToString().ShouldStartWith("macros/m.sql:1:");
        error.Diagnostic.Message.ShouldContain("nothing");
        error.Diagnostic.Frames.Single().Text.ShouldBe("macro shop.look");
        results.Results.OfType<NodeResult.Skipped>().Single().Node.Name.ShouldBe("shop.c");
        (await _builds.RelationsAsync()).ShouldBe(["a"]);
    }

    [Theory]
    [InlineData(1, "model.shop.a success")]
    [InlineData(0, "model.shop.a error rejected")]
    public async Task A_gating_test_looks_at_the_relation_about_to_be_published(int rows, string expected)
    {
        _builds.Project.Write(
            $$$"""
            -- file: tests/generic/t.sql
            {% test has_columns(model, names) %}
            {% set found = adapter.get_columns_in_relation(model) | map(attribute='name') | list %}
            select 1 where {{ 'false' if found == names else 'true' }} union all select 2 from (select count(*) as n from {{ model }}) where n = 0
            {% endtest %}
            -- file: models/a.sql
            {{ config(materialized='table') }} select 1 as id, 2 as amount limit {{{rows}}}
            -- file: models/m.yml
            models: [{name: a, data_tests: [has_columns: {names: [id, amount]}]}]
            """);
        Builds.Describe(await _builds.BuildAsync()).ShouldContain(expected);
    }

    [Theory]
    [InlineData("select 1 as id", "{% do run_query('create table side as select 1 as id') %}")]
    [InlineData("{% do run_query('create table side as select 1 as id') %} select 1 as id", "")]
    public async Task Where_a_test_fails_what_templates_did_is_undone(string model, string test)
    {
        _builds.Project.Write($"-- file: models/a.sql\n{model}\n-- file: tests/t.sql\n{test} select * from {{{{ ref('a') }}}}");
        Builds.Describe(await _builds.BuildAsync()).ShouldContain("model.shop.a error rejected");
        (await _builds.RelationsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Compiling_renders_what_is_deferred_where_the_tables_are()
    {
        _builds.Project.Write("-- file: models/a.sql\nselect 1 as id, 2 as amount\n-- file: models/b.sql\nselect {{ adapter.get_columns_in_relation(ref('a')) | map(attribute='column') | join(', ') }} from {{ ref('a') }}");
        await _builds.BuildAsync();
        var problems = new Problems();
        var plan = await DeferredSql.RenderAsync(_builds.Project.Plan(PlanOptions.Compile), _builds.Warehouse, _ => { }, problems, CancellationToken.None);
        plan.CompiledNodes.Single(node => node.Node.Name == "b").Sql.Text.ShouldStartWith("select id, amount from");
        problems.All.ShouldBeEmpty();
    }
}
