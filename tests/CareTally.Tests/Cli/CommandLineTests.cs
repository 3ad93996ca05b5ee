using CareTally.Cli;
using CareTally.Cli.Options;

namespace CareTally.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task The_version_is_one_line()
    {
        using var tally = new Tally();
        var (code, output, _) = await tally.RunAsync("--version");
        code.ShouldBe(ExitCode.Success);
        output.ShouldMatch(@"\Atally \d+\.\d+\.\d+\n\z");
    }

    [Theory]
    [InlineData("biuld", "TLY7002", "did you mean 'build'?")]
    [InlineData("docs sevre", "TLY7002", "did you mean 'serve'?")]
    [InlineData("build --selct x", "TLY7003", "did you mean '--select'?")]
    [InlineData("--target dev ls", "TLY7003", "put it behind the command: tally ls --target")]
    [InlineData("run --thread 3", "TLY7003", "did you mean '--threads'?")]
    [InlineData("build --no-colour", "TLY7003", "did you mean '--no-color'?")]
    [InlineData("clean everything", "TLY7004", "see 'tally clean --help'")]
    [InlineData("build --threads 0", "--threads must be 1 or more", "see 'tally build --help'")]
    [InlineData("build --threads many", "--threads takes a number, not 'many'", "see 'tally build --help'")]
    [InlineData("build --output xml", "'xml' not recognized. Must be one of: 'text' 'json'", "see 'tally build --help'")]
    [InlineData("build --output", "Required argument missing for option: '--output'", "see 'tally build --help'")]
    [InlineData("build --event-time-start 20x6 --event-time-end 2026-01-01", "--event-time-start takes a date or a date and a time, for example 2024-09-01 or '2024-09-01 16:00', not '20x6'", "see 'tally build --help'")]
    [InlineData("build --wait=soon", "--wait takes a number of seconds", "see 'tally build --help'")]
    [InlineData("show", "name a node, or give a query with --inline", "see 'tally show --help'")]
    [InlineData("docs serve --port 99999", "--port is a number from 1 to 65535", "see 'tally docs serve --help'")]
    [InlineData("ls --resource-type modle", "'modle' not recognized", "see 'tally ls --help'")]
    [InlineData("ls --resource-type model --exclude-resource-type model", "leaves out every kind", "")]
    [InlineData("ls --exclude-resource-type modle", "'modle' not recognized", "see 'tally ls --help'")]
    public async Task Wrong_usage_says_what_was_meant_and_exits_with_2(string arguments, string said, string hint)
    {
        using var tally = new Tally();
        var (code, output, error) = await tally.RunAsync(arguments.Split(' '));
        code.ShouldBe(ExitCode.Unusable);
        output.ShouldBeEmpty();
        error.ShouldContain(said);
        error.ShouldContain($"hint: {hint}");
        error.Split("error").Length.ShouldBe(2, "one mistake is said once");
    }

    [Theory]
    [InlineData("build --wait", "build --wait=forever")]
    [InlineData("build --wait 30 -s a", "build --wait=30 -s a")]
    [InlineData("show --wait calls", "show --wait=forever calls")]
    [InlineData("build --wait=5", "build --wait=5")]
    [InlineData("x -- --wait", "x -- --wait")]
    public void The_number_behind_wait_may_be_left_out(string given, string normal) =>
        string.Join(' ', RunOptionSet.Normalize(given.Split(' '))).ShouldBe(normal);

    [Fact]
    public async Task A_folder_without_a_project_is_said_so()
    {
        using var tally = new Tally();
        var (code, _, error) = await tally.RunAsync("ls");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("TLY2001");
        error.ShouldContain("tally init NAME");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_selector_that_starts_with_an_at_sign_is_no_response_file()
    {
        using var tally = await Tally.WithProjectAsync();
        var (code, output, error) = await tally.RunAsync("ls", "-s", "@stg_calls", "--resource-type", "model", "seed", "--output", "name");
        error.ShouldBeEmpty();
        code.ShouldBe(ExitCode.Success);
        output.ShouldBe("daily_service\nstg_calls\ncalls\n");
    }

    [Fact]
    public async Task Kinds_can_be_left_out()
    {
        using var tally = await Tally.WithProjectAsync();
        var (_, all, _) = await tally.RunAsync("ls", "-s", "@stg_calls", "--resource-type", "model", "seed", "--output", "name");
        (await tally.RunAsync("ls", "-s", "@stg_calls", "--resource-type", "model", "seed", "--exclude-resource-type", "seed", "--output", "name")).Output.ShouldBe("daily_service\nstg_calls\n");
        (await tally.RunAsync("ls", "-s", "@stg_calls", "--exclude-resource-type", "test", "unit_test", "--output", "name")).Output.ShouldBe(all);
    }

    [Fact]
    public async Task The_project_is_found_from_a_folder_inside_it()
    {
        using var tally = await Tally.WithProjectAsync();
        var root = tally.Folder;
        tally.Folder = Path.Combine(root, "models", "marts");
        var (code, output, _) = await tally.RunAsync("ls", "-s", "daily_service", "--resource-type", "model");
        tally.Folder = root;
        code.ShouldBe(ExitCode.Success);
        output.ShouldBe("demo.marts.daily_service\n");
    }

    [Fact]
    public async Task The_project_may_be_named_by_an_environment_variable()
    {
        using var tally = await Tally.WithProjectAsync();
        var root = tally.Folder;
        tally.Environment["TALLY_PROJECT_DIR"] = "demo";
        tally.Folder = Path.GetDirectoryName(root)!;
        var (code, _, error) = await tally.RunAsync("parse");
        tally.Folder = root;
        error.ShouldBeEmpty();
        code.ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task A_defect_is_one_line_without_a_trace_and_exits_with_2()
    {
        using var tally = new Tally { Clock = new BrokenClock() };
        var (code, _, error) = await tally.RunAsync("ls");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldStartWith("error: unexpected NotImplementedException: no time\n");
        error.ShouldContain("a defect of tally");
        error.ShouldNotContain("BrokenClock");
    }

    [Fact]
    public async Task A_defect_shows_its_trace_where_it_is_asked_for()
    {
        using var tally = new Tally { Clock = new BrokenClock() };
        (await tally.RunAsync("ls", "--debug")).Error.ShouldContain(nameof(BrokenClock));
    }

    [Fact]
    public async Task Several_errors_are_said_at_once_and_counted()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/a.sql", "select * from {{ ref('stg_cals') }}");
        tally.Write("models/b.sql", "select {{ 1 + }}");
        tally.Write("models/c.sql", "select * from {{ source('crm', 'cases') }}");
        var (code, _, error) = await tally.RunAsync("build");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("models/b.sql:1:15");
        error.ShouldNotContain("   at ");
        File.Delete(Path.Combine(tally.Folder, "models/b.sql"));
        (_, _, error) = await tally.RunAsync("build");
        error.ShouldContain("did you mean 'stg_calls'?");
        error.ShouldContain("models/c.sql:1:18");
        error.ShouldContain("2 errors; nothing was run");
        tally.Has("caretally.duckdb").ShouldBeFalse();
    }

    [Theory]
    [InlineData(true, "", true)]
    [InlineData(true, "1", false)]
    [InlineData(false, "", false)]
    public async Task Colours_are_for_terminals_that_want_them(bool isTerminal, string noColor, bool isColored)
    {
        using var tally = new Tally { IsTerminal = isTerminal };
        tally.Environment["NO_COLOR"] = noColor;
        (await tally.RunAsync("biuld")).Error.Contains('\e', StringComparison.Ordinal).ShouldBe(isColored);
        (await tally.RunAsync("biuld", "--no-color")).Error.ShouldNotContain("\e");
    }

    private sealed class BrokenClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new NotImplementedException("no time");
    }
}
