using System.IO.Compression;
using System.Text;
using CareTally.Core.Warehouses;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>Seeds and source files as DuckDB reads them with the SQL that the planner writes.</summary>
public sealed class FileReadingTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Optional =
        "[{name: id, data_type: integer}, {name: name, data_type: varchar, config: {optional: true}}, {name: at, data_type: date, config: {optional: true}}, {name: n, data_type: 'decimal(8,2)', config: {optional: true}}]";

    private readonly Builds _builds = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    private async Task<string> RowsAsync(string relation)
    {
        await using var session = await _builds.Warehouse.OpenSessionAsync(CancellationToken.None);
        var result = await session.QueryAsync($"select * from {relation} order by all", null, CancellationToken.None);
        return string.Join(',', result.Columns.Select(c => $"{c.Name}:{c.DataType}")) + string.Concat(result.Rows.Select(row => "\n" + string.Join('|', row.Select(cell => CellText.Of(cell, "null")))));
    }

    private async Task<string> SourceAsync(string external, string columns = "[{name: id, data_type: integer}, {name: name, data_type: varchar}]")
    {
        _builds.Project.Write("models/a.sql", "select * from {{ source('raw', 't') }}");
        _builds.Project.Write("models/m.yml", $"sources: [{{name: raw, tables: [{{name: t, external: {external}, columns: {columns}}}]}}]");
        var results = await _builds.BuildAsync();
        results.Results.Where(result => result.IsFailure).Select(result => result.ToString()).ShouldBeEmpty();
        return await RowsAsync("a");
    }

    // Decided: types come from the whole file as DuckDB tells them. Unlike dbt's, codes with leading zeros stay text, times and moments with
    // a zone have their types, and yes/no are booleans; like there, only an empty field is null.
    [Fact]
    public async Task The_types_of_a_seed_come_from_the_whole_file()
    {
        _builds.Project.Write("seeds/s.csv", "code,day,at,flag,n,x,mixed,none,word\n007,2026-01-02,2026-01-02 10:11:12,true,12,1.50,1,,null\n010,2026-01-03,2026-01-03 10:11:12,false,13,2.25,a,,\n#9,,,,,,,,\"a, \"\"b\"\"\"\n");
        (await _builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        (await RowsAsync("s")).ShouldBe(
            "code:VARCHAR,day:DATE,at:TIMESTAMP,flag:BOOLEAN,n:BIGINT,x:DOUBLE,mixed:VARCHAR,none:VARCHAR,word:VARCHAR\n" +
            "#9|null|null|null|null|null|null|null|a, \"b\"\n007|2026-01-02|2026-01-02T10:11:12|true|12|1.5|1|null|null\n010|2026-01-03|2026-01-03T10:11:12|false|13|2.25|a|null|null");
        (await _builds.ScalarAsync("select count(*) from s where word = 'null'")).ShouldBe(1L);
    }

    [Fact]
    public async Task The_declared_types_and_delimiter_of_a_seed_are_kept()
    {
        _builds.Project.Write("seeds/s.csv", "ID;n\n1;2\n");
        _builds.Project.Write("seeds/s.yml", "seeds: [{name: s, config: {delimiter: ';', column_types: {id: varchar, N: 'decimal(8,2)'}}}]");
        (await _builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        (await RowsAsync("s")).ShouldBe("ID:VARCHAR,n:DECIMAL(8,2)\n1|2.00");
    }

    [Fact]
    public async Task The_type_that_is_said_nearest_to_a_seed_counts_in_whatever_case()
    {
        _builds.Project.Write("tally_project.yml", "name: shop\nseeds: {+column_types: {ID: varchar, n: integer}}\n");
        _builds.Project.Write("seeds/s.csv", "id,n\n1,2\n").Write("seeds/s.yml", "seeds: [{name: s, config: {column_types: {id: smallint}}}]");
        (await _builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        (await RowsAsync("s")).ShouldBe("id:SMALLINT,n:INTEGER\n1|2");
    }

    [Fact]
    public void A_column_that_is_typed_twice_in_one_place_is_an_error_whatever_its_case()
    {
        _builds.Project.Write("seeds/s.csv", "id\n1\n").Write("seeds/s.yml", "seeds: [{name: s, config: {column_types: {id: integer, ID: varchar}}}]");
        _builds.Project.LoadErrors().ShouldBe(["TLY2031 seeds/s.yml:1:56 column 'ID' stands twice, as case does not matter in names of columns; the other place is seeds/s.yml:1:43 (keep one of them)"]);
    }

    [Theory]
    [InlineData("\uFEFF", "TLY4105 seeds/s.csv:1:1 seed seeds/s.csv is empty; its first line must name the columns")]
    [InlineData("", "TLY4105 seeds/s.csv:1:1 seed seeds/s.csv is empty; its first line must name the columns")]
    [InlineData("idd\n1\n", "TLY4106 seeds/s.yml:1:42 column_types names the column 'id', which is not in seeds/s.csv (did you mean 'idd'?)")]
    public void A_seed_that_cannot_be_loaded_is_an_error_before_the_run(string csv, string error)
    {
        _builds.Project.Write("seeds/s.csv", csv).Write("seeds/s.yml", "seeds: [{name: s, config: {column_types: {id: integer}}}]");
        _builds.Project.PlanErrors().ShouldBe([error]);
    }

    [Theory]
    [InlineData("data/a.csv", "name,id\nx,1\n", "{location: data/a.csv}", "name:VARCHAR,id:INTEGER\nx|1")]
    [InlineData("data/a.csv", "Name,ID,more\nx,1,z\n", "{location: data/a.csv}", "Name:VARCHAR,ID:INTEGER,more:VARCHAR\nx|1|z")]
    [InlineData("data/a.csv", "1,x\n", "{location: data/a.csv, options: {header: false}}", "id:INTEGER,name:VARCHAR\n1|x")]
    [InlineData("data/a.csv", "\"id\",\"name\"\n1,\"a, \"\"b\"\"\"\n", "{location: data/a.csv}", "id:INTEGER,name:VARCHAR\n1|a, \"b\"")]
    [InlineData("data/a.csv", "id;name\n1;x\n", "{location: data/a.csv}", "id:INTEGER,name:VARCHAR\n1|x")]
    [InlineData("data/a.csv", "id;name\n1;x\n", "{location: data/a.csv, options: {delim: ';'}}", "id:INTEGER,name:VARCHAR\n1|x")]
    [InlineData("data/a.tsv", "id\tname\n1\tx\n", "{location: data/a.tsv}", "id:INTEGER,name:VARCHAR\n1|x")]
    [InlineData("data/a.csv", "id\tname\n1\tx\n", "{location: data/a.csv, options: {delim: '\\t'}}", "id:INTEGER,name:VARCHAR\n1|x")]
    [InlineData("data/a.csv", "exported today\nid,name\n1,x\n", "{location: data/a.csv, options: {skip: 1}}", "id:INTEGER,name:VARCHAR\n1|x")]
    [InlineData("data/a.csv", "id,name\n1,x\n#2,y\n", "{location: data/a.csv, options: {comment: '#'}}", "id:INTEGER,name:VARCHAR\n1|x")]
    [InlineData("data/a.json", "[{\"id\": 1, \"name\": \"x\"}]", "{location: data/a.json}", "id:INTEGER,name:VARCHAR\n1|x")]
    [InlineData("data/a.jsonl", "{\"id\": 1, \"name\": \"x\"}\n{\"id\": 2}\n", "{location: data/a.jsonl}", "id:INTEGER,name:VARCHAR\n1|x\n2|null")]
    [InlineData("data/a.json", "[{\"n\": 1, \"x\": 1, \"at\": \"2026-01-02\", \"id\": 1, \"name\": \"x\", \"none\": null, \"ID\": 5, \"o\": {\"a\": [1]}}, {\"n\": 2.5, \"x\": \"y\", \"ok\": true, \"id\": 2}]", "{location: data/a.json}", "id:INTEGER,name:VARCHAR,n:DOUBLE,x:JSON,at:VARCHAR,none:JSON,o:JSON,ok:BOOLEAN\n1|x|1|1|2026-01-02|null|{\"a\":[1]}|null\n2|null|2.5|\"y\"|null|null|null|true")]
    [InlineData("data/a.jsonl", "{\"id\": 1, \"big\": 9007199254740993}\n\n{\"id\": 2, \"it's\": false}\n", "{location: data/a.jsonl}", "id:INTEGER,name:VARCHAR,big:BIGINT,it's:BOOLEAN\n1|null|9007199254740993|null\n2|null|null|false")]
    [InlineData("data/2026/deep/a.csv", "id,name\n1,x\n", "{location: 'data/**/?.csv'}", "id:INTEGER,name:VARCHAR\n1|x")]
    public async Task A_source_file_is_read_by_its_names_and_types(string path, string text, string external, string expected)
    {
        _builds.Project.Write(path, text);
        (await SourceAsync(external)).ShouldBe(expected);
    }

    [Fact]
    public async Task Several_files_with_differing_headers_are_read_by_name()
    {
        _builds.Project.Write("data/a_1.csv", "id,name\n1,x\n").Write("data/a_2.csv", "name,id,extra\ny,2,z\n");
        (await SourceAsync("{location: 'data/a_*.csv'}")).ShouldBe("id:INTEGER,name:VARCHAR,extra:VARCHAR\n1|x|null\n2|y|z");
    }

    [Theory]
    [InlineData("data/a.csv", "id,name\n1,x\n", "id:INTEGER,name:VARCHAR,at:DATE,n:DECIMAL(8,2)\n1|x|null|null")]
    [InlineData("data/a.csv", "at,id\n2026-01-02,1\n", "at:DATE,id:INTEGER,name:VARCHAR,n:DECIMAL(8,2)\n2026-01-02|1|null|null")]
    [InlineData("data/a.csv", "", "id:INTEGER,name:VARCHAR,at:DATE,n:DECIMAL(8,2)")]
    [InlineData("data/a.jsonl", "{\"id\": 1, \"name\": \"x\"}\n", "id:INTEGER,name:VARCHAR,at:DATE,n:DECIMAL(8,2)\n1|x|null|null")]
    public async Task An_optional_column_that_no_file_has_is_a_null_of_its_type(string path, string text, string expected)
    {
        _builds.Project.Write(path, text);
        (await SourceAsync($"{{location: {path}}}", Optional)).ShouldBe(expected);
    }

    [Fact]
    public async Task An_optional_column_that_some_files_have_is_read_from_these()
    {
        _builds.Project.Write("data/a_1.csv", "id,name\n1,x\n").Write("data/a_2.csv", "at,id\n2026-01-02,2\n");
        (await SourceAsync("{location: 'data/a_*.csv'}", Optional)).ShouldBe("id:INTEGER,name:VARCHAR,at:DATE,n:DECIMAL(8,2)\n1|x|null|null\n2|null|2026-01-02|null");
        await _builds.ExecuteAsync($"copy (select 1::bigint as id) to {SqlText.Literal(_builds.Project.PathOf("data/b_1.parquet"))}");
        (await SourceAsync("{location: 'data/b_*.parquet'}", Optional)).ShouldBe("id:INTEGER,name:VARCHAR,at:DATE,n:DECIMAL(8,2)\n1|null|null|null");
        await _builds.ExecuteAsync($"copy (select 'more' as more, '2026-01-02' as at, 2 as id) to {SqlText.Literal(_builds.Project.PathOf("data/b_2.parquet"))}");
        (await SourceAsync("{location: 'data/b_*.parquet'}", Optional)).ShouldBe("id:INTEGER,more:VARCHAR,at:DATE,name:VARCHAR,n:DECIMAL(8,2)\n1|null|null|null|null\n2|more|2026-01-02|null|null");
    }

    [Theory]
    [InlineData("{location: 'data/a_*.csv', optional: true}", "id:INTEGER,name:VARCHAR")]
    [InlineData("{location: 'data/a_*.json', optional: true, options: {filename: true}}", "id:INTEGER,name:VARCHAR,filename:VARCHAR")]
    public async Task Files_that_may_be_missing_are_no_rows_where_there_is_none(string external, string expected) => (await SourceAsync(external)).ShouldBe(expected);

    [Fact]
    public void Files_that_may_be_missing_have_types_for_all_columns()
    {
        _builds.Project.Write("models/a.sql", "select 1 as id")
            .Write("models/m.yml", "sources: [{name: raw, tables: [{name: t, external: {location: a.csv, optional: true}, columns: [{name: id}]}, {name: u, external: {location: a.csv, optional: true}}]}]");
        _builds.Project.LoadErrors().Select(error => error[error.IndexOf(": ", StringComparison.Ordinal)..]).Count().ShouldBe(2);
        string.Join('\n', _builds.Project.LoadErrors()).ShouldContain("files that may be missing need a data_type for every column, and 'id' has none");
        string.Join('\n', _builds.Project.LoadErrors()).ShouldContain("files that may be missing need declared columns, each with a data_type");
    }

    [Theory]
    [InlineData("{location: data/a.csv, options: {header: false}}", "TLY4113 models/m.yml:1:52 source raw.t: whether the files lack the optional column 'name' cannot be told, as their header is not read here (it is read where it is text on this machine and no option says otherwise, as 'header: false', 'comment' and those for columns do)")]
    [InlineData("{location: data/a.csv, options: {comment: '#'}}", "TLY4113 models/m.yml:1:52 source raw.t: whether the files lack the optional column 'name' cannot be told, as their header is not read here (it is read where it is text on this machine and no option says otherwise, as 'header: false', 'comment' and those for columns do)")]
    [InlineData("{location: data/a.csv, options: {delim: ';'}}", "TLY4103 models/m.yml:1:52 source raw.t: column 'id' is not in {root}/data/a.csv (divided by ';' its only column is 'id,name'; another delimiter: options: {delim: ...})")]
    public void A_header_that_does_not_tell_the_columns_is_an_error_before_the_run(string external, string error)
    {
        _builds.Project.Write("data/a.csv", "id,name\n1,x\n").Write("models/a.sql", "select * from {{ source('raw', 't') }}")
            .Write("models/m.yml", $"sources: [{{name: raw, tables: [{{name: t, external: {external}, columns: {Optional}}}]}}]");
        _builds.Project.PlanErrors().ShouldBe([error.Replace("{root}", _builds.Project.PathOf(""), StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData("sources: [{name: raw, tables: [{name: t, columns: [{name: id, data_type: integer, config: {optional: true}}]}]}]", "TLY3018 models/m.yml:1:59 the column 'id' cannot be optional: only a source in files can be without a column")]
    [InlineData("sources: [{name: raw, tables: [{name: t, external: {location: a.csv}, columns: [{name: id, config: {optional: true}}]}]}]", "TLY3018 models/m.yml:1:88 the column 'id' cannot be optional: where it is missing nothing tells its type (give it a data_type)")]
    [InlineData("models: [{name: a, columns: [{name: id, config: {optional: true}}]}]", "TLY2020 models/m.yml:1:50 unknown key 'optional' in a column's config")]
    public void A_column_that_cannot_be_optional_is_an_error(string yaml, string error)
    {
        _builds.Project.Write("models/a.sql", "select 1 as id").Write("models/m.yml", yaml);
        _builds.Project.LoadErrors().ShouldBe([error]);
    }

    [Fact]
    public async Task A_file_in_UTF_16_is_read_where_that_is_said_and_otherwise_an_error()
    {
        Directory.CreateDirectory(_builds.Project.PathOf("data"));
        await File.WriteAllTextAsync(_builds.Project.PathOf("data/a.csv"), "id,name\n1,Zoë\n", Encoding.Unicode);
        (await SourceAsync("{location: data/a.csv, options: {encoding: utf-16}}")).ShouldBe("id:INTEGER,name:VARCHAR\n1|Zoë");
        _builds.Project.Write("models/m.yml", "sources: [{name: raw, tables: [{name: t, external: {location: data/a.csv}, columns: [{name: id, data_type: integer}]}]}]");
        _builds.Project.PlanErrors().ShouldBe([$"TLY4114 models/m.yml:1:52 source raw.t: {_builds.Project.PathOf("data/a.csv")} is encoded in UTF-16 (say so: options: {{encoding: utf-16}})"]);
    }

    [Fact]
    public async Task A_packed_file_and_a_parquet_file_are_read_too()
    {
        Directory.CreateDirectory(_builds.Project.PathOf("data"));
        await using (var packed = new GZipStream(File.Create(_builds.Project.PathOf("data/a.csv.gz")), CompressionLevel.Fastest))
            await packed.WriteAsync(Encoding.UTF8.GetBytes("name,id\nx,1\n"));
        (await SourceAsync("{location: data/a.csv.gz}")).ShouldBe("name:VARCHAR,id:INTEGER\nx|1");
        await _builds.ExecuteAsync($"copy (select 0.5 as share, 1::bigint as id, 'x' as name) to {SqlText.Literal(_builds.Project.PathOf("data/a.parquet"))}");
        (await SourceAsync("{location: data/a.parquet}")).ShouldBe("share:DECIMAL(2,1),id:INTEGER,name:VARCHAR\n0.5|1|x");
    }

    [Fact]
    public void Missing_files_and_columns_are_said_all_at_once_before_the_run()
    {
        _builds.Project.Write("data/a.csv", "idd,name\n1,x\n").Write("models/a.sql", "select * from {{ source('raw', 't') }}, {{ source('raw', 'gone') }}").Write("models/b.sql", "select * from {{ source('raw', 't') }}")
            .Write("models/c.sql", "select * from {{ source('raw', 'gone') }}")
            .Write("models/m.yml", "sources:\n  - name: raw\n    tables:\n      - {name: t, external: {location: data/a.csv}, columns: [{name: id, data_type: integer}]}\n      - {name: gone, external: {location: data/b_*.csv}}\n");
        _builds.Project.PlanErrors().ShouldBe([
            $"TLY4103 models/m.yml:4:29 source raw.t: column 'id' is not in {_builds.Project.PathOf("data/a.csv")} (did you mean 'idd'?)",
            $"TLY4102 models/m.yml:5:32 source raw.gone: no file matches 'data/b_*.csv' (looked for {_builds.Project.PathOf("data/b_*.csv")})",
        ]);
    }
}
