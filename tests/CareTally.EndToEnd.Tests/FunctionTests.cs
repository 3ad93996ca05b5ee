using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>Functions from the command line: made, selected, deferred to, unit-tested, documented.</summary>
public sealed class FunctionTests
{
    [Fact]
    public void A_project_with_functions_is_built_shown_and_documented()
    {
        using var folder = Shop();
        folder.Tally("build").ShouldExitWith(0).ShouldPrint("function", "main.xl", "unit test");
        folder.Database.Query("select n, x, t from prices order by n").ShouldBe([["1", "2", "3"], ["2", "4", "3"]]);
        folder.Tally("show", "--inline", "select {{ function('xl') }}(100) as x", "--output", "csv").ShouldExitWith(0).Lines.ShouldBe(["x", "200"]);
        folder.Tally("show", "--inline", "select * from {{ function('upto') }}(2)", "--output", "csv").ShouldExitWith(0).Lines.ShouldBe(["n,d", "1,2", "2,4"]);
        folder.Tally("compile", "-s", "total").ShouldExitWith(0).ShouldPrint("select sum(n) from \"main\".\"numbers\"");
        folder.Tally("compile", "-s", "prices").ShouldExitWith(0).ShouldPrint("\"main\".\"xl\"(n)");

        var functions = folder.Json("target/manifest.json").GetProperty("functions");
        var xl = functions.GetProperty("function.shop.xl");
        xl.GetProperty("returns").GetProperty("data_type").GetString().ShouldBe("integer");
        xl.GetProperty("arguments")[1].GetProperty("default_value").GetInt32().ShouldBe(2);
        functions.EnumerateObject().Count().ShouldBe(3);
        folder.Read("target/site/functions/xl.html").ShouldContain("<code>xl(price integer, factor integer = 2)</code> returns <code>integer</code>");
        folder.Read("target/site/functions/index.html").ShouldContain("xl.html");
    }

    [Fact]
    public void Functions_are_selected_like_other_nodes()
    {
        using var folder = Shop();
        string[] all = ["shop.total", "shop.upto", "shop.xl"];
        folder.Tally("ls", "-s", "resource_type:function").ShouldExitWith(0).Lines.ShouldBe([.. all, "shop.doubles"], ignoreOrder: true);
        folder.Tally("ls", "--resource-type", "function").ShouldExitWith(0).Lines.ShouldBe(all, ignoreOrder: true);
        foreach (var selector in new[] { "xl", "tag:money", "path:functions/xl.sql", "shop.xl" })
            folder.Tally("ls", "-s", selector, "--resource-type", "function").ShouldExitWith(0).Lines.ShouldBe(["shop.xl"], selector);
        folder.Tally("ls", "-s", "config.type:table").ShouldExitWith(0).Lines.ShouldBe(["shop.upto"]);
        folder.Tally("ls", "-s", "xl+", "--resource-type", "model").ShouldExitWith(0).Lines.ShouldBe(["shop.prices"]);
        folder.Tally("build", "--no-site", "-s", "resource_type:function", "numbers").ShouldExitWith(0);
        folder.Database.Scalar("select xl(4)").ShouldBe("8");
        folder.Tally("run", "-s", "prices").ShouldExitWith(0).ShouldPrint("main.prices");
    }

    [Fact]
    public void A_change_of_one_is_found_and_an_earlier_state_is_read_where_there_is_none()
    {
        using var folder = Shop();
        folder.Tally("build", "--no-site").ShouldExitWith(0);
        Repository.Copy(folder.File("target"), folder.File("state"), withResults: true);
        Modified().ShouldBeEmpty();
        folder.Edit("functions/f.yml", "default_value: 2", "default_value: 3");
        Modified().ShouldBe(["shop.xl"]);
        folder.Edit("functions/f.yml", "default_value: 3", "default_value: 2");
        folder.Edit("functions/total.sql", "sum", "max");
        Modified().ShouldBe(["shop.total"]);

        // A schema of one's own has none of it yet.
        folder.Edit("tally_project.yml", "schema: main", "schema: dev");
        folder.Tally("run", "-s", "prices", "--defer", "--state", "state").ShouldExitWith(0);
        folder.Database.Scalar("select max(x) from dev.prices").ShouldBe("4");
        folder.Database.Scalar("select count(*) from duckdb_functions() where schema_name = 'dev'").ShouldBe("0");

        string[] Modified() => folder.Tally("ls", "-s", "state:modified", "--state", "state", "--resource-type", "function").Lines;
    }

