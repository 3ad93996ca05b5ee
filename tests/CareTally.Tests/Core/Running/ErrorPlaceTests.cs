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
    [InlineData("-- file: models/a.sql\nselect 1 as id\n-- file: models/m.yml\nmodels:\n  - name: a\n    columns:\n      - name: id\n        data_tests:\n          - not_null: {config: {where: nope = 1}}", "models/m.yml:6:13")]
    public async Task An_error_in_sql_points_into_the_template(string files, string place) => (await ErrorAsync(files)).Span.ToString().ShouldBe(place);

    [Fact]
    public async Task A_malformed_row_of_a_seed_names_file_and_line() =>
        (await ErrorAsync("-- file: seeds/s.csv\nid,name\n1,a\n2,b,c\n")).Message.ShouldBe($"Invalid Input Error: {_builds.Project.PathOf("seeds/s.csv")}, line 3: Expected Number of Columns: 2 Found: 3\n  2,b,c");

    [Fact]
    public async Task A_header_is_never_taken_for_something_to_skip() =>
        (await ErrorAsync("-- file: seeds/s.csv\nid,name\n1,a,x\n2,b,y\n")).Message.ShouldContain("s.csv, line 2: Expected Number of Columns: 2 Found: 3");

    [Fact]
    public async Task A_value_of_the_wrong_type_names_file_and_line() =>
        (await ErrorAsync("-- file: seeds/s.csv\nid\n1\nx\n-- file: seeds/s.yml\nseeds: [{name: s, config: {column_types: {id: integer}}}]")).Message.ShouldContain("s.csv, line 3: Error when converting column \"id\"");

    [Fact]
    public async Task A_malformed_row_of_a_source_names_file_and_line() =>
        (await ErrorAsync("-- file: data/c.csv\nid,n\n1,2\n2,x\n-- file: models/m.yml\nsources: [{name: raw, tables: [{name: c, external: {location: data/c.csv}, columns: [{name: n, data_type: integer}]}]}]\n-- file: models/a.sql\n{{ config(materialized='table') }} select * from {{ source('raw', 'c') }}"))
            .Message.ShouldContain($"{_builds.Project.PathOf("data/c.csv")}, line 3: Error when converting column \"n\"");
}
