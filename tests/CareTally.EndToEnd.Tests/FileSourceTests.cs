using System.IO.Compression;
using System.Text;
using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>Files as sources: Parquet, JSONL and compressed CSV, several at once.</summary>
public sealed class FileSourceTests
{
    [Fact]
    public void Models_read_parquet_jsonl_and_compressed_csv_through_globs()
    {
        using var folder = ProjectFolder.Of("files");
        WriteData(folder);
        folder.Tally("build").ShouldExitWith(0).Error.ShouldBeEmpty();
        folder.Database.Query("select kind, rows_in, first_id, last_id, total::varchar from all_calls order by kind").ShouldBe(
        [
            ["csv", "3", "00001", "00003", "6.50"],
            ["jsonl", "3", "j1", "j3", "null"],
            ["parquet", "4", "0", "3", "6.00"],
        ]);
        folder.Database.Query("select column_name, data_type from information_schema.columns where table_name = 'csv_calls' and column_name <> 'filename' order by ordinal_position")
            .ShouldBe([["call_id", "VARCHAR"], ["started_at", "TIMESTAMP"], ["cost", "DECIMAL(10,2)"], ["note", "VARCHAR"]]);
    }

    [Fact]
    public void Files_that_come_later_are_read_by_the_next_build()
    {
        using var folder = ProjectFolder.Of("files");
        WriteData(folder);
        folder.Tally("build").ShouldExitWith(0);
        WriteGzip(folder, "data/2026/05/calls_c.csv.gz", "call_id;started_at;cost\n00004;2026-05-01 00:00:00;1,50\n");
        folder.Tally("build").ShouldExitWith(0);
        folder.Database.Scalar("select count(*) from csv_calls").ShouldBe("4");
    }

    [Fact]
    public void Rows_that_cannot_be_read_are_set_aside_counted_and_shown()
    {
        using var folder = ProjectFolder.Of("files");
        WriteData(folder);
        folder.Write("tally_project.yml", folder.Read("tally_project.yml") + "\nsources:\n  +on_unreadable: reject\n  +max_unreadable_share: \"{{ var('share', 0.5) }}\"\n");
        WriteGzip(folder, "data/2026/05/calls_c.csv.gz", "call_id;started_at;cost\n00004;2026-05-01 00:00:00;1,50\n00005;31/05/2026;1,50\n");
        folder.Write("data/chats_3.jsonl", "{\"id\":\"j4\"}\n{\"id\":\"j5\",");
        var build = folder.Tally("build").ShouldExitWith(0);
        build.ShouldPrint("1 row of source exports.csv_calls could not be read (table main.rejected)", "1 row of source exports.chats could not be read (table main.rejected)");
        build.ShouldPrint("2 rows rejected");
        folder.Database.Query("select kind, rows_in from all_calls order by kind").ShouldBe([["csv", "4"], ["jsonl", "4"], ["parquet", "4"]]);
        folder.Json("target/run_results.json").GetProperty("results").EnumerateArray().Single(result => result.GetProperty("unique_id").GetString() == "model.files.csv_calls")
            .GetProperty("adapter_response").GetRawText().ShouldBe("""{"rows_affected":4,"rows_rejected":{"exports.csv_calls":1}}""");
        folder.Tally("show", "--inline", "select file, line from rejected order by file", "--output", "json").ShouldExitWith(0)
            .ShouldPrint("data/2026/05/calls_c.csv.gz", "data/chats_3.jsonl");
        folder.Tally("check").ShouldExitWith(0);
        folder.Tally("build", "--select", "csv_calls", "--vars", "{share: 0.1}").ShouldExitWith(1)
            .ShouldSay("1 of 5 rows could not be read, which is more than max_unreadable_share allows (0.1); the first is data/2026/05/calls_c.csv.gz:3: Error when converting column \"started_at\"");
        folder.Database.Scalar("select count(*) from rejected").ShouldBe("2");
        folder.Tally("run", "--empty").ShouldExitWith(0);
        folder.Database.Scalar("select count(*) from rejected").ShouldBe("0");
        folder.Tally("run", "--output", "json").ShouldExitWith(0).Everything.ShouldContain("\"rows_rejected\":{\"exports.csv_calls\":1}");
    }

    private static void WriteData(ProjectFolder folder)
    {
        WriteGzip(folder, "data/2026/03/calls_a.csv.gz", "call_id;started_at;cost\n00001;2026-03-01 10:00:00;1,25\n00002;2026-03-01 11:00:00;5,25\n");
        WriteGzip(folder, "data/2026/04/calls_b.csv.gz", "started_at;note;call_id;cost\n2026-04-01 10:00:00;\"late; and quoted\";00003;\n");
        folder.Write("data/chats_1.jsonl", "{\"id\":\"j1\",\"tags\":[\"a\",\"b\"]}\n{\"id\":\"j2\"}\n");
        folder.Write("data/chats_2.jsonl", "{\"id\":\"j3\",\"tags\":[],\"other\":1}\n");
        using var connection = new DuckDB.NET.Data.DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Concat(Enumerable.Range(0, 2).Select(part =>
            $"copy (select i as id, i::double as cost from range({part * 2}, {(part + 1) * 2}) as t(i)) to '{folder.File($"data/part_{part}.parquet")}' (format parquet);"));
        command.ExecuteNonQuery();
    }

    private static void WriteGzip(ProjectFolder folder, string path, string text)
    {
        folder.Write(path, "");
        using var stream = new GZipStream(File.Create(folder.File(path)), CompressionLevel.Fastest);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
