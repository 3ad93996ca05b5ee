using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>The rows that a test has found and stored are there when what it tested is undone.</summary>
public sealed class StoredFailureTests
{
    private const string Query = "select i::integer as id, {{ var('bad', 0) }} as bad, {'n': 'it''s', 'list': [1, null]} as nested, 170141183460469231731687303715884105700::hugeint + i as huge, 0.1::double as real, null::decimal(9,2) as nothing, 'a,\"b\"' as text from range(3) as many(i)";

    private const string Models = """
        models: [{name: m, columns: [{name: bad, data_tests: [accepted_values: {name: bad_ones, values: [0], quote: false, config: {store_failures: true}}]}]}]
        snapshots:
          - name: s
            relation: ref('input')
            config: {strategy: check, unique_key: id, check_cols: [bad]}
        """;

    private const string OddRows = "{{ config(store_failures_as='STORE') }} select * from {{ ref('NODE') }} where bad > 0";

    public static TheoryData<string, string> InPlace => new()
    {
        { "table", "{{ config(materialized='incremental', unique_key='id') }} " + Query },
        { "view", "{{ config(materialized='incremental', incremental_strategy='append') }} " + Query },
        { "table", "{{ config(materialized='own') }} " + Query },
        { "table", "{{ config(materialized='table', pre_hook='create or replace table hooked as select 1 as x') }} " + Query },
    };

    [Theory]
    [MemberData(nameof(InPlace))]
    public void Where_a_model_is_changed_in_place(string store, string model)
    {
        using var folder = Project(store, "m");
        folder.Write("models/m.sql", model);
        ShouldKeepRows(folder, "m");
    }

    [Fact]
    public void Where_a_snapshot_is_taken()
    {
        using var folder = Project("table", "s");
        folder.Write("models/m.sql", "{{ config(enabled=false) }} select 1");
        ShouldKeepRows(folder, "s");
    }

    [Fact]
    public void Though_a_later_test_ends_the_transaction_by_an_error()
    {
        using var folder = Project("table", "m");
        folder.Write("models/m.sql", "{{ config(materialized='incremental', unique_key='id') }} " + Query);
        folder.Write("tests/z_error.sql", "select * from {{ ref('m') }} where bad > 0 and text::integer > 0");
        ShouldKeepRows(folder, "m", ("z_error", "error"));
    }

    private static void ShouldKeepRows(ProjectFolder folder, string node, params (string Test, string Status)[] others)
    {
        folder.Tally("build", "--no-site").ShouldExitWith(0);
        var before = folder.Database.Content("main");
        folder.Database.Scalar("select count(*) from main_dbt_test__audit.odd_rows").ShouldBe("0");
        folder.Tally("build", "--no-site", "--vars", "{bad: 7}").ShouldExitWith(1).ShouldSay("they are kept: select * from \"main_dbt_test__audit\".\"odd_rows\"");
        foreach (var (test, status) in others) folder.Statuses()[test].ShouldBe(status);
        var after = folder.Database.Content("main");
        after[$"main.{node}"].ShouldBe(before[$"main.{node}"]);
        after.Keys.ShouldBe(before.Keys, ignoreOrder: true);
        folder.Database.Query("select id, bad, nested.n, nested.list::varchar, huge::varchar, real, nothing, text, typeof(huge), typeof(nothing), typeof(nested) from main_dbt_test__audit.odd_rows order by 1")[2]
            .ShouldBe(["2", "7", "it's", "[1, NULL]", "170141183460469231731687303715884105702", "0.1", "null", "a,\"b\"", "HUGEINT", "DECIMAL(9,2)", "STRUCT(n VARCHAR, list INTEGER[])"]);

        // When they are gone the store says so.
        folder.Tally("build", "--no-site").ShouldExitWith(0);
        folder.Database.Scalar("select count(*) from main_dbt_test__audit.odd_rows").ShouldBe("0");
    }

    private static ProjectFolder Project(string store, string node)
    {
        var folder = ProjectFolder.Empty();
        folder.Write("tally_project.yml", "name: shop");
        folder.Write("models/models.yml", Models);
        folder.Write("models/input.sql", Query);
        folder.Write("tests/odd_rows.sql", OddRows.Replace("STORE", store, StringComparison.Ordinal).Replace("NODE", node, StringComparison.Ordinal));
        folder.Write("macros/own.sql", """
            {% materialization own, default %}
              {% call statement('main') %}create or replace table {{ this }} as {{ sql }}{% endcall %}
              {{ return({'relations': [this]}) }}
            {% endmaterialization %}
            """);
        return folder;
    }
}
