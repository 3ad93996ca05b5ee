using CareTally.Core.Artifacts;
using CareTally.Core.Checking;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Core.Selecting;
using CareTally.Core.State;
using CareTally.Core.Warehouses;
using CareTally.Tests.CoreTests.Checking;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>Functions in DuckDB: made, called, replaced, checked.</summary>
public sealed class FunctionTests
{
    private const string Shop =
        """
        -- file: functions/price.sql
        SELECT price * factor;
        -- file: functions/doubled.sql
        {{ config(type='table') }} select i as n, {{ function('price') }}(i) as d from range(1, upto + 1) r(i)
        -- file: functions/total.sql
        select sum(n) from {{ ref('numbers') }} -- all of them
        -- file: functions/f.yml
        functions:
          - name: price
            description: It's the price.
            config: {persist_docs: {relation: true}}
            arguments: [{name: price, data_type: double}, {name: factor, data_type: integer, default_value: 2}]
            returns: {data_type: double}
          - {name: doubled, arguments: [{name: upto, data_type: integer}], returns: {data_type: table}}
          - {name: total, returns: {data_type: bigint}}
        -- file: models/numbers.sql
        select 1 as n union all select 2
        -- file: models/prices.sql
        {{ config(materialized='table') }} select n, {{ function('price') }}(n) as x, {{ function('price') }}(n, factor := 3) as y, {{ function('total') }}() as t from {{ ref('numbers') }}
        -- file: models/many.sql
        select * from {{ function('doubled') }}(3)
        """;

