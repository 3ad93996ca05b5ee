using CareTally.Cli;
using CareTally.Tests.Adapters;
using DuckDB.NET.Data;

namespace CareTally.Tests.Cli;

/// <summary>A file whose writer was killed, for commands that only read.</summary>
public sealed class KilledWriterTests
{
    [Theory]
    [InlineData("show", "--inline", "select count(*) as n from big where i < 3", "--output", "csv")]
    [InlineData("compile")]
    [InlineData("debug")]
    [InlineData("docs", "generate")]
    public async Task What_it_had_committed_is_read(params string[] command)
    {
        using var tally = new Tally();
        tally.Write("tally_project.yml", "name: shop");
        tally.Write("models/m.sql", "select count(*) as n from big");
        var file = Path.Combine(tally.Folder, "caretally.duckdb");
        await LeaveAsync(file);

        var (code, output, error) = await tally.RunAsync(command);

        code.ShouldBe(ExitCode.Success, error);
        if (command[0] == "show") output.ShouldBe("n\n3\n");
    }

    // An index on rows that are in the file already: to go on from its log, the database has to write.
    private static async Task LeaveAsync(string file)
    {
        using (var writer = await SqlHostProcess.StartAsync(file))
        {
            foreach (var sql in (string[])["create table big as select range as i from range(300000)", "checkpoint", "create index of_big on big(i)"]) (await writer.RunAsync(sql)).ShouldBe("ok");
            await writer.KillAsync();
        }

        using var reader = new DuckDBConnection($"Data Source={file};ACCESS_MODE=READ_ONLY");
        Should.Throw<DuckDBException>(reader.Open).Message.ShouldContain("Failure while replaying WAL");
    }
}
