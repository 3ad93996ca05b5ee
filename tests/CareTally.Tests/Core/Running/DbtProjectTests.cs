using CareTally.Core.Contexts;
using CareTally.Core.Running;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>What projects that were written for dbt rely on.</summary>
public sealed class DbtProjectTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly Builds _builds = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Fact]
    public async Task The_tests_of_a_seed_that_is_described_among_the_models_are_run()
    {
        _builds.Project.Write("seeds/base.csv", "id\n1\n1\n").Write("seeds/schema.yml", "models: [{name: base, columns: [{name: id, data_tests: [unique]}]}]");
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["test.unique_base_id fail 1", "seed.shop.base error rejected"], ignoreOrder: true);
        _builds.Project.Lines.ShouldBe(["TLY3007 seeds/schema.yml:1:17 there is no model 'base' to describe (it is a seed: put it under 'seeds:')"]);
    }

    [Fact]
    public void A_delimiter_that_is_empty_is_an_error()
    {
        _builds.Project.Write("seeds/base.csv", "id\n1\n").Write("seeds/schema.yml", "seeds: [{name: base, config: {delimiter: ''}}]");
        _builds.Project.LoadErrors().ShouldBe(["TLY3011 seeds/schema.yml:1:42 config 'delimiter' must be what stands between two fields, not ''"]);
    }

    [Fact]
    public async Task A_snapshot_has_the_indexes_of_its_config_from_its_first_run_on()
    {
        _builds.Project.Write("snapshots/history.sql", "{% snapshot history %}{{ config(unique_key='id', strategy='check', check_cols='all', indexes=[{'columns': ['id']}]) }} select 1 as id, {{ var('n') }} as n{% endsnapshot %}");
        foreach (var n in (int[])[1, 2])
        {
            Builds.Describe(await _builds.BuildAsync($"n: {n}")).ShouldBe(["snapshot.shop.history success"]);
            (await _builds.ScalarAsync("select count(*) from duckdb_indexes() where table_name = 'history'")).ShouldBe(1L);
        }

        (await _builds.ScalarAsync("select count(*) from history")).ShouldBe(2L);
    }

    [Fact]
    public async Task A_quoted_name_in_a_constraint_is_that_of_its_column()
    {
        _builds.Project.Write("models/m.sql", "select 1 as \"from\"").Write(
            "models/m.yml",
            "models: [{name: m, config: {materialized: table, contract: {enforced: true}}, constraints: [{type: unique, columns: ['\"from\"']}], columns: [{name: from, quote: true, data_type: int}]}]");
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["model.shop.m success"]);
        (await _builds.ScalarAsync("select constraint_text from duckdb_constraints() where table_name = 'm' and constraint_type = 'UNIQUE'")).ShouldBe("UNIQUE(\"from\")");
    }

    [Fact]
    public async Task A_column_that_is_described_and_does_not_exist_is_warned_of_where_descriptions_are_persisted()
    {
        _builds.Project.Write("models/m.sql", "select 1 as id").Write(
            "models/m.yml", "models: [{name: m, config: {persist_docs: {columns: true}}, columns: [{name: ID, description: A number.}, {name: gone, description: None.}]}]");
        var said = new List<TemplateMessage>();
        await _builds.BuildAsync(report: happened => said.AddRange(happened is RunEvent.Said message ? [message.Message] : []));
        said.Select(message => SampleProject.Line(message.Warning!)).ShouldBe(
            ["TLY5600 models/m.sql:1:1 persist_docs of model.shop.m: the following columns are specified in the schema but are not present in the database: gone"]);
        (await _builds.ScalarAsync("select comment from duckdb_columns() where table_name = 'm'")).ShouldBe("A number.");
    }

    [Fact]
    public async Task The_manifest_names_the_relation_that_keeps_what_a_test_finds()
    {
        _builds.Project.Write("models/m.sql", "select 1 as id").Write("models/m.yml", "models: [{name: m, columns: [{name: id, data_tests: [unique: {config: {store_failures: true}}, not_null]}]}]");
        await _builds.BuildAsync();
        var manifest = _builds.Project.Load();
        var relations = manifest.Tests().ToDictionary(test => test.Name, test => Core.Artifacts.RelationJson.FullName(test, manifest.Project));
        relations["unique_m_id"].ShouldBe("\"caretally\".\"main_dbt_test__audit\".\"unique_m_id\"");
        relations["not_null_m_id"].ShouldBeNull();
    }

    [Fact]
    public async Task Relations_are_made_by_the_adapter_as_by_the_api()
    {
        _builds.Project.Write("models/m.sql", "select '{{ adapter.Relation.create(schema='a', identifier='b') }} {{ adapter.Column('c', 'int').quoted }}' as text");
        await _builds.BuildAsync();
        (await _builds.ScalarAsync("select text from m")).ShouldBe("\"a\".\"b\" \"c\"");
    }
}
