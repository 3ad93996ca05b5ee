using System.IO.Compression;
using System.Text;
using CareTally.Core.Planning;
using CareTally.Core.Running;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>What becomes of rows in files that cannot be read, where the source says to set them aside.</summary>
public sealed class UnreadableRowsTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Columns = "[{name: id, data_type: integer}, {name: name, data_type: varchar}, {name: at, data_type: timestamp}]";
    private const string Good = "id,name,at\n1,x,2026-05-01 10:00:00\n";

    private readonly Builds _builds = new();
    private readonly List<string> _said = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    private void Source(string location, string? share = "0.9", string external = "", string model = "{{ config(materialized='table') }} select * from {{ source('raw', 't') }}", string columns = Columns)
    {
        _builds.Project.Write("tally_project.yml", $"name: shop\nsources: {{+on_unreadable: reject{(share is null ? "" : $", +max_unreadable_share: {share}")}}}\n");
        _builds.Project.Write("models/a.sql", model);
        _builds.Project.Write("models/m.yml", $"sources: [{{name: raw, tables: [{{name: t, external: {{location: '{location}'{external}}}, columns: {columns}}}]}}]");
    }

    private void WriteBytes(string path, byte[] bytes)
    {
        _builds.Project.Write(path, "");
        File.WriteAllBytes(_builds.Project.PathOf(path), bytes);
    }

    private void Pack(string path, string text, double share = 1)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest)) stream.Write(Encoding.UTF8.GetBytes(text));
        var bytes = packed.ToArray();
        WriteBytes(path, bytes[..(int)(bytes.Length * share)]);
    }

    private async Task<RunResults> BuildAsync(PlanOptions? options = null)
    {
        _said.Clear();
        return await _builds.BuildAsync(options: options, report: happened =>
        {
            if (happened is RunEvent.Said { Message: var message }) _said.Add(message.Text);
        });
    }

    private async Task<string[]> BuiltAsync(string query = "select id, name from a order by all")
    {
        Builds.Describe(await BuildAsync()).ShouldBe(["model.shop.a success"]);
        return await RowsAsync(query);
    }

    private async Task<string[]> RowsAsync(string query)
    {
        await using var session = await _builds.Warehouse.OpenSessionAsync(CancellationToken.None);
        return [.. (await session.QueryAsync(query, null, CancellationToken.None)).Rows.Select(row => string.Join('|', row.Select(cell => CellText.Of(cell, "null"))))];
    }

    private Task<string[]> RejectedAsync() => RowsAsync("select file, line, column_name, reason, raw from rejected order by file, line");

    private async Task<Diagnostic> ErrorAsync()
    {
        var results = await BuildAsync();
        (await RowsAsync("select * from rejected")).ShouldBeEmpty();
        return results.Results.OfType<NodeResult.Errored>().ShouldHaveSingleItem().Diagnostic;
    }

    [Fact]
    public async Task Rows_of_a_CSV_file_are_set_aside_with_line_and_reason()
    {
        WriteBytes("data/a.csv", [.. "id,name,at\n1,x,2026-05-01 10:00:00\n2,caf"u8, 0xE9, .. ",2026-05-01 10:00:00\nzz,y,2026-05-01 10:00:00\n4,y,31/05/2026 10:00\n5\n6,z,2026-05-01 10:00:00,more\n7,é,2026-05-01 10:00:00\n"u8]);
        Source("data/a.csv");
        (await BuiltAsync()).ShouldBe(["1|x", "7|é"]);
        (await RejectedAsync()).Select(row => row.Replace("\uFFFD", "?", StringComparison.Ordinal)).ShouldBe(
        [
            "data/a.csv|3|name|Invalid unicode (byte sequence mismatch) detected. This file is not utf-8 encoded.|2,caf??2026-05-01 10:00:00",
            "data/a.csv|4|id|Error when converting column \"id\". Could not convert string \"zz\" to 'INTEGER'|zz,y,2026-05-01 10:00:00",
            "data/a.csv|5|at|Error when converting column \"at\". Could not convert string \"31/05/2026 10:00\" to 'TIMESTAMP'|4,y,31/05/2026 10:00",
            "data/a.csv|6|name|Expected Number of Columns: 3 Found: 1|5",
            "data/a.csv|7|null|Expected Number of Columns: 3 Found: 4|6,z,2026-05-01 10:00:00,more",
        ]);
        _said.ShouldBe(["5 rows of source raw.t could not be read (table main.rejected)"]);
    }

    [Fact]
    public async Task Lines_of_JSON_are_set_aside_with_line_and_reason()
    {
        WriteBytes("data/a_1.jsonl", [.. "{\"id\":1,\"name\":\"x\"}\n\n{\"id\":2, name:1}\r\n{\"id\":\"zz\",\"name\":\"y\"}\n[1]\n{\"id\":5,\"name\":\"caf"u8, 0xE9, .. "\"}\n{\"id\":6}\n{\"id\":7,\"na"u8]);
        _builds.Project.Write("data/a_2.jsonl", "{\"id\":8}\n");
        Source("data/a_*.jsonl", external: ", options: {filename: true}");
        (await BuiltAsync("select id, name, parse_filename(filename) from a order by id")).ShouldBe(["1|x|a_1.jsonl", "6|null|a_1.jsonl", "8|null|a_2.jsonl"]);
        (await RejectedAsync()).ShouldBe(
        [
            "data/a_1.jsonl|3|null|'n' is an invalid start of a property name. Expected a '\"'.|{\"id\":2, name:1}",
            "data/a_1.jsonl|4|id|the value of \"id\" cannot be read as integer|{\"id\":\"zz\",\"name\":\"y\"}",
            "data/a_1.jsonl|5|null|it is not an object|[1]",
            "data/a_1.jsonl|6|null|it is not UTF-8|{\"id\":5,\"name\":\"caf\uFFFD\"}",
            "data/a_1.jsonl|8|null|Expected end of string, but instead reached end of data.|{\"id\":7,\"na",
        ]);
        _said.ShouldBe(["5 rows of source raw.t could not be read (table main.rejected)"]);
    }

    [Fact]
    public async Task A_page_of_JSON_is_set_aside_as_a_whole()
    {
        _builds.Project.Write("data/p1.json", "[{\"id\": 1},\n {\"id\": 2}]").Write("data/p2.json", "[{\"id\": 3},\n {\"id\":").Write("data/p3.json", "[{\"id\": 4},\n {\"id\": \"zz\"}]").Write("data/p4.json", "");
        Source("data/p?.json");
        (await BuiltAsync()).ShouldBe(["1|null", "2|null"]);
        (await RejectedAsync()).ShouldBe(
        [
            "data/p2.json|2|null|Malformed JSON at byte 7 in record/value 3: unexpected end of data.|null",
            "data/p3.json|null|null|JSON transform in record/value 2: Failed to cast value to numerical: \"zz\"|null",
        ]);
        _said.ShouldBe(["2 pages of source raw.t could not be read (table main.rejected)"]);
    }

    [Fact]
    public async Task What_a_run_rejects_replaces_what_the_run_before_has()
    {
        _builds.Project.Write("data/a.csv", Good + "zz,x,2026-05-01 10:00:00\n");
        Source("data/a.csv");
        await BuiltAsync();
        await _builds.ExecuteAsync("insert into rejected (source, node) values ('raw.t', 'model.shop.other')");
        (await RowsAsync("select source, node, file, line from rejected order by node")).ShouldBe(["raw.t|model.shop.a|data/a.csv|3", "raw.t|model.shop.other|null|null"]);
        _builds.Project.Write("data/a.csv", Good + "3,x,2026-05-01 10:00:00\n4,yy\n");
        (await BuiltAsync()).ShouldBe(["1|x", "3|x"]);
        (await RowsAsync("select node, line from rejected order by node")).ShouldBe(["model.shop.a|4", "model.shop.other|null"]);
        _builds.Project.Write("data/a.csv", Good);
        await BuiltAsync();
        (await RowsAsync("select node from rejected")).ShouldBe(["model.shop.other"]);
        _said.ShouldBeEmpty();
    }

    [Fact]
    public async Task More_than_the_allowed_share_fails_and_changes_nothing()
    {
        _builds.Project.Write("data/a.csv", Good + string.Concat(Enumerable.Repeat("2,y,2026-05-01 10:00:00\n", 998)) + "zz,x,2026-05-01 10:00:00\n");
        Source("data/a.csv", share: null);
        (await BuiltAsync("select count(*) from a")).ShouldBe(["999"]);
        _builds.Project.Write("data/a.csv", Good + string.Concat(Enumerable.Repeat("2,y,2026-05-01 10:00:00\n", 996)) + "5,zz\nzz,x,2026-05-01 10:00:00\n");
        var error = (await BuildAsync()).Results.OfType<NodeResult.Errored>().Single().Diagnostic;
        error.Message.ShouldBe("source raw.t: 2 of 999 rows could not be read, which is more than max_unreadable_share allows (0.001); the first is data/a.csv:999: Expected Number of Columns: 3 Found: 2");
        error.Span.ToString().ShouldBe("data/a.csv:999:1");
        (await RowsAsync("select line, (select count(*) from a) from rejected")).ShouldBe(["1001|999"]);
    }

    [Theory]
    [InlineData("data/a.jsonl", "{\"id\": 1}\n{\"id\": 2", "source raw.t: 1 of 2 rows could not be read, which is more than max_unreadable_share allows (0.001); the first is data/a.jsonl:2: '2' is an invalid end of a number. Expected a delimiter.")]
    [InlineData("data/a.jsonl", "{\"id\": 2", "source raw.t: 1 of 1 rows could not be read, which is more than max_unreadable_share allows (0.001); the first is data/a.jsonl:1: '2' is an invalid end of a number. Expected a delimiter.")]
    [InlineData("data/a.json", "[{\"id\": 1},\n{\"id\": 2", "source raw.t: 1 of 1 pages could not be read, which is more than max_unreadable_share allows (0.001); the first is data/a.json:2: Malformed JSON at byte 9 in record/value 3: unexpected end of data.")]
    [InlineData("data/a.csv", "id,name,at\n1,x,31/05/2026 10:00:00\n", "source raw.t: 1 of 1 rows could not be read, which is more than max_unreadable_share allows (0.001); the first is data/a.csv:2: Error when converting column \"at\". Could not convert string \"31/05/2026 10:00:00\" to 'TIMESTAMP'")]
    public async Task A_file_that_is_cut_off_or_of_another_locale_says_where(string path, string text, string error)
    {
        _builds.Project.Write(path, text);
        Source(path, share: null);
        (await ErrorAsync()).Message.ShouldBe(error);
    }

    [Fact]
    public async Task The_date_format_of_another_locale_is_an_option()
    {
        _builds.Project.Write("data/a.csv", "id,name,at\n1,x,31/05/2026 10:00:00\n");
        Source("data/a.csv", external: ", options: {timestampformat: '%d/%m/%Y %H:%M:%S'}");
        (await BuiltAsync("select \"at\"::varchar from a")).ShouldBe(["2026-05-31 10:00:00"]);
        _builds.Project.Write("data/a.jsonl", "{\"id\": 1, \"at\": \"31/05/2026 10:00:00\"}\n{\"id\": 2, \"at\": \"2026-05-31 10:00:00\"}\n{bad\n");
        Source("data/a.jsonl", external: ", options: {timestampformat: '%d/%m/%Y %H:%M:%S'}");
        (await BuiltAsync("select \"at\"::varchar from a")).ShouldBe(["2026-05-31 10:00:00"]);
        (await RowsAsync("select line, column_name from rejected order by line")).ShouldBe(["2|at", "3|null"]);
    }

    [Theory]
    [InlineData("data/a.csv", "\uFEFFid,name,at\nzz,x,2026-05-01 10:00:00\n1,x,2026-05-01 10:00:00\n")]
    [InlineData("data/a.json", "\uFEFF[{\"id\": 1, \"name\": \"x\"}]")]
    [InlineData("data/a.jsonl", "\uFEFF{\"id\": 1, \"name\": \"x\"}\n{\"id\": \"zz\"}\n")]
    public async Task A_byte_order_mark_is_no_part_of_the_first_row(string path, string text)
    {
        _builds.Project.Write(path, "");
        await File.WriteAllTextAsync(_builds.Project.PathOf(path), text, new UTF8Encoding(false));
        Source(path);
        (await BuiltAsync()).ShouldBe(["1|x"]);
        (await RowsAsync("select line from rejected")).ShouldBe(path.EndsWith("json", StringComparison.Ordinal) ? [] : ["2"]);
    }

    [Fact]
    public async Task Rows_of_a_file_in_UTF_16_are_set_aside_too()
    {
        WriteBytes("data/a.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Good + "zz,Zoë,2026-05-01 10:00:00\n")]);
        Source("data/a.csv", external: ", options: {encoding: utf-16}");
        (await BuiltAsync()).ShouldBe(["1|x"]);
        (await RowsAsync("select line, raw from rejected")).ShouldBe(["3|zz,Zoë,2026-05-01 10:00:00"]);
    }

    [Theory]
    [InlineData("data/a.csv.gz", "id,name,at\n", "{0},{1},2026-05-01 10:00:00\n")]
    [InlineData("data/a.jsonl.gz", "", "{{\"id\": {0}, \"name\": \"{1}\"}}\n")]
    public async Task A_packed_file_that_is_cut_off_fails_however_much_is_allowed(string path, string header, string row)
    {
        var text = header + string.Concat(Enumerable.Range(0, 5000).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, row, i, Guid.NewGuid())));
        Pack(path, text);
        Source(path);
        (await BuiltAsync("select count(*) from a")).ShouldBe(["5000"]);
        Pack(path, text, 0.5);
        (await BuildAsync()).Results.OfType<NodeResult.Errored>().Single().Diagnostic.Message
            .ShouldBe($"source raw.t: the packed file {path} is cut off, so that it is not known how many rows are missing");
        (await RowsAsync("select count(*) from a")).ShouldBe(["5000"]);
        Pack(path, text + "zz\n");
        (await BuiltAsync("select count(*) from a")).ShouldBe(["5000"]);
    }

    [Theory]
    [InlineData("data/a.csv")]
    [InlineData("data/a.jsonl")]
    [InlineData("data/a.json")]
    public async Task An_empty_file_has_no_rows(string path)
    {
        _builds.Project.Write(path, "");
        Source(path);
        (await BuiltAsync()).ShouldBeEmpty();
        (await RejectedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Files_with_differing_headers_have_their_rows_set_aside_too()
    {
        _builds.Project.Write("data/a_1.csv", Good + "zz,x,2026-05-01 10:00:00\n").Write("data/a_2.csv", "at,id\n2026-05-01 10:00:00,2\nzz,3\n");
        Source("data/a_*.csv", columns: Columns.Replace("varchar", "varchar, config: {optional: true}", StringComparison.Ordinal));
        (await BuiltAsync()).ShouldBe(["1|x", "2|null"]);
        (await RowsAsync("select file, line, column_name from rejected order by all")).ShouldBe(["data/a_1.csv|3|id", "data/a_2.csv|3|at"]);
    }

    [Fact]
    public async Task Ephemeral_models_tests_incremental_models_and_snapshots_read_without_them()
    {
        _builds.Project.Write("data/a.csv", Good + "zz,x,2026-05-01 10:00:00\n").Write("data/b.jsonl", "{\"id\": 1}\n{\"id\": \"zz\"}\n");
        Source("data/a.csv", model: "{{ config(materialized='ephemeral') }} select * from {{ source('raw', 't') }}");
        _builds.Project.Write("models/m.yml", $"sources: [{{name: raw, tables: [{{name: t, external: {{location: data/a.csv}}, columns: {Columns}, data_tests: [{{unique: {{column_name: id}}}}]}}, {{name: j, external: {{location: data/b.jsonl}}, columns: {Columns}, data_tests: [{{unique: {{column_name: id}}}}]}}]}}]")
            .Write("models/b.sql", "{{ config(materialized='incremental', unique_key='id') }} select a.* from {{ ref('a') }} as a join {{ source('raw', 'j') }} as j using (id)")
            .Write("snapshots/s.sql", "{% snapshot s %}{{ config(unique_key='id', strategy='check', check_cols='all') }} select * from {{ source('raw', 't') }}{% endsnapshot %}");
        for (var run = 0; run < 2; run++)
        {
            Builds.Describe(await BuildAsync()).Order().ShouldBe(["model.shop.b success", "snapshot.shop.s success", "test.source_unique_raw_j_id pass", "test.source_unique_raw_t_id pass"]);
            (await RowsAsync("select source, node, file, line from rejected order by all")).ShouldBe(["raw.j|model.shop.b|data/b.jsonl|2", "raw.t|model.shop.b|data/a.csv|3", "raw.t|snapshot.shop.s|data/a.csv|3"]);
        }
    }

    [Fact]
    public async Task Many_nodes_keep_what_they_reject_at_the_same_time()
    {
        _builds.Project.Write("data/a.csv", Good + "zz,x,2026-05-01 10:00:00\n");
        Source("data/a.csv");
        for (var i = 0; i < 20; i++) _builds.Project.Write($"models/m{i}.sql", "{{ config(materialized='table') }} select id from {{ source('raw', 't') }}");
        for (var run = 0; run < 10; run++)
        {
            (await _builds.BuildAsync(threads: 4)).Results.Where(result => result.IsFailure).Select(result => result.ToString()).ShouldBeEmpty();
            (await RowsAsync("select count(*), count(distinct node), count(distinct invocation_id) from rejected")).ShouldBe(["21|21|1"]);
        }
    }

    [Fact]
    public async Task A_model_in_batches_keeps_each_row_once()
    {
        _builds.Project.Write("data/a.csv", Good + "zz,x,2026-05-01 10:00:00\n");
        Source("data/a.csv", model: """
            {{ config(materialized='incremental', incremental_strategy='microbatch', event_time='happened', begin='2026-06-13', batch_size='day') }}
            select id, "at" as happened from {{ source('raw', 't') }}
            """);
        var results = await BuildAsync();
        Builds.Describe(results).ShouldBe(["model.shop.a success"]);
        var built = results.Results.OfType<NodeResult.Built>().ShouldHaveSingleItem();
        built.Batches!.Successful.Length.ShouldBeGreaterThan(1);
        built.Unreadable.ShouldHaveSingleItem().Count.ShouldBe(1);
        (await RowsAsync("select line from rejected")).ShouldBe(["3"]);
    }

    [Fact]
    public async Task A_run_without_rows_goes_on_working()
    {
        _builds.Project.Write("data/a.jsonl", "{\"id\": 1}\n{bad\n");
        Source("data/a.jsonl");
        (await BuiltAsync()).ShouldBe(["1|null"]);
        (await RowsAsync("select line from rejected")).ShouldBe(["2"]);
        _builds.IsEmptyRun = true;
        (await BuiltAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_view_cannot_keep_them_and_says_so()
    {
        _builds.Project.Write("data/a.csv", Good + "zz,x,2026-05-01 10:00:00\n");
        Source("data/a.csv", model: "select * from {{ source('raw', 't') }}");
        _builds.Project.Write("models/b.sql", "{{ config(materialized='table') }} select id from {{ ref('a') }}");
        var results = Builds.Describe(await BuildAsync());
        results[0].ShouldBe("model.shop.a success");
        results[1].ShouldStartWith("model.shop.b error Conversion Error: Error when converting column \"id\". Could not convert string \"zz\"");
        _builds.Project.Problems.All.Select(problem => problem.Message).ShouldContain(
            "model.shop.a is a view, which reads the files of source raw.t each time it is read and can keep no rejected rows: one that cannot be read fails what reads the view");
    }

    [Fact]
    public async Task A_model_that_fails_its_tests_leaves_what_was_rejected_before()
    {
        _builds.Project.Write("data/a.csv", Good + "zz,x,2026-05-01 10:00:00\n");
        Source("data/a.csv");
        await BuiltAsync();
        _builds.Project.Write("data/a.csv", Good + "1,x,2026-05-01 10:00:00\nyy\nzz\n").Write("models/n.yml", "models: [{name: a, columns: [{name: id, data_tests: [unique]}]}]");
        Builds.Describe(await BuildAsync()).ShouldBe(["test.unique_a_id fail 1", "model.shop.a error rejected"]);
        (await RowsAsync("select line from rejected")).ShouldBe(["3"]);
    }

    [Theory]
    [InlineData("{location: a.csv, on_unreadable: reject}", "", "TLY3012 models/m.yml:1:52 external source: unknown key 'on_unreadable' (it is a config of its own: config: {on_unreadable: ...})")]
    [InlineData("{location: a.csv, options: {ignore_errors: true}}", "on_unreadable: reject", "TLY3012 models/m.yml:1:52 external source: the option 'ignore_errors' says otherwise than on_unreadable: reject (remove the option, or say on_unreadable: fail here)")]
    [InlineData("{location: a.csv}", "on_unreadable: skip", "TLY3029 models/m.yml:1:95 config on_unreadable: 'skip' is not possible ('fail' or 'reject')")]
    [InlineData("{location: a.csv}", "on_unreadable: reject, max_unreadable_share: 5 %", "TLY3029 models/m.yml:1:125 config max_unreadable_share: '5 %' is not possible (a number from 0 to 1: 0.001 is one row of a thousand)")]
    public void Rules_that_mean_nothing_are_errors(string external, string config, string error)
    {
        _builds.Project.Write("models/m.yml", $"sources: [{{name: raw, tables: [{{name: t, external: {external}, config: {{{config}}}}}]}}]");
        _builds.Project.LoadErrors().ShouldBe([error]);
    }

    [Fact]
    public void Files_whose_columns_are_guessed_together_are_an_error()
    {
        _builds.Project.Write("data/a_1.csv", Good).Write("data/a_2.csv", "#\n" + Good);
        Source("data/a_*.csv", external: ", options: {comment: '#'}");
        _builds.Project.PlanErrors().ShouldBe(["TLY4117 models/m.yml:1:52 source raw.t: rows that cannot be read cannot be set aside while files with columns that are not known are brought together by name (give their columns as they are in all files, or say on_unreadable: fail here)"]);
    }

    [Fact]
    public void A_model_where_they_are_kept_is_an_error()
    {
        _builds.Project.Write("data/a.csv", Good);
        Source("data/a.csv");
        _builds.Project.Write("models/rejected.sql", "select 1 as id");
        _builds.Project.PlanErrors().ShouldBe(["TLY4116 models/rejected.sql:1:1 model.shop.rejected would stand where rows are kept that cannot be read: main.rejected (give it an alias)"]);
    }
}