    [Fact]
    public async Task They_are_made_and_can_be_called()
    {
        await using var builds = new Builds();
        builds.Project.Write(Shop);
        (await builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        (await builds.ScalarAsync("select string_agg(concat_ws(' ', n, x, y, t), ', ' order by n) from prices")).ShouldBe("1 2.0 3.0 3, 2 4.0 6.0 3");
        (await builds.ScalarAsync("select sum(d) from many")).ShouldBe(12d);
        (await builds.ScalarAsync("select typeof(total()) || ' ' || typeof(price(1))")).ShouldBe("BIGINT DOUBLE");
        (await builds.ScalarAsync("select comment from duckdb_functions() where function_name = 'price'")).ShouldBe("It's the price.");
    }

    [Fact]
    public async Task A_run_without_rows_makes_them_and_reads_what_they_give()
    {
        await using var builds = new Builds();
        builds.Project.Write(Shop);
        var manifest = builds.Project.Load(options => options with { Flags = options.Flags with { Empty = true } });
        var plan = Planner.Plan(
            manifest, new Selection([.. manifest.Order]), Catalog.Empty, PlanOptions.Build, builds.Project.Problems);
        (await new Runner(builds.Warehouse, TimeProvider.System, 2).RunAsync(plan, _ => { }, CancellationToken.None)).IsSuccess.ShouldBeTrue();
        (await builds.ScalarAsync("select count(*) from prices")).ShouldBe(0L);
        (await builds.ScalarAsync("select count(*) from many")).ShouldBe(3L);
    }

    [Fact]
    public async Task One_that_fails_stays_as_it_was_and_what_calls_it_is_skipped()
    {
        await using var builds = new Builds();
        builds.Project.Write(Shop);
        await builds.BuildAsync();
        builds.Project.Write("functions/price.sql", "price * factor * 10 + no_such_column");
        var results = await builds.BuildAsync();
        Builds.Describe(results).ShouldContain("model.shop.prices skipped by function.shop.price");
        Builds.Describe(results).Single(line => line.StartsWith("function.shop.price error", StringComparison.Ordinal)).ShouldContain("no_such_column");
        results.Results.OfType<NodeResult.Errored>().Single().Diagnostic.Span.ToString().ShouldBe("functions/price.sql:1:23");
        (await builds.ScalarAsync("select price(1)")).ShouldBe(2d);
        (await builds.ScalarAsync("select count(*) from duckdb_functions() where function_name = 'tally_probe'")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_type_that_does_not_exist_or_does_not_fit_is_said_where_it_is()
    {
        await using var checks = new Checks(
            """
            -- file: functions/far.sql
            a + 1
            -- file: functions/loud.sql
            upper(a)
            -- file: functions/f.yml
            functions:
              - {name: far, arguments: [{name: a, data_type: number_of_stars}], returns: {data_type: int}}
              - {name: loud, arguments: [{name: a, data_type: date}], returns: {data_type: varchar}}
            """);
        Checks.Describe(await checks.RunAsync(CheckOptions.BeforeRun)).ShouldBe(
        [
            "far not checkable: Type with name number_of_stars does not exist!",
            "loud functions/loud.sql:1:1: Binder Error: No function matches the given name and argument types 'upper(DATE)'. You might need to add explicit type casts. (there is upper(VARCHAR) -> VARCHAR)",
        ]);
        await using var builds = new Builds();
        builds.Project.Write("functions/far.sql", "a + 1").Write("functions/f.yml", "functions:\n  - {name: far, arguments: [{name: a, data_type: number_of_stars}], returns: {data_type: int}}\n");
        var errored = (NodeResult.Errored)(await builds.BuildAsync()).Results.Single();
        errored.Diagnostic.Span.ToString().ShouldBe("functions/f.yml:2:36");
        errored.Diagnostic.Message.ShouldContain("Type with name number_of_stars does not exist");
    }

    [Fact]
    public async Task A_test_that_calls_one_decides_whether_it_is_replaced()
    {
        await using var builds = new Builds();
        builds.Project.Write(Shop).Write("tests/doubles.sql", "select 1 where {{ function('price') }}(100) <> 200");
        (await builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        builds.Project.Write("functions/price.sql", "price * factor + 1");
        Builds.Describe(await builds.BuildAsync()).ShouldContain("function.shop.price error rejected");
        (await builds.ScalarAsync("select price(100)")).ShouldBe(200d);
    }

    [Fact]
    public async Task One_that_gives_rows_takes_the_place_of_one_that_gave_a_value()
    {
        await using var builds = new Builds();
        builds.Project.Write("-- file: functions/f.sql\na + 1\n-- file: functions/f.yml\nfunctions: [{name: f, arguments: [{name: a, data_type: int}], returns: {data_type: int}}]\n");
        await builds.BuildAsync();
        builds.Project.Write("functions/f.sql", "{{ config(type='table') }} select a + 1 as b");
        (await builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        (await builds.ScalarAsync("from f(1)")).ShouldBe(2);
        (await builds.ScalarAsync("select string_agg(function_type) from duckdb_functions() where function_name = 'f'")).ShouldBe("table_macro");
    }

    [Fact]
    public async Task The_macros_of_a_project_write_the_statement_where_it_has_them()
    {
        await using var builds = new Builds();
        builds.Project.Write(
            """
            -- file: functions/f.sql
            max(a)
            -- file: functions/f.yml
            functions: [{name: f, config: {type: aggregate}, arguments: [{name: a, data_type: int}], returns: {data_type: int}}]
            -- file: macros/m.sql
            {% macro aggregate_function_sql(target_relation) %}create or replace macro {{ target_relation }}({{ model.arguments[0].name }}) as ({{ model.compiled_code }}){% endmacro %}
            -- file: models/m.sql
            select {{ function('f') }}(i) as top from range(5) r(i)
            """);
        (await builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        (await builds.ScalarAsync("select top from m")).ShouldBe(4L);
    }

    [Fact]
    public async Task A_check_makes_them_too_and_says_what_is_wrong_in_them_and_in_what_calls_them()
    {
        await using var checks = new Checks(Shop);
        Checks.Describe(await checks.RunAsync(CheckOptions.Alone)).ShouldBeEmpty();
        checks.Project.Write("functions/total.sql", "select sum(nn) from {{ ref('numbers') }}").Write("models/wrong.sql", "select {{ function('price') }}(1, 2, 3) as x");
        Checks.Describe(await checks.RunAsync(CheckOptions.Alone)).ShouldBe(
        [
            "total functions/total.sql:1:12: Binder Error: Referenced column \"nn\" not found in FROM clause! (did you mean 'n'?)",
            "prices skipped because of function.shop.total",
            "wrong models/wrong.sql:1:8: Binder Error: Macro price() does not support the supplied arguments. You might need to add explicit type casts.",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task Before_a_run_that_does_not_make_them_nothing_is_said_of_what_calls_them()
    {
        await using var checks = new Checks(Shop);
        Checks.Describe(await checks.RunAsync(CheckOptions.BeforeRun, "many")).ShouldBe(["doubled not checkable: this run does not make it", "many not checkable because of function.shop.doubled"]);
    }

    [Fact]
    public async Task An_earlier_state_is_read_where_the_target_has_no_function()
    {
        using var project = new SampleProject(Shop);
        var before = project.Load();
        var folder = project.PathOf("state");
        new ArtifactWriter(folder, new Secrets(new Dictionary<string, string>())).WriteManifest(before);
        File.WriteAllText(Path.Combine(folder, "manifest.json"), (await File.ReadAllTextAsync(Path.Combine(folder, "manifest.json"))).Replace("\"schema\":\"main\"", "\"schema\":\"prod\"", StringComparison.Ordinal));
        var state = PreviousManifest.Read(folder);
        SqlOfMany([]).ShouldBe("select * from \"prod\".\"doubled\"(3)");
        SqlOfMany([new("main", "doubled")]).ShouldBe("select * from \"main\".\"doubled\"(3)");

        string SqlOfMany((string Schema, string Name)[] functions)
        {
            var manifest = project.Load();
            var catalog = Catalog.Empty.With(functions.Select(function => new Relation(null, function.Schema, function.Name)));
            var many = manifest.Model("many");
            var plan = Planner.Plan(
                manifest, new Selection([many.Id]), catalog, PlanOptions.Run with { Deferral = new Deferral(state, FavorsState: false) }, project.Problems);
            return plan.CompiledNodes.Single().Sql.Text.Trim();
        }
    }
}
