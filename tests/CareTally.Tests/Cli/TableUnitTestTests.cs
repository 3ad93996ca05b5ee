using CareTally.Cli;

namespace CareTally.Tests.Cli;

/// <summary>Unit tests of what becomes of a table, and of models with versions.</summary>
public sealed class TableUnitTestTests
{
    private const string Sources = "sources: [{name: raw, tables: [{name: orders, columns: [{name: id, data_type: integer}, {name: state, data_type: varchar}, {name: moment, data_type: timestamp}]}]}]\n";

    private static Tally Start(string model)
    {
        var tally = new Tally();
        tally.Write("tally_project.yml", "name: shop\ntargets: {dev: {type: duckdb, path: shop.duckdb}}\ntarget: dev\n");
        tally.Write("models/s.yml", Sources);
        tally.Write("models/orders.sql", model);
        return tally;
    }

    private static async Task PassesAsync(Tally tally, string tests)
    {
        tally.Write("models/t.yml", tests);
        var (code, output, error) = await tally.RunAsync("test", "-s", "test_type:unit");
        code.ShouldBe(ExitCode.Success, output + error);
    }

    [Theory]
    [InlineData("incremental_strategy='append'", "{id: 1, state: old}, {id: 2, state: old}, {id: 2, state: new}, {id: 3, state: new}")]
    [InlineData("unique_key='id', incremental_strategy='delete+insert'", "{id: 1, state: old}, {id: 2, state: new}, {id: 3, state: new}")]
    [InlineData("unique_key='id', incremental_strategy='merge'", "{id: 1, state: old}, {id: 2, state: new}, {id: 3, state: new}")]
    [InlineData("unique_key='id'", "{id: 1, state: old}, {id: 2, state: new}, {id: 3, state: new}")]
    [InlineData("unique_key='id', incremental_strategy='merge', merge_update_columns=['moment']", "{id: 1, state: old}, {id: 2, state: old}, {id: 3, state: new}")]
    public async Task The_table_after_a_change_is_compared(string config, string rows)
    {
        using var tally = Start($$$"""
            {{ config(materialized='incremental', {{{config}}}) }}
            select * from {{ source('raw', 'orders') }} {% if is_incremental() %}where moment > (select max(moment) from {{ this }}){% endif %}
            """);
        await PassesAsync(tally, $$"""
            unit_tests:
              - name: changed
                model: orders
                given:
                  - {input: "source('raw', 'orders')", rows: [{id: 1, state: lost, moment: 2024-01-01}, {id: 2, state: new, moment: 2024-01-03}, {id: 3, state: new, moment: 2024-01-04}]}
                  - {input: this, rows: [{id: 1, state: old, moment: 2024-01-02}, {id: 2, state: old, moment: 2024-01-02}]}
                expect: {after: table, rows: [{{rows}}]}
              - name: made
                model: orders
                given: [{input: "source('raw', 'orders')", rows: [{id: 1, state: first}]}]
                expect: {after: table, rows: [{id: 1, state: first}]}
            """);
    }

    [Fact]
    public async Task What_the_table_does_not_hold_as_expected_is_shown()
    {
        using var tally = Start("{{ config(materialized='incremental', unique_key='id') }} select * from {{ source('raw', 'orders') }}");
        tally.Write("models/t.yml", """
            unit_tests:
              - name: changed
                model: orders
                given:
                  - {input: "source('raw', 'orders')", rows: [{id: 1, state: new}]}
                  - {input: this, rows: [{id: 1, state: old}, {id: 2, state: old}]}
                expect: {after: table, rows: [{id: 1, state: old}, {id: 2, state: old}]}
            """);
        var (code, _, error) = await tally.RunAsync("test", "-s", "test_type:unit");
        code.ShouldBe(ExitCode.NodesFailed);
        error.ShouldContain("→   | 1  | old→new");
    }

