using CareTally.Cli;

namespace CareTally.Tests.Cli;

/// <summary>What <c>flags:</c> in the project file say of how commands run.</summary>
public sealed class ProjectFlagTests
{
    private static async Task<Tally> StartAsync(string flags)
    {
        var tally = await Tally.WithProjectAsync();
        File.AppendAllText(Path.Combine(tally.Folder, "tally_project.yml"), $"\nflags: {flags}\n");
        return tally;
    }

    [Fact]
    public async Task The_first_failure_can_end_every_run()
    {
        using var tally = await StartAsync("{fail_fast: true}");
        tally.Write("models/a_broken.sql", "{{ config(materialized='table') }} select error('no') as x");
        tally.Write("models/b_waits.sql", "select 1 as x -- {{ flags.FAIL_FAST }} depends_on: {{ ref('calls') }}");
        await tally.RunAsync("seed");
        var (code, output, _) = await tally.RunAsync("run", "--threads", "1");
        code.ShouldBe(ExitCode.NodesFailed);
        output.ShouldNotMatch("OK +view +main.b_waits");
    }

    [Fact]
    public async Task Warnings_can_be_errors()
    {
        using var tally = await StartAsync("{warn_error: true}");
        (await tally.RunAsync("ls", "-s", "nothing_like_it")).Error.ShouldStartWith("error[TLY4003]");
        (await tally.RunAsync("ls", "-s", "nothing_like_it", "--warn-error-options", "{silence: [TLY4003]}")).Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Single_warnings_can_be_errors_or_silent()
    {
        using var tally = await StartAsync("{warn_error_options: {silence: [NoNodesForSelectionCriteria]}}");
        (await tally.RunAsync("ls", "-s", "nothing_like_it")).Error.ShouldBeEmpty();
        (await tally.RunAsync("ls", "-s", "nothing_like_it", "--warn-error")).Error.ShouldStartWith("error[TLY4003]");
    }

    [Fact]
    public async Task Which_tests_come_along_can_be_said()
    {
        using var tally = await StartAsync("{indirect_selection: empty}");
        (await tally.ListAsync("-s", "stg_calls")).ShouldBe("stg_calls");
        (await tally.ListAsync("-s", "stg_calls", "--indirect-selection", "eager")).ShouldContain("not_null_stg_calls_call_id");
    }

    [Fact]
    public async Task A_warning_that_does_not_exist_is_warned_of()
    {
        using var tally = await StartAsync("{warn_error_options: {error: [LogTestResults, DeprecatedModel], silence: TLY9999}}");
        var (code, _, error) = await tally.RunAsync("parse");
        code.ShouldBe(ExitCode.Success);
        error.ShouldContain("warning[TLY2032]: there is no warning 'LogTestResults'\n  --> tally_project.yml:");
        error.ShouldContain("did you mean 'LogTestResult'?");
        error.ShouldContain("there is no warning 'TLY9999'");
        error.ShouldNotContain("'DeprecatedModel'");
    }

    [Theory]
    [InlineData("{fail_fast: some}", "error[TLY2021]: ")]
    [InlineData("{indirect_selection: eagr}", "did you mean 'eager'?")]
    [InlineData("{warn_error_options: {erorr: all}}", "error[TLY2020]: unknown key 'erorr' in warn_error_options")]
    public async Task What_is_wrong_with_them_is_said(string flags, string expected)
    {
        using var tally = await StartAsync(flags);
        var (code, _, error) = await tally.RunAsync("parse");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain(expected);
    }
}
