using CareTally.Core.Checking;

namespace CareTally.Tests.CoreTests.Checking;

/// <summary>Names and types are checked without data; what cannot be told is never called wrong.</summary>
public sealed class CheckerTests
{
    private const string People = "-- file: seeds/people.csv\nid,name,born\n1,Ann,1990-01-01\n2,Bob,1985-05-05\n";

    public static TheoryData<string, string> Wrong => new()
    {
        { "select\n  id,\n  nmae\nfrom {{ ref('people') }}", "m models/m.sql:3:3: Binder Error: Referenced column \"nmae\" not found in FROM clause! (did you mean 'name'?)" },
        { "select id + name as x from {{ ref('people') }}", "m models/m.sql:1:11: Binder Error: No function matches the given name and argument types '+(BIGINT, VARCHAR)'. You might need to add explicit type casts. (there is +(TINYINT) -> TINYINT, +(TINYINT, TINYINT) -> TINYINT, +(SMALLINT) -> SMALLINT, +(SMALLINT, SMALLINT) -> SMALLINT, +(INTEGER) -> INTEGER, ...)" },
        { "select id from {{ ref('people') }} a join {{ ref('people') }} b using (name)", "m models/m.sql:1:8: Binder Error: Ambiguous reference to column name \"id\" (use: \"a.id\" or \"b.id\")" },
        { "select id from {{ ref('people') }} wher id = 1", "m models/m.sql:1:41: Parser Error: syntax error at or near \"id\" ('wher' is taken for a name; did you mean 'where'?)" },
        { "select name, id from {{ ref('people') }} group by 1", "m models/m.sql:1:14: Binder Error: column \"id\" must appear in the GROUP BY clause or must be part of an aggregate function." },
        { "select a.id from {{ ref('people') }} a join {{ ref('people') }} b using (idd)", "m models/m.sql:1:1: Binder Error: Column \"idd\" does not exist on left side of join!" },
        { "select lowr(name) from {{ ref('people') }}", "m models/m.sql:1:8: Catalog Error: Scalar Function with name lowr does not exist! (did you mean 'lower'?)" },
        { "select p.id from {{ ref('people') }} q", "m models/m.sql:1:8: Binder Error: Referenced table \"p\" not found!" },
        { "select id from {{ ref('people') }} where born > name", "m models/m.sql:1:47: Binder Error: Cannot compare values of type DATE and type VARCHAR - an explicit cast is required" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_said_at_the_line_of_the_template(string sql, string expected)
    {
        await using var checks = new Checks($"{People}-- file: models/m.sql\n{sql}\n-- file: models/after.sql\nselect * from {{{{ ref('m') }}}}");
        foreach (var options in new[] { CheckOptions.Alone, CheckOptions.BeforeRun })
            Checks.Describe(await checks.RunAsync(options)).ShouldBe([expected, "after skipped because of model.shop.m"]);
    }

    public static TheoryData<string> Right =>
    [
        "select lower(nothing) as a, list_append(empty, 'x') as b from {{ ref('nothings') }}",
        "select * from {{ ref('more_nothings') }}",
        "select upper(still_nothing) from {{ ref('more_nothings') }}",
        "pivot {{ ref('people') }} on name in ('Ann', 'Bob') using count(*)",
        "select cast(name as integer) as n from {{ ref('people') }}",
        "select 1 as a, 2 as a",
        "(select id from {{ ref('people') }} order by id limit 1) -- the first",
        "from {{ ref('people') }}",
        "values (1, 2)",
        "with recursive n as (select 1 as i union all select i + 1 from n where i < 5) select * from n",
        "select people.id from {{ ref('people') }}",
        "select columns('i.*') from {{ ref('people') }}",
        "select id from {{ ref('people') }};",
    ];

    [Theory]
    [MemberData(nameof(Right))]
    public async Task What_would_run_is_sound(string sql)
    {
        await using var checks = new Checks($$$"""
            {{{People}}}
            -- file: models/nothings.sql
            select id, null as nothing, [] as empty from {{ ref('people') }}
            -- file: models/more_nothings.sql
            select *, nothing as still_nothing from {{ ref('nothings') }}
            -- file: models/m.sql
            {{{sql}}}
            """);
        Checks.Describe(await checks.RunAsync(CheckOptions.BeforeRun)).ShouldBeEmpty();
        Checks.Describe(await checks.RunAsync(CheckOptions.Alone)).ShouldBeEmpty();
    }

    public static TheoryData<string, string> Unknown => new()
    {
        { "{% call set_sql_header(config) %}create temp macro plus1(a) as a+1{% endcall %} select plus1(1) as x", "it may use what its sql_header makes, which is only run with it" },
        { "{{ config(sql_header='create temp macro plus1(a) as a+1') }} select plus1(1) as x", "it may use what its sql_header makes, which is only run with it" },
        { "pivot {{ ref('people') }} on name using count(*)", "its PIVOT takes the names of columns from the data" },
        { "select * from read_csv('seeds/people.csv')", "it reads files" },
        { "select * from 'seeds/people.csv'", "it reads files" },
        { "select * from nowhere", "Table with name nowhere does not exist!" },
        { "select * from other.main.t", "Catalog \"other\" does not exist!" },
        { "select made_by_hand(id) from {{ ref('people') }}", "Scalar Function with name made_by_hand does not exist!" },
        { "select nextval('ids')", "Sequence with name ids does not exist!" },
        { "select id::my_type from {{ ref('people') }}", "Type with name my_type does not exist!" },
        { "select getvariable('x') as x", "it reads a variable of the session" },
        { "select {{ run_query('select 1').rows | length }} as n", "its template looks at the database" },
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task What_cannot_be_told_says_why_and_so_does_what_reads_it(string sql, string reason)
    {
        await using var checks = new Checks($"{People}-- file: models/m.sql\n{sql}\n-- file: models/after.sql\nselect nope from {{{{ ref('m') }}}}");
        Checks.Describe(await checks.RunAsync(CheckOptions.BeforeRun)).ShouldBe([$"m not checkable: {reason}", "after not checkable because of model.shop.m"]);
    }

    [Fact]
    public async Task A_column_of_a_test_must_exist_and_one_wrong_test_does_not_hide_another()
    {
        await using var checks = new Checks(People + """
            -- file: seeds/s.yml
            seeds:
              - name: people
                columns:
                  - {name: id, data_tests: [unique]}
                  - {name: idd, data_tests: [not_null]}
            -- file: tests/t.sql
            select * from {{ ref('people') }} where nam = 'x'
            """);
        Checks.Describe(await checks.RunAsync(CheckOptions.Alone)).ShouldBe(
        [
            "not_null_people_idd seeds/s.yml:5:34: Binder Error: Referenced column \"idd\" not found in FROM clause! (did you mean 'id'?)",
            "t tests/t.sql:1:41: Binder Error: Referenced column \"nam\" not found in FROM clause! (did you mean 'name'?)",
        ]);
    }

    [Fact]
    public async Task An_error_in_an_ephemeral_model_is_said_once()
    {
        await using var checks = new Checks($"{People}-- file: models/e.sql\n{{{{ config(materialized='ephemeral') }}}} select nope from {{{{ ref('people') }}}}\n-- file: models/a.sql\nselect * from {{{{ ref('e') }}}}\n-- file: models/b.sql\nselect * from {{{{ ref('e') }}}}");
        var before = await checks.RunAsync(CheckOptions.BeforeRun);
        before.Diagnostics.Length.ShouldBe(1);
        before.Diagnostics[0].Span.ToString().ShouldBe("models/e.sql:1:47");
        (await checks.RunAsync(CheckOptions.Alone)).Diagnostics.Length.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_materialization_block_makes_is_left_to_the_run()
    {
        await using var checks = new Checks("-- file: macros/m.sql\n{% materialization mine, default %}{{ return({'relations': [this]}) }}{% endmaterialization %}\n-- file: models/m.sql\n{{ config(materialized='mine') }} select 1 as id\n-- file: models/after.sql\nselect nope from {{ ref('m') }}");
        await checks.ExecuteAsync("create table m (id integer)");
        Checks.Describe(await checks.RunAsync(CheckOptions.BeforeRun)).ShouldBe(["m not checkable: what its materialization makes of its query is only known when it runs", "after not checkable because of model.shop.m"]);
    }

    [Fact]
    public async Task The_columns_and_types_found_are_told()
    {
        await using var checks = new Checks($"{People}-- file: models/m.sql\nselect id, upper(name) as name, born + 1 as day, 1.5 as share, [id] as ids from {{{{ ref('people') }}}}");
        Checks.ColumnsOf(await checks.RunAsync(CheckOptions.Alone), "m").ShouldBe("id BIGINT, name VARCHAR, day DATE, share DECIMAL(2,1), ids BIGINT[]");
    }
}