    [Fact]
    public async Task The_history_of_a_snapshot_is_compared()
    {
        using var tally = Start("select 1 as id");
        tally.Write("snapshots/s.yml", "snapshots: [{name: history, relation: \"source('raw', 'orders')\", config: {unique_key: id, strategy: check, check_cols: [state], hard_deletes: invalidate}}]\n");
        await PassesAsync(tally, """
            unit_tests:
              - name: first
                snapshot: history
                overrides: {macros: {snapshot_get_time: "timestamp '2024-02-01'"}}
                given: [{input: "source('raw', 'orders')", rows: [{id: 1, state: a}]}]
                expect: {rows: [{id: 1, state: a, dbt_valid_from: 2024-02-01, dbt_valid_to: null}]}
              - name: later
                snapshot: history
                overrides: {macros: {snapshot_get_time: "timestamp '2024-02-01'"}}
                given:
                  - {input: "source('raw', 'orders')", rows: [{id: 1, state: b}, {id: 3, state: c}]}
                  - input: this
                    rows:
                      - {id: 1, state: a, dbt_scd_id: x, dbt_updated_at: 2024-01-01, dbt_valid_from: 2024-01-01}
                      - {id: 2, state: a, dbt_scd_id: y, dbt_updated_at: 2024-01-01, dbt_valid_from: 2024-01-01}
                expect:
                  rows:
                    - {id: 1, state: a, dbt_valid_from: 2024-01-01, dbt_valid_to: 2024-02-01}
                    - {id: 1, state: b, dbt_valid_from: 2024-02-01, dbt_valid_to: null}
                    - {id: 2, state: a, dbt_valid_from: 2024-01-01, dbt_valid_to: 2024-02-01}
                    - {id: 3, state: c, dbt_valid_from: 2024-02-01, dbt_valid_to: null}
            """);
        (await tally.ListAsync("-s", "test_type:unit")).ShouldBe("first later");
    }

    [Theory]
    [InlineData("", "t_v1 t_v2")]
    [InlineData("versions: {include: [2]}", "t_v2")]
    [InlineData("versions: {exclude: [2]}", "t_v1")]
    public async Task Each_version_of_a_model_is_tested(string versions, string expected)
    {
        using var tally = Start("select 1 as id");
        tally.Write("models/dim_v1.sql", "select id from {{ source('raw', 'orders') }}");
        tally.Write("models/dim_v2.sql", "select id from {{ source('raw', 'orders') }}");
        tally.Write("models/dim.yml", "models: [{name: dim, latest_version: 2, versions: [{v: 1}, {v: 2}]}]");
        await PassesAsync(tally, $$"""
            unit_tests:
              - name: t
                model: dim
                {{versions}}
                given: [{input: "source('raw', 'orders')", rows: [{id: 1}]}]
                expect: {rows: [{id: 1}]}
            """);
        (await tally.ListAsync("-s", "test_type:unit")).ShouldBe(expected);
    }

    [Theory]
    [InlineData("model: orders\n    expect: {after: table, rows: []}", "error[TLY3602]: unit test 't' expects the rows of a table that orders changes, and it changes none")]
    [InlineData("snapshot: history\n    expect: {rows: []}", "error[TLY3600]: there is no snapshot 'history' for unit test 't'")]
    [InlineData("model: orders\n    versions: {include: [3]}\n    expect: {rows: []}", "error[TLY3601]: unit test 't': orders has no version '3'")]
    [InlineData("model: orders\n    versions: {include: [1], exclude: [2]}\n    expect: {rows: []}", "error[TLY2600]: versions of a unit test are either those that are included or those that are excluded")]
    [InlineData("model: orders\n    expect: {after: query, rows: []}", "error[TLY2021]")]
    public async Task What_is_wrong_with_a_unit_test_is_said(string test, string expected)
    {
        using var tally = Start("select 1 as id");
        tally.Write("models/t.yml", $"unit_tests:\n  - name: t\n    {test}\n");
        (await tally.RunAsync("parse")).Error.ShouldContain(expected);
    }
}
