using CareTally.Cli;

namespace CareTally.Tests.Cli;

/// <summary>Models with a sql_header, from the command line.</summary>
public sealed class HeaderTests
{
    [Fact]
    public async Task A_model_with_a_header_is_tested_and_built()
    {
        using var tally = new Tally();
        tally.Write("tally_project.yml", "name: shop");
        tally.Write("models/numbers.sql", "select 1 as n");
        tally.Write("models/m.sql", "{{ config(sql_header='create temp macro plus1(a) as a+1') }} select plus1(n) as x from {{ ref('numbers') }}");
        tally.Write("models/m.yml", """
            models: [{name: m, config: {materialized: table}, columns: [{name: x, data_tests: [not_null]}]}]
            unit_tests:
              - {name: one, model: m, given: [{input: ref('numbers'), rows: [{n: 1}]}], expect: {rows: [{x: 2}]}}
              - {name: two, model: m, given: [{input: ref('numbers'), rows: [{n: 5}]}], expect: {rows: [{x: 6}]}}
            """);
        var (code, output, error) = await tally.RunAsync("build", "--no-site", "--threads", "1");
        code.ShouldBe(ExitCode.Success, output + error);
        output.ShouldContain("3 passed");
        (code, output, _) = await tally.RunAsync("check");
        code.ShouldBe(ExitCode.Success);
        output.ShouldContain("sql_header");
    }
}