    [Fact]
    public void A_function_that_is_wrong_stops_a_build_before_anything_runs_and_what_is_there_stays()
    {
        using var folder = Shop();
        folder.Tally("build", "--no-site").ShouldExitWith(0);
        folder.Edit("functions/xl.sql", "factor", "faktor");
        folder.Tally("build", "--no-site").ShouldExitWith(2).ShouldSay("Referenced column \"faktor\"", "--> functions/xl.sql:1:9");
        folder.Tally("check").ShouldExitWith(2).ShouldSay("--> functions/xl.sql:1:9");
        folder.Tally("build", "--no-site", "--no-check").ShouldExitWith(1).ShouldSay("--> functions/xl.sql:1:9");
        folder.Database.Scalar("select xl(4)").ShouldBe("8");
    }

    [Fact]
    public void A_unit_test_gives_what_the_functions_read_too()
    {
        using var folder = Shop();
        folder.Write("models/sums.sql", "select {{ function('total') }}() as t, d from {{ function('upto') }}(1)");
        folder.Write("models/u.yml", "unit_tests: [{name: sums_up, model: sums, given: [{input: ref('numbers'), rows: [{n: 5}, {n: 6}]}], expect: {rows: [{t: 11, d: 2}]}}]\n");
        folder.Tally("test", "-s", "sums_up").ShouldExitWith(0).ShouldPrint("1 passed");
        folder.Edit("models/u.yml", "given: [{input: ref('numbers'), rows: [{n: 5}, {n: 6}]}], ", "");
        folder.Tally("test", "-s", "sums_up").ShouldExitWith(2).ShouldSay("unit test 'sums_up' gives no rows for ref('numbers'), which function.shop.total reads", "--> functions/total.sql:1:23");
        folder.Database.Exists.ShouldBeFalse();
    }

    [Fact]
    public void What_is_written_in_Python_is_refused_with_what_to_do_instead()
    {
        using var folder = Shop();
        folder.Write("models/frame.py", "def model(dbt, session):\n    return session.sql('select 1')\n");
        folder.Tally("build").ShouldExitWith(2).ShouldSay("TLY3704", "model 'frame' is written in Python", "--> models/frame.py:1:1", "hint: write it as SQL").Output.ShouldBeEmpty();
        folder.Database.Exists.ShouldBeFalse();
    }

    private static ProjectFolder Shop()
    {
        var folder = ProjectFolder.Empty();
        folder.Write("tally_project.yml", "name: shop\ntargets: {dev: {type: duckdb, path: caretally.duckdb, schema: main}}\n");
        folder.Write("functions/xl.sql", "price * factor");
        folder.Write("functions/upto.sql", "select i as n, {{ function('xl') }}(i) as d from range(1, last + 1) r(i)");
        folder.Write("functions/total.sql", "select sum(n) from {{ ref('numbers') }}");
        folder.Write(
            "functions/f.yml",
            """
            functions:
              - name: xl
                description: The price of the large one.
                config: {tags: [money]}
                arguments: [{name: price, data_type: integer, description: Of the usual one.}, {name: factor, data_type: integer, default_value: 2}]
                returns: {data_type: integer}
              - {name: upto, config: {type: table}, arguments: [{name: last, data_type: integer}], returns: {data_type: table}}
              - {name: total, returns: {data_type: bigint}}
            """);
        folder.Write("models/numbers.sql", "select 1 as n union all select 2");
        folder.Write("models/prices.sql", "{{ config(materialized='table') }} select n, {{ function('xl') }}(n) as x, {{ function('total') }}() as t from {{ ref('numbers') }}");
        folder.Write("tests/doubles.sql", "select 1 where {{ function('xl') }}(100) <> 200");
        folder.Write(
            "models/m.yml",
            """
            models: [{name: prices, columns: [{name: x, data_tests: [not_null]}]}]
            unit_tests:
              - name: multiplies
                model: prices
                given: [{input: ref('numbers'), rows: [{n: 5}, {n: 6}]}]
                expect: {rows: [{n: 5, x: 10, t: 11}, {n: 6, x: 12, t: 11}]}
            """);
        return folder;
    }
}
