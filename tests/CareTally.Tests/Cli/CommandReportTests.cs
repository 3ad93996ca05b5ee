using System.Xml.Linq;
using CareTally.Cli;
using CareTally.Cli.Reporting;
using CareTally.Core.Running;
using CareTally.Diagnostics;

namespace CareTally.Tests.Cli;

public sealed class CommandReportTests
{
    private static readonly DiagnosticKind Odd = new("TLY2001", Severity.Warning, "odd, 50% of <it>:\nsee \u0001 below");
    private static readonly SourceText File = new("models/a,b.yml", "one\ntwo: three\n");

    [Fact]
    public async Task The_file_for_build_servers_is_stable()
    {
        var run = await RecordedRun.MakeAsync();
        using var folder = new Tally();
        var file = Path.Combine(folder.Folder, "deep", "junit.xml");
        Feed(new JunitReport("build", file, RecordedRun.Clock(), Paths("/work"), text => text), run, ExitCode.NodesFailed);
        Snapshot.Match("Cli/junit.xml", await System.IO.File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task What_github_reads_is_stable()
    {
        var run = await RecordedRun.MakeAsync();
        using var folder = new Tally();
        using var output = new StringWriter { NewLine = "\n" };
        var summary = folder.Write("summary.md", "before\n");
        Feed(new GithubReport("build", output, summary, Paths("/work"), text => text.Replace("calls.sql", "*****", StringComparison.Ordinal)), run, ExitCode.NodesFailed);
        Snapshot.Match("Cli/github.txt", $"{output}---\n{await System.IO.File.ReadAllTextAsync(summary)}");
    }

    [Theory]
    [InlineData("/work", "/work/analytics", "analytics/models/a.sql")]
    [InlineData("/work", "/work", "models/a.sql")]
    [InlineData("/work", "/elsewhere", "models/a.sql")]
    [InlineData(null, "/work/analytics", "models/a.sql")]
    public void Files_are_named_from_the_root_of_what_was_checked_out(string? root, string project, string expected)
    {
        var environment = new Dictionary<string, string>();
        if (root is not null) environment["CI_PROJECT_DIR"] = root;
        new ReportPaths(environment, project).Of("models/a.sql").ShouldBe(expected);
    }

    [Fact]
    public async Task A_broken_project_is_reported_too()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/broken.sql", "select * from {{ ref('nowhere') }}");
        (await tally.RunAsync("parse", "--output", "junit")).Code.ShouldBe(ExitCode.Unusable);
        var xml = XDocument.Load(Path.Combine(tally.Folder, "target", "junit.xml"));
        xml.Root!.Attribute("errors")!.Value.ShouldBe("1");
        var one = xml.Descendants("testcase").Single();
        one.Attribute("file")!.Value.ShouldBe("models/broken.sql");
        one.Element("error")!.Attribute("type")!.Value.ShouldBe("TLY3001");

        var (_, output, error) = await tally.RunAsync("parse", "--output", "github");
        output.ShouldStartWith("::error file=models/broken.sql,line=1,col=18,title=TLY3001::");
        error.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_test_keeps_from_being_published_is_one_failure()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/odd.sql", "select 2 as n");
        tally.Write("models/odd.yml", "models: [{name: odd, columns: [{name: n, data_tests: [accepted_values: {values: [1], quote: false}]}]}]");
        (await tally.RunAsync("build", "-s", "odd", "--output", "junit")).Code.ShouldBe(ExitCode.NodesFailed);
        var xml = XDocument.Load(Path.Combine(tally.Folder, "target", "junit.xml"));
        xml.Root!.Attribute("failures")!.Value.ShouldBe("1");
        xml.Descendants("failure").Single().Parent!.Attribute("name")!.Value.ShouldBe("accepted_values_odd_n__False__1");
        xml.Descendants("skipped").Single().Attribute("message")!.Value.ShouldBe("main.odd was built but not published: accepted_values_odd_n__False__1 failed");
    }

    [Fact]
    public async Task A_sound_project_has_one_case_and_the_file_goes_where_it_is_asked_for()
    {
        using var tally = await Tally.WithProjectAsync();
        var (code, output, _) = await tally.RunAsync("parse", "--output", "junit", "--output-file", "out/report.xml");
        code.ShouldBe(ExitCode.Success);
        output.ShouldStartWith("demo is sound");
        XDocument.Load(Path.Combine(tally.Folder, "out", "report.xml")).Descendants("testcase").Single().Elements().ShouldBeEmpty();
    }

    [Fact]
    public async Task Hooks_are_cases_and_a_database_that_cannot_be_opened_is_one()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("tally_project.yml", System.IO.File.ReadAllText(Path.Combine(tally.Folder, "tally_project.yml")) + "\non-run-start: [\"select 1\", \"select nope\"]\n");
        (await tally.RunAsync("seed", "--output", "junit")).Code.ShouldBe(ExitCode.NodesFailed);
        var suites = XDocument.Load(Path.Combine(tally.Folder, "target", "junit.xml")).Descendants("testsuite").ToDictionary(suite => suite.Attribute("name")!.Value);
        suites["hooks"].Elements().Select(one => one.Elements().Select(child => child.Name.LocalName).SingleOrDefault() ?? "passed").ShouldBe(["passed", "error"]);
        suites["seeds"].Descendants("skipped").Count().ShouldBe(1);
        suites["project"].Descendants("error").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_is_an_error()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("taken", "a file where the folder should be");
        var (code, _, error) = await tally.RunAsync("parse", "--output", "junit", "--output-file", "taken/report.xml");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("error[TLY7450]");
    }

    private static ReportPaths Paths(string root) => new(new Dictionary<string, string> { ["GITHUB_WORKSPACE"] = root }, $"{root}/demo");

    private static void Feed(ICommandReport report, RecordedRun run, ExitCode code)
    {
        report.Add(Diagnostic.Of(Odd, File.Span(4, 3)) with { Hint = "look again" }, isOfResult: false);
        foreach (var happened in run.Events) report.Add(happened);
        foreach (var finished in run.Events.OfType<RunEvent.Finished>())
        {
            if (ResultDiagnostics.Of(finished.Node, finished.Result) is { } diagnostic) report.Add(diagnostic, isOfResult: true);
        }

        report.Finish(code);
    }
}
