using CareTally.Core.Manifests;

namespace CareTally.Tests.CoreTests.Manifests;

public sealed class VersionTests
{
    private const string Files =
        """
        -- file: models/marts/customers_v1.sql
        select 1 as id, 'x' as name
        -- file: models/marts/customers.v2.sql
        select 1 as id, 'x' as full_name
        -- file: models/marts/next.sql
        select 1 as id
        -- file: models/reader.sql
        select * from {{ ref('customers') }} join {{ ref('customers', v=1) }} using (id) join {{ ref('shop', 'customers', version='3') }} using (id)
        -- file: models/m.yml
        models:
          - name: customers
            description: All customers.
            latest_version: 2
            config: {tags: [all]}
            columns:
              - {name: id, data_type: integer, data_tests: [not_null]}
              - {name: name, data_tests: [unique]}
            data_tests: [{unique: {arguments: {column_name: id}}}]
            versions:
              - v: 1
              - v: 2
                description: With full names.
                config: {materialized: table, tags: [second]}
                columns:
                  - include: all
                    exclude: [name]
                  - name: full_name
                    data_tests: [not_null]
                  - {name: id, data_type: bigint}
              - v: 3
                defined_in: next
                columns: [{include: [id]}]
                data_tests: []
                config: {alias: customers_to_come}
        """;

    [Fact]
    public void Every_version_is_a_model_of_its_own()
    {
        using var project = new SampleProject(Files);
        var models = project.Load().Nodes.Values.OfType<ModelNode>().Where(model => model.Version is not null).OrderBy(model => model.Version);

        models.Select(model => $"{model.Id} {string.Join('.', model.Fqn)} {model.Relation} {model.Materialization} {string.Join(',', model.Tags)} {model.IsLatestVersion}: {model.Description} {string.Join(", ", model.Columns.Select(column => $"{column.Name} {column.DataType}".Trim()))}")
            .ShouldBe([
                "model.shop.customers.v1 shop.marts.customers.v1 main.customers_v1 View all False: All customers. id integer, name",
                "model.shop.customers.v2 shop.marts.customers.v2 main.customers_v2 Table all,second True: With full names. id bigint, full_name",
                "model.shop.customers.v3 shop.marts.customers.v3 main.customers_to_come View all False: All customers. id integer"]);
    }

    [Fact]
    public void A_reference_means_the_latest_version_or_the_one_it_names()
    {
        using var project = new SampleProject(Files);
        project.Load().ParentsOf("reader").ShouldBe(["model.shop.customers.v2", "model.shop.customers.v1", "model.shop.customers.v3"]);
    }

    [Fact]
    public void Tests_are_of_a_version_and_carry_it_in_their_names()
    {
        using var project = new SampleProject(Files);
        project.Load().Tests().Select(test => $"{test.Name} {test.DependsOn.Single()}").Order(StringComparer.Ordinal).ShouldBe([
            "not_null_customers_v1_id model.shop.customers.v1",
            "not_null_customers_v2_full_name model.shop.customers.v2",
            "not_null_customers_v3_id model.shop.customers.v3",
            "unique_customers_v1_id model.shop.customers.v1",
            "unique_customers_v1_name model.shop.customers.v1",
            "unique_customers_v2_id model.shop.customers.v2"]);
    }

    [Fact]
    public void Without_a_latest_version_the_greatest_is_the_latest_and_may_be_in_a_file_of_the_models_own_name()
    {
        using var project = new SampleProject(
            """
            -- file: models/m_v9.sql
            select 1 as id
            -- file: models/m.sql
            select 1 as id
            -- file: models/m.yml
            models: [{name: m, versions: [{v: 9}, {v: 10}]}]
            """);
        var latest = project.Load().Nodes.Values.OfType<ModelNode>().Single(model => model.IsLatestVersion);
        (latest.Id.ToString(), latest.Path, latest.Relation.Identifier).ShouldBe(("model.shop.m.v10", "models/m.sql", "m_v10"));
    }

    [Theory]
    [InlineData("{{ ref('m', v=3) }}", "TLY3350 models/r.sql:1:20 model 'm' has no version 3 (needed by model.shop.r) (versions: 2 (the latest), 1)")]
    [InlineData("{{ ref('m', version=1, v=1) }}", "TLY3016 models/r.sql:1:20 ref() got both 'v' and 'version'")]
    [InlineData("{{ ref('m', vers=1) }}", "TLY3016 models/r.sql:1:20 ref() got an unexpected argument 'vers'")]
    public void A_wrong_reference_to_a_version_is_an_error(string reference, string error)
    {
        using var project = new SampleProject(
            $$"""
            -- file: models/m_v1.sql
            select 1 as id
            -- file: models/m_v2.sql
            select 1 as id
            -- file: models/r.sql
            select 1 as id, {{reference}}
            -- file: models/m.yml
            models: [{name: m, versions: [{v: 1}, {v: 2}]}]
            """);
        project.LoadErrors().ShouldBe([error]);
    }

