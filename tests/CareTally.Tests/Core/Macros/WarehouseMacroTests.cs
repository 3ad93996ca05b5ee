using CareTally.Tests.CoreTests.Running;

namespace CareTally.Tests.CoreTests.Macros;

/// <summary>The built-in macros that look at a warehouse or change it, run by a model on DuckDB.</summary>
public sealed class WarehouseMacroTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Table = "{% set t = api.Relation.create(schema='main', identifier='t', type='table') %}{% do run_query(create_table_as(false, t, 'select 1 as id, 2 as old')) %}";

    private readonly Builds _builds = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Theory]
    [InlineData("{% call statement('s', fetch_result=true) %}select 42 as n{% endcall %}{{ load_result('s').table.rows[0][0] }} {{ load_result('s')['data'][0][0] }}", "42 42")]
    [InlineData("{% call statement() %}select 1{% endcall %}done", "done")]
    [InlineData("{{ run_query('select 7 as n').columns[0].values()[0] }}", "7")]
    [InlineData("{{ get_columns_in_query('select 1 as a, 2 as b') | join(',') }}", "a,b")]
    [InlineData("{{ get_intervals_between(\"date '2024-01-01'\", \"date '2024-01-05'\", 'day') }}", "4")]
    [InlineData("{{ dates_in_range('20240227', '20240301') | join(',') }} {{ partition_range('20240101') | join }}", "20240227,20240228,20240229,20240301 20240101")]
    [InlineData(Table + "{% do alter_relation_add_remove_columns(t, [api.Column('added', 'integer')], [api.Column('old', 'integer')]) %}{{ get_list_of_column_names(get_columns_in_relation(t)) | join(',') }}", "id,added")]
    [InlineData(Table + "{% do alter_column_type(t, 'id', 'varchar') %}{{ (get_columns_in_relation(t) | first).dtype }}", "VARCHAR")]
    [InlineData(Table + "{% set u = api.Relation.create(schema='main', identifier='u', type='table') %}{% do rename_relation(t, u) %}{{ load_relation(u) is none }} {{ load_relation(t) is none }}", "False True")]
    [InlineData(Table + "{% do truncate_relation(t) %}{{ run_query('select count(*) from ' ~ t).columns[0].values()[0] }}", "0")]
    [InlineData(Table + "{% do drop_relation(t) %}{% do drop_relation_if_exists(none) %}{{ load_cached_relation(t) is none }}", "True")]
    [InlineData(Table + "{% do drop_relation_if_exists(t) %}{{ get_or_create_relation(none, 'main', 't', 'table')[0] }}", "False")]
    [InlineData("{% set v = api.Relation.create(schema='main', identifier='v', type='view') %}{% do run_query(create_view_as(v, 'select 3 as n')) %}{{ run_query('select n from ' ~ v).columns[0].values()[0] }}{% do drop_relation(v) %}", "3")]
    [InlineData("{% do create_schema(api.Relation.create(schema='extra')) %}{{ 'extra' in run_query('select schema_name from information_schema.schemata').columns[0].values() }} {{ 'extra' in list_schemas(target.database).columns[0].values() }}", "True True")]
    [InlineData("{% set s = api.Relation.create(schema='extra') %}{% do create_schema(s) %}{% do drop_schema(s) %}{{ 'extra' in list_schemas(target.database).columns[0].values() }}", "False")]
    [InlineData(Table + "{{ list_relations_without_caching(t).columns[1].values() | join(',') }}", "t")]
    [InlineData(Table + "{{ make_intermediate_relation(t).identifier }} {{ make_backup_relation(t, 'view').identifier }} {{ make_backup_relation(t, 'view').type }}", "t__dbt_tmp t__dbt_backup view")]
    [InlineData(Table + "{% set x = make_temp_relation(t) %}{{ x.schema }} {{ x.identifier.startswith('t__dbt_tmp2') }}", "None True")]
    [InlineData(Table + "{{ make_temp_relation(t).identifier == make_temp_relation(t).identifier }}", "False")]
    [InlineData("{% do create_schema(api.Relation.create(schema='extra')) %}{% set x = make_temp_relation(api.Relation.create(schema='extra', identifier='t', type='table')) %}{% do run_query(create_table_as(true, x, 'select 9 as n')) %}{{ run_query('select n from ' ~ x).columns[0].values()[0] }}", "9")]
    [InlineData(Table + "{% do run_query(alter_relation_comment(t, \"it's t\")) %}{{ run_query('select comment from duckdb_tables()').columns[0].values()[0] | replace(\"'\", '') }}", "its t")]
    [InlineData(Table + "{% do run_query(alter_column_comment(t, {'ID': {'description': 'key'}, 'none': {'description': 'x'}})) %}{{ run_query(\"select comment from duckdb_columns() where table_name = 't' and column_name = 'id'\").columns[0].values()[0] }}", "key")]
    [InlineData(Table + "{% do run_query(get_create_index_sql(t, {'columns': ['id'], 'unique': true})) %}{{ run_query('select count(*) from duckdb_indexes() where is_unique').columns[0].values()[0] }}", "1")]
    [InlineData("{% do run_hooks([{'sql': 'create table h as select {{ 4 + 1 }} as x', 'transaction': true}, {'sql': 'fails', 'transaction': false}]) %}{{ run_query('select x from h').columns[0].values()[0] }}", "5")]
    [InlineData("{{ get_column_schema_from_query('select 1 as a') | map(attribute='name') | join }}", "a")]
    [InlineData("{{ should_full_refresh() }} {{ should_store_failures() }}", "False False")]
    [InlineData("{{ fromjson(before_begin('x')).transaction }} {{ fromjson(in_transaction('x')).sql }}", "False x")]
    public async Task A_macro_does_what_it_says(string template, string expected)
    {
        _builds.Project.Write("macros/probe.sql", $"{{% macro probe() %}}{{% if execute %}}{template}{{% endif %}}{{% endmacro %}}");
        _builds.Project.Write("models/probed.sql", "{{ config(materialized='table') }}select '{{ probe() }}' as said");
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["model.shop.probed success"]);
        (await _builds.ScalarAsync("select said from probed")).ShouldBe(expected);
    }
}
