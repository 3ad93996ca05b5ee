using CareTally.Core.Running;
using CareTally.Diagnostics;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>What fails in the database is shown at the line of the template, the file or the property it came from.</summary>
public sealed class ErrorPlaceTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly Builds _builds = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    private async Task<Diagnostic> ErrorAsync(string files)
    {
        _builds.Project.Write(files);
        return (await _builds.BuildAsync()).Results.OfType<NodeResult.Errored>().First().Diagnostic;
    }

    [Theory]
    [InlineData("-- file: models/a.sql\n{{ config(materialized='table') }}\nselect 1 as id,\n  nope as b\nfrom (select 1 as nap) x;\n-- done", "models/a.sql:3:3")]
    [InlineData("-- file: models/a.sql\nselect 1 as id\n\nfrom nowhere", "models/a.sql:3:6")]
    [InlineData("-- file: models/a.sql\nselect 1 as id\nfrom from x", "models/a.sql:2:6")]
    [InlineData("-- file: models/a.sql\nselect 'ünïcode 😀', nope\nfrom (select 1 as id) x", "models/a.sql:1:22")]
    [InlineData("-- file: models/e.sql\n{{ config(materialized='ephemeral') }}\n\nselect nope from (select 1 as id) x\n-- file: models/a.sql\nselect * from {{ ref('e') }}", "models/e.sql:3:8")]
    [InlineData("-- file: models/e.sql\n{{ config(materialized='ephemeral') }} select 1 as id\n-- file: models/a.sql\n-- first\nwith own as (select 1 as x)\nselect nope from {{ ref('e') }}, own", "models/a.sql:3:8")]
    [InlineData("-- file: macros/m.sql\n{% macro pick() %}\n  nope\n{% endmacro %}\n-- file: models/a.sql\nselect {{ pick() }} from (select 1 as id) x", "macros/m.sql:2:3")]
    [InlineData("-- file: tests/t.sql\nselect 1\nwhere nope", "tests/t.sql:2:7")]
    [InlineData("-- file: models/a.sql\nselect 1 as id\n-- file: models/m.yml\nmodels:\n  - name: a\n    columns:\n      - name: id\n        data_tests:\n          - not_null: {config: {where: nope = 1}}", "models/m.yml:6:40")]
    [InlineData("-- file: models/a.sql\nselect 1 as id\n-- file: models/m.yml\nmodels:\n  - name: a\n    columns:\n      - name: ide\n        data_tests:\n          - not_null", "models/m.yml:6:13")]
    [InlineData("-- file: models/a.sql\nselect 1 as id\n-- file: models/m.yml\nmodels:\n  - name: a\n    columns:\n      - name: id\n        data_tests:\n          - not_null:\n              config:\n                where: >\n                  id > 0\n                  and nope = 1", "models/m.yml:8:24")]
    [InlineData("-- file: models/a.sql\nselect 1 as id\n-- file: models/m.yml\nmodels:\n  - name: a\n    columns:\n      - name: id\n        data_tests:\n          - not_null: {config: {where: \"{{ 'nope' }} = 1\"}}", "models/m.yml:6:40")]
    [InlineData("-- file: models/a.sql\nselect 1 as id\n-- file: macros/even.sql\n{% test even(model, column_name) %}\nselect {{ column_name }} from {{ model }}\nwhere nope % 2 = 1\n{% endtest %}\n-- file: models/m.yml\nmodels: [{name: a, columns: [{name: id, data_tests: [even: {config: {where: id > 0}}]}]}]", "macros/even.sql:3:7")]
    public async Task An_error_in_sql_points_into_the_template(string files, string place) => (await ErrorAsync(files)).Span.ToString().ShouldBe(place);

    [Fact]
    public async Task An_error_in_the_macro_of_a_generic_test_says_which_use_it_was() =>
        (await ErrorAsync("-- file: models/a.sql\nselect 1 as id\n-- file: macros/t.sql\n{% test t(model) %}select nope from {{ model }}{% endtest %}\n-- file: models/m.yml\nmodels:\n  - name: a\n    data_tests: [t]"))
            .Frames.ShouldHaveSingleItem().ToString().ShouldBe("DiagnosticFrame { Text = test t_a_, Span = models/m.yml:3:18 }");

    [Theory]
    [InlineData("-- file: seeds/s.csv\nid,name\n1,a\n2,b,c\n", "seeds/s.csv:3:1 '2,b,c' Expected Number of Columns: 2 Found: 3")]
    [InlineData("-- file: seeds/s.csv\nid,name\n1,a,x\n2,b,y\n", "seeds/s.csv:2:1 '1,a,x' Expected Number of Columns: 2 Found: 3")]
    [InlineData("-- file: seeds/s.csv\nn,id\n1,1\n2,x\n-- file: seeds/s.yml\nseeds: [{name: s, config: {column_types: {id: integer}}}]", "seeds/s.csv:3:3 'x' Error when converting column \"id\". Could not convert string \"x\" to 'INTEGER'")]
    [InlineData("-- file: seeds/s.csv\nn,id\nx,x\n-- file: seeds/s.yml\nseeds: [{name: s, config: {column_types: {id: integer}}}]", "seeds/s.csv:2:1 'x,x' Error when converting column \"id\". Could not convert string \"x\" to 'INTEGER'")]
    [InlineData("-- file: data/c.csv\nid,n\n1,2\n2,x\n-- file: models/m.yml\nsources: [{name: raw, tables: [{name: c, external: {location: data/c.csv}, columns: [{name: n, data_type: integer}]}]}]\n-- file: models/a.sql\n{{ config(materialized='table') }} select * from {{ source('raw', 'c') }}", "data/c.csv:3:3 'x' Error when converting column \"n\". Could not convert string \"x\" to 'INTEGER'")]
    public async Task A_malformed_row_is_shown_in_its_file(string files, string expected)
    {
        var error = await ErrorAsync(files);
        $"{error.Span} '{error.Span!.Value.Text}' {error.Message.Replace("Invalid Input Error: ", "", StringComparison.Ordinal).Replace("Conversion Error: ", "", StringComparison.Ordinal)}".ShouldBe(expected);
    }

    [Fact]
    public async Task A_malformed_row_of_a_source_says_who_read_it() =>
        (await ErrorAsync("-- file: data/c.csv\nid\n1\n2,x\n-- file: models/m.yml\nsources: [{name: raw, tables: [{name: c, external: {location: data/c.csv}, columns: [{name: id, data_type: integer}]}]}]\n-- file: models/a.sql\n{{ config(materialized='table') }} select * from {{ source('raw', 'c') }}"))
            .Frames.ShouldHaveSingleItem().ToString().ShouldBe("DiagnosticFrame { Text = model a, Span = models/a.sql:1:1 }");
}
