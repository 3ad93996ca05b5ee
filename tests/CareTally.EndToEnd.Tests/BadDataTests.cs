using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>What only the database or the file system can find wrong.</summary>
public sealed class BadDataTests(BuiltCalls calls) : IClassFixture<BuiltCalls>
{
    private const string Source = """
        version: 2
        sources:
          - name: phone
            tables:
              - name: calls
                config: {external: {location: "data/*.csv", format: csv}}
                columns:
                  - {name: id, data_type: integer}
                  - {name: at, data_type: timestamp}
        """;

    [Theory]
    [InlineData("models/marts/daily_calls.sql", "sum(talk_sec)", "sum(talk_secs)", "models/marts/daily_calls.sql:6:9", "did you mean 'talk_sec'?")]
    [InlineData("models/marts/daily_calls.sql", "group by called_on, queue", "group called_on, queue", "models/marts/daily_calls.sql:8:7", "TLY5001")]
    [InlineData("macros/in_time.sql", "coalesce({{", "coallesce({{", "macros/in_time.sql:2:5", "coallesce")]
    public void An_sql_error_is_shown_in_the_template(string file, string old, string replacement, string place, string said)
    {
        using var folder = calls.Copy();
        folder.Edit(file, old, replacement);
        folder.Tally("build", "--no-check").ShouldExitWith(1).ShouldSay($"--> {place}", said, "because daily_calls failed: ", "queue_totals");
        folder.Statuses().Where(pair => pair.Value == "error").Select(pair => pair.Key).ShouldBe(["daily_calls"]);
        folder.Statuses()["queue_totals"].ShouldBe("skipped");
        folder.Database.Content().ShouldBe(calls.Content, ignoreOrder: true);
    }

    [Fact]
    public void A_missing_source_file_is_an_error_before_anything_is_run()
    {
        using var folder = WithSource(null);
        folder.Tally("build").ShouldExitWith(2).ShouldSay("TLY4102", "source phone.calls: no file matches 'data/*.csv'", "--> models/phone.yml:6:28", folder.File("data/*.csv"));
        folder.Database.Exists.ShouldBeFalse();
    }

    [Fact]
    public void A_missing_csv_column_is_an_error_before_anything_is_run()
    {
        using var folder = WithSource("id,att\n1,2026-01-01\n");
        folder.Tally("build").ShouldExitWith(2).ShouldSay("TLY4103", "column 'at' is not in", "a.csv", "--> models/phone.yml:6:28", "did you mean 'att'?");
    }

    [Theory]
    [InlineData("id,at\n1,2026-01-01\n2,2026-01-01,3,4\n", "3:1")]
    [InlineData("id,at\n1,2026-01-01\nx,2026-01-01\n", "3:1")]
    [InlineData("id,at\n1,2026-01-01\n2,2026-02-30\n", "3:3")]
    [InlineData("id,at\n1,2026-01-01\n2,2026-01-01\n3\n", "4:1")]
    public void A_malformed_row_of_a_source_is_shown_in_its_file(string csv, string place)
    {
        using var folder = WithSource("id,at\n1,2026-01-01\n");
        folder.Tally("build").ShouldExitWith(0);
        var before = folder.Database.Content();
        folder.Write("data/a.csv", csv);
        folder.Tally("build").ShouldExitWith(1).ShouldSay($"--> data/a.csv:{place}", "in model phone_calls");
        folder.Database.Content().ShouldBe(before, ignoreOrder: true);
    }

    [Theory]
    [InlineData("7,sales,2026-03-03,0\n", "8:1", "Columns: 5 Found: 4")]
    [InlineData("7,sales,2026-13-03,0,1\n", "8:9", "2026-13-03")]
    [InlineData("7,sales,2026-03-03,0,\"1\n", "8:1", "unterminated quote")]
    public void A_malformed_row_of_a_seed_is_shown_in_its_file(string row, string place, string said)
    {
        using var folder = calls.Copy();
        folder.Write("seeds/raw_calls.csv", folder.Read("seeds/raw_calls.csv") + row);
        folder.Tally("build").ShouldExitWith(1).ShouldSay($"--> seeds/raw_calls.csv:{place}", said);
        folder.Database.Content().ShouldBe(calls.Content, ignoreOrder: true);
    }

    [Fact]
    public void A_target_folder_that_cannot_be_written_stops_the_build_before_the_database_is_made()
    {
        // Nobody may make a folder in /sys, not even the superuser.
        using var folder = ProjectFolder.Of("calls");
        folder.Write("tally_project.yml", folder.Read("tally_project.yml") + "\ntarget-path: /sys/caretally\n");
        folder.Tally("build").ShouldExitWith(2).ShouldSay("TLY5901", "cannot write /sys/caretally");
        folder.Database.Exists.ShouldBeFalse();
    }

    [Fact]
    public void A_file_in_the_place_of_the_target_folder_is_named()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Write("target", "mine");
        folder.Tally("build").ShouldExitWith(2).ShouldSay("TLY5901", folder.File("target"));
        folder.Read("target").ShouldBe("mine");
    }

    [Theory]
    [InlineData("/sys/calls.duckdb", "/sys/calls.duckdb")]
    [InlineData("nowhere/calls.duckdb", "nowhere/calls.duckdb does not exist")]
    public void A_database_folder_that_cannot_be_written_is_named(string path, string said)
    {
        using var folder = WithDatabaseAt(path);
        folder.Tally("build").ShouldExitWith(2).ShouldSay("TLY6003", said, "hint:");
    }

    [Fact]
    public void A_file_that_is_no_database_is_left_alone()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Write("caretally.duckdb", "id,name\n1,not a database\n");
        folder.Tally("build").ShouldExitWith(2).ShouldSay("TLY6003", "is not a DuckDB database", "hint:");
        folder.Read("caretally.duckdb").ShouldBe("id,name\n1,not a database\n");
    }

    private static ProjectFolder WithDatabaseAt(string path)
    {
        var folder = ProjectFolder.Of("calls");
        folder.Write("tally_project.yml", folder.Read("tally_project.yml") + $"\ntargets:\n  dev: {{type: duckdb, path: {path}}}\ntarget: dev\n");
        return folder;
    }

    private static ProjectFolder WithSource(string? csv)
    {
        var folder = ProjectFolder.Of("calls");
        folder.Write("models/phone.yml", Source);
        folder.Write("models/phone_calls.sql", "{{ config(materialized='table') }}\nselect * from {{ source('phone', 'calls') }}\n");
        if (csv is not null) folder.Write("data/a.csv", csv);
        return folder;
    }
}
