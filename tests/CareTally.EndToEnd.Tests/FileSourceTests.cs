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
