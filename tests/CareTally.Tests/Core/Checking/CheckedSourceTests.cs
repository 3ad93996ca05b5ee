using CareTally.Core.Checking;

namespace CareTally.Tests.CoreTests.Checking;

/// <summary>Where the columns of sources come from, and when they are not believed.</summary>
public sealed class CheckedSourceTests
{
    private const string Orders =
        """
        -- file: models/s.yml
        sources: [{name: raw, tables: [{name: orders, columns: [{name: id, data_type: integer}]}]}]
        -- file: models/m.sql
        select {{ var('column') }} from {{ source('raw', 'orders') }}
        """;

    private static string With(string column) => $"name: shop\nvars: {{column: {column}}}\n";

    [Fact]
    public async Task On_its_own_a_check_believes_declared_columns()
    {
        await using var checks = new Checks(Orders, With("idd"));
        Checks.Describe(await checks.RunAsync(CheckOptions.Alone)).ShouldBe(["m models/m.sql:1:8: Binder Error: Referenced column \"idd\" not found in FROM clause! (did you mean 'id'?)"]);
    }

    [Fact]
    public async Task Files_that_may_be_missing_are_known_by_their_declaration_and_by_what_the_reader_adds()
    {
        await using var checks = new Checks("""
            -- file: models/s.yml
            sources: [{name: raw, tables: [{name: orders, external: {location: gone.json, optional: true, options: {filename: true}}, columns: [{name: id, data_type: integer}]}]}]
            -- file: models/m.sql
            select id, filename from {{ source('raw', 'orders') }}
            -- file: models/n.sql
            select idd from {{ source('raw', 'orders') }}
            """);
        string[] expected = ["n models/n.sql:1:8: Binder Error: Referenced column \"idd\" not found in FROM clause! (did you mean 'id'?)"];
        Checks.Describe(await checks.RunAsync(CheckOptions.BeforeRun)).ShouldBe(expected);
        Checks.Describe(await checks.RunAsync(CheckOptions.Alone)).ShouldBe(expected);
    }

    [Fact]
    public async Task Before_a_run_only_what_is_there_counts()
    {
        await using var checks = new Checks(Orders, With("undeclared"));
        Checks.Describe(await checks.RunAsync(CheckOptions.BeforeRun)).ShouldBe(["orders not checkable: the database does not have it yet", "m not checkable because of source.shop.raw.orders"]);
        await checks.ExecuteAsync("create schema raw; create table raw.orders (id integer, undeclared integer)");
        Checks.Describe(await checks.RunAsync(CheckOptions.BeforeRun)).ShouldBeEmpty();
        Checks.Describe(await checks.RunAsync(CheckOptions.Alone)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_hook_may_change_is_left_to_the_run()
    {
        await using var checks = new Checks(Orders, With("new_column") + "on-run-start: [\"alter table raw.orders add column new_column integer\"]\n");
        await checks.ExecuteAsync("create schema raw; create table raw.orders (id integer)");
        Checks.Describe(await checks.RunAsync(CheckOptions.BeforeRun)).ShouldBe(["orders not checkable: hooks may change it", "m not checkable because of source.shop.raw.orders"]);
    }

    [Fact]
    public async Task A_source_that_a_node_makes_is_left_to_the_run()
    {
        await using var checks = new Checks("""
            -- file: seeds/orders.csv
            id,new_column
            1,2
            -- file: models/s.yml
            sources: [{name: raw, schema: main, tables: [{name: orders}]}]
            -- file: models/m.sql
            select new_column from {{ source('raw', 'orders') }}
            """);
        await checks.ExecuteAsync("create table orders (id integer)");
        Checks.Describe(await checks.RunAsync(CheckOptions.BeforeRun)).ShouldBe(["orders not checkable: a node of the project makes it", "m not checkable because of source.shop.raw.orders"]);
        Checks.Describe(await checks.RunAsync(CheckOptions.Alone)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_without_types_cannot_be_checked_on_its_own()
    {
        await using var checks = new Checks("-- file: models/s.yml\nsources: [{name: raw, tables: [{name: orders, columns: [{name: id}]}]}]\n-- file: models/m.sql\nselect id from {{ source('raw', 'orders') }}");
        Checks.Describe(await checks.RunAsync(CheckOptions.Alone))[0].ShouldBe("orders not checkable: the database does not have it, and it declares no columns with a data_type each");
    }

    [Fact]
    public async Task The_columns_of_files_are_read_from_the_files()
    {
        await using var checks = new Checks("""
            -- file: data/calls.csv
            id,at
            1,2024-01-01
            -- file: models/s.yml
            sources: [{name: phone, tables: [{name: calls, external: {location: data/calls.csv}}]}]
            -- file: models/good.sql
            select calls.id, calls.at + 1 as day from {{ source('phone', 'calls') }} as calls
            -- file: models/bad.sql
            select id
            from {{ source('phone', 'calls') }}
            where att is null
            """);
        var results = await checks.RunAsync(CheckOptions.BeforeRun);
        Checks.ColumnsOf(results, "good").ShouldBe("id BIGINT, day DATE");
        Checks.Describe(results).ShouldBe(["bad models/bad.sql:3:7: Binder Error: Referenced column \"att\" not found in FROM clause! (did you mean 'at'?)"]);
    }

    [Fact]
    public async Task Files_that_are_not_there_have_the_columns_that_are_declared()
    {
        await using var checks = new Checks("-- file: models/s.yml\nsources: [{name: phone, tables: [{name: calls, external: {location: data/*.csv}, columns: [{name: id, data_type: integer}]}]}]\n-- file: models/m.sql\nselect idd from {{ source('phone', 'calls') }}");
        Checks.Describe(await checks.RunAsync(CheckOptions.Alone)).ShouldBe(["m models/m.sql:1:8: Binder Error: Referenced column \"idd\" not found in FROM clause! (did you mean 'id'?)"]);
    }

    [Fact]
    public async Task What_is_not_selected_counts_as_it_stands_in_the_database()
    {
        await using var checks = new Checks("-- file: models/a.sql\nselect 1 as id, 2 as added\n-- file: models/b.sql\nselect added from {{ ref('a') }}");
        Checks.Describe(await checks.RunAsync(CheckOptions.BeforeRun, "b")).ShouldBe(["a not checkable: it is not built", "b not checkable because of model.shop.a"]);
        await checks.ExecuteAsync("create table a (id integer)");
        Checks.Describe(await checks.RunAsync(CheckOptions.BeforeRun, "b")).ShouldBe(["b models/b.sql:1:8: Binder Error: Referenced column \"added\" not found in FROM clause! (there is id)"]);
    }
}