    [Theory]
    [InlineData("[{v: 1}, {v: 1}]", "TLY2351 models/m.yml:1:43 version 1 of model 'm' stands twice")]
    [InlineData("[{defined_in: m}]", "TLY2022 models/m.yml:1:31 a version of 'm' needs the key 'v'")]
    [InlineData("[{v: 1, column: []}]", "TLY2020 models/m.yml:1:38 unknown key 'column' in a version of 'm' (did you mean 'columns'?)")]
    [InlineData("[{v: 1, columns: [{exclude: [x]}]}]", "TLY2355 models/m.yml:1:59 there is no column 'x' among those of the model")]
    [InlineData("[{v: 1, deprecation_date: soon}]", "TLY2021 models/m.yml:1:56 'deprecation_date' must be a date, not 'soon' (for example 2026-12-31)")]
    public void A_mistake_in_versions_is_an_error(string versions, string error)
    {
        using var project = new SampleProject($"-- file: models/m_v1.sql\nselect 1 as id\n-- file: models/m.yml\nmodels: [{{name: m, versions: {versions}}}]");
        project.LoadErrors().ShouldBe([error]);
    }

    [Fact]
    public void A_latest_version_that_is_none_of_them_is_an_error()
    {
        using var project = new SampleProject("-- file: models/m_v1.sql\nselect 1 as id\n-- file: models/m.yml\nmodels: [{name: m, latest_version: 2, versions: [{v: 1}]}]");
        project.LoadErrors().ShouldBe(["TLY2352 models/m.yml:1:36 latest_version 2 is none of the versions of model 'm': 1"]);
    }

    [Fact]
    public void A_version_without_a_file_is_a_warning()
    {
        using var project = new SampleProject("-- file: models/m_v1.sql\nselect 1 as id\n-- file: models/m.yml\nmodels: [{name: m, versions: [{v: 1}, {v: 2}]}]");
        project.Load();
        project.Lines.ShouldBe(["TLY3007 models/m.yml:1:43 there is no model 'm.v2' to describe (its file is m_v2.sql; where it is another, name that with 'defined_in')"]);
    }

    [Fact]
    public void Deprecated_models_and_references_to_them_are_warned_of()
    {
        using var project = new SampleProject(
            """
            -- file: models/old.sql
            select 1 as id
            -- file: models/soon_v1.sql
            select 1 as id
            -- file: models/soon_v2.sql
            select 1 as id
            -- file: models/r.sql
            select * from {{ ref('old') }} join {{ ref('soon', v=1) }} using (id)
            -- file: models/m.yml
            models:
              - {name: old, deprecation_date: 2026-01-31}
              - {name: soon, versions: [{v: 1, deprecation_date: 2027-01-01}, {v: 2}]}
            """);
        project.Load();
        project.Lines.ShouldBe([
            "TLY3354 models/m.yml:2:35 model 'old' is past its deprecation date, 2026-01-31",
            "TLY3355 models/r.sql:1:18 model 'old' has been deprecated since 2026-01-31",
            "TLY3356 models/r.sql:1:40 model 'soon.v1' will be deprecated on 2027-01-01 (its latest version is 2: ref('soon', v=2))"]);
    }

    [Theory]
    [InlineData("config: {latest_version_pointer: true}", "m")]
    [InlineData("config: {latest_version_pointer: {enabled: true, alias: current}}", "current")]
    [InlineData("config: {}", null)]
    public void A_pointer_to_the_latest_version_is_made_where_it_is_asked_for(string config, string? expected)
    {
        using var project = new SampleProject($"-- file: models/m_v1.sql\nselect 1 as id\n-- file: models/m.yml\nmodels: [{{name: m, {config}, versions: [{{v: 1}}]}}]");
        project.Load().Model("m.v1").LatestPointer?.Identifier.ShouldBe(expected);
    }

    [Fact]
    public void A_pointer_needs_a_name_of_its_own()
    {
        using var project = new SampleProject("-- file: models/m_v1.sql\nselect 1 as id\n-- file: models/m.yml\nmodels: [{name: m, config: {alias: m, latest_version_pointer: true}, versions: [{v: 1}]}]");
        project.LoadErrors().ShouldBe(["TLY3363 models/m.yml:1:63 the latest version of model 'm' is itself built as main.m, so no view of that name can point to it (remove its alias, or switch the pointer off with  latest_version_pointer: false)"]);
    }
}
