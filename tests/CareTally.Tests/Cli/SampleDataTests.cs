using CareTally.Cli;

namespace CareTally.Tests.Cli;

public sealed class SampleDataTests
{
    private const string Setting = "\nsample-data: {folder: target/sample, days: 3, contacts-per-day: 20, systems: [call_log], until: 2026-02-20}\n";

    [Fact]
    public async Task A_sample_is_written_with_one_line_about_it()
    {
        using var tally = new Tally();
        var (code, output, error) = await tally.RunAsync("sample-data", "--days", "2", "--contacts-per-day", "30", "--systems", "talkdesk, zendesk", "--out", "demo");
        (code, error).ShouldBe((ExitCode.Success, ""));
        output.ShouldMatch(@"^synthetic sample: 2 days, \d+ contacts -> demo, \d+\.\d s\n$");
        tally.Has("demo/README.md").ShouldBeTrue();
        tally.Has("demo/talkdesk").ShouldBeTrue();
        tally.Has("demo/five9").ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_that_is_there_is_left_alone()
    {
        using var tally = new Tally();
        tally.Write("demo/mine.txt", "mine");
        var (code, _, error) = await tally.RunAsync("sample-data", "--days", "2", "--out", "demo");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("TLY7471");
        Directory.GetFiles(Path.Combine(tally.Folder, "demo")).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("--days 0", "--days must be at least 1")]
    [InlineData("--contacts-per-day -4", "--contacts-per-day must be at least 1")]
    [InlineData("--until 14.06.2026", "must be a date such as 2026-06-14")]
    [InlineData("--systems talkdesc", "did you mean 'talkdesk'?")]
    public async Task What_cannot_be_is_refused(string arguments, string says)
    {
        using var tally = new Tally();
        var (code, _, error) = await tally.RunAsync(["sample-data", .. arguments.Split(' ')]);
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain(says);
        tally.Has("sample").ShouldBeFalse();
    }

    [Fact]
    public async Task A_project_gets_its_sample_from_the_first_command_that_reads_it_and_keeps_it()
    {
        using var tally = await WithSampleAsync(Setting);
        (await tally.RunAsync("parse")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("ls")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("run", "-s", "other")).Code.ShouldBe(ExitCode.Success);
        tally.Has("target/sample").ShouldBeFalse();
        var (code, output, error) = await tally.RunAsync("run", "-s", "from_sample");
        code.ShouldBe(ExitCode.Success, error);
        output.ShouldContain("synthetic sample: 3 days");
        var made = File.GetLastWriteTimeUtc(Path.Combine(tally.Folder, "target/sample/README.md"));
        (await tally.RunAsync("run")).Output.ShouldNotContain("synthetic sample");
        File.GetLastWriteTimeUtc(Path.Combine(tally.Folder, "target/sample/README.md")).ShouldBe(made);
        Directory.GetDirectories(Path.Combine(tally.Folder, "target")).ShouldNotContain(folder => folder.Contains("unfinished", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_clean_it_is_made_again()
    {
        using var tally = await WithSampleAsync(Setting);
        (await tally.RunAsync("compile")).Output.ShouldContain("synthetic sample");
        await tally.RunAsync("clean");
        tally.Has("target/sample").ShouldBeFalse();
        (await tally.RunAsync("show", "from_sample")).Output.ShouldContain("synthetic sample");
    }

    [Fact]
    public async Task One_that_was_made_with_other_settings_stays_and_is_warned_of()
    {
        using var tally = await WithSampleAsync(Setting);
        await tally.RunAsync("run");
        await File.WriteAllTextAsync(Path.Combine(tally.Folder, "tally_project.yml"), (await File.ReadAllTextAsync(Path.Combine(tally.Folder, "tally_project.yml"))).Replace("days: 3", "days: 4", StringComparison.Ordinal));
        var (code, output, error) = await tally.RunAsync("run");
        code.ShouldBe(ExitCode.Success);
        error.ShouldContain("TLY7473");
        output.ShouldNotContain("synthetic sample");
    }

    [Theory]
    [InlineData("{days: 3}", "TLY2022")]
    [InlineData("{folder: target/sample, days: none}", "TLY2021")]
    [InlineData("{folder: target/sample, days: 0}", "TLY2021")]
    [InlineData("{folder: target/sample, until: yesterday}", "TLY2021")]
    [InlineData("{folder: target/sample, seeds: 1}", "TLY2020")]
    [InlineData("{folder: target/sample, systems: [call_logs]}", "TLY7472")]
    [InlineData("{folder: ../sample}", "TLY7474")]
    public async Task A_setting_that_cannot_be_is_refused_with_its_place(string setting, string code)
    {
        using var tally = await WithSampleAsync($"\nsample-data: {setting}\n");
        var result = await tally.RunAsync("run");
        result.Code.ShouldBe(ExitCode.Unusable);
        result.Error.ShouldContain(code);
        result.Error.ShouldContain("tally_project.yml:");
    }

    [Fact]
    public async Task A_file_that_dbt_reads_too_has_no_such_key()
    {
        using var tally = await WithSampleAsync(Setting);
        File.Move(Path.Combine(tally.Folder, "tally_project.yml"), Path.Combine(tally.Folder, "dbt_project.yml"));
        (await tally.RunAsync("parse")).Error.ShouldContain("sample-data");
    }

    private static async Task<Tally> WithSampleAsync(string setting)
    {
        var tally = new Tally();
        await Task.Yield();
        tally.Write("tally_project.yml", "name: demo\n" + setting);
        tally.Write("models/other.sql", "select 1 as one");
        tally.Write("models/from_sample.sql", "select count(*) as calls from {{ source('log', 'calls') }}");
        tally.Write("models/sources.yml", "sources:\n  - name: log\n    tables:\n      - name: calls\n        config: {external: {location: 'target/sample/call_log/calls_*.csv', format: csv}}\n");
        return tally;
    }
}
