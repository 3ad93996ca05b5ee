namespace CareTally.Tests.Cli;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task The_scripts_are_stable(string shell)
    {
        using var tally = new Tally();
        Snapshot.Match($"Cli/completion/{shell}.txt", (await tally.RunAsync("completion", shell)).Output);
    }

    [Theory]
    [InlineData("bu", "build")]
    [InlineData("docs s", "serve")]
    [InlineData("completion ", "bash fish pwsh zsh")]
    [InlineData("build --resource-type s", "seed snapshot source")]
    [InlineData("build --thr", "--threads")]
    [InlineData("build -s stg", "stg_calls")]
    [InlineData("build -s +stg", "+stg_calls")]
    [InlineData("build --select 2+stg", "2+stg_calls")]
    [InlineData("build --select calls daily", "daily_service")]
    [InlineData("build -s path:models,@d", "path:models,@daily_service")]
    [InlineData("build --exclude tag:", "tag: tag:daily")]
    [InlineData("build --output ", "github json junit text")]
    [InlineData("build -s stg_calls --excl", "--exclude --exclude-resource-type")]
    [InlineData("docs serve --port 1 --project-d", "--project-dir")]
    [InlineData("show unique", "unique_stg_calls_call_id")]
    [InlineData("nonsense x", "")]
    public async Task What_may_follow_is_answered(string typed, string expected)
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/tagged.sql", "{{ config(tags=['daily']) }} select 1 as one");
        var (_, output, error) = await tally.RunAsync(["__complete", "--", .. typed.Split(' ')]);
        error.ShouldBeEmpty();
        string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0])).ShouldBe(expected);
        tally.Has("caretally.duckdb").ShouldBeFalse();
    }

    [Fact]
    public async Task A_broken_project_offers_no_names_and_no_complaint()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("tally_project.yml", "name: [");
        var (_, output, error) = await tally.RunAsync("__complete", "--", "build", "-s", "stg");
        output.ShouldBeEmpty();
        error.ShouldBeEmpty();
    }
}
