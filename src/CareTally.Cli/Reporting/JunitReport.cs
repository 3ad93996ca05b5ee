using CareTally.Core.Manifests;
using CareTally.Core.Running;
using CareTally.Diagnostics;

namespace CareTally.Cli.Reporting;

/// <summary>Writes a file that build servers read: a suite for each kind of node, a case for each node, and a suite for the project itself.</summary>
/// <param name="command">The command.</param>
/// <param name="file">The file, absolute.</param>
/// <param name="clock">Dates it.</param>
/// <param name="paths">Names files.</param>
/// <param name="scrub">Takes secrets out of what is written.</param>
internal sealed class JunitReport(string command, string file, TimeProvider clock, ReportPaths paths, Func<string, string> scrub) : ICommandReport
{
    private const string Project = "project";
    private const string Hooks = "hooks";

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly List<(Node Node, NodeResult Result)> _ended = [];
    private RunResults? _results;

    public bool SaysDiagnostics => false;

    public void Add(Diagnostic diagnostic, bool isOfResult)
    {
        if (!isOfResult) _diagnostics.Add(diagnostic);
    }

    public void Add(RunEvent happened)
    {
        if (happened is RunEvent.Finished finished) _ended.Add((finished.Node, finished.Result));
        if (happened is RunEvent.RunFinished { Results: var results }) _results = results;
    }

    public void Finish(ExitCode code)
    {
        var suites = new List<JunitSuite>();
        if (ProjectCases(code) is { Count: > 0 } cases) suites.Add(new JunitSuite(Project, cases));
        suites.AddRange(_ended.GroupBy(ended => ended.Node.Id.Kind).OrderBy(group => group.Key).Select(group => new JunitSuite($"{NodeId.Word(group.Key)}s", [.. group.Select(CaseOf)])));
        if (_results is { Hooks: { IsEmpty: false } hooks }) suites.Add(new JunitSuite(Hooks, [.. hooks.Select(CaseOf)]));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, scrub(JunitXml.Of($"tally {command}", _startedAt, suites)));
    }

    // Where nothing is wrong before the run there is one case that says so.
    private List<JunitCase> ProjectCases(ExitCode code)
    {
        var warnings = string.Join("\n\n", _diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Warning).Select(DiagnosticRenderer.Render));
        var errors = _diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(CaseOf).ToList();
        if (errors.Count == 0 && code != ExitCode.Success && !_ended.Exists(ended => ended.Result.IsFailure) && _results is not { HookFailures.IsEmpty: false, Hooks.IsEmpty: false })
            return [new JunitCase(command, Project, new JunitOutcome.Error("it could not be done", "error", "it could not be done; see the log"))];
        return errors.Count > 0 ? errors : [new JunitCase(command, Project, new JunitOutcome.Passed(warnings))];
    }

    private JunitCase CaseOf(Diagnostic diagnostic)
    {
        var place = diagnostic.Span is { } span ? $" {span}" : "";
        return new JunitCase($"{diagnostic.Kind.Code}{place}", Project, Error(diagnostic)) { File = FileOf(diagnostic.Span) };
    }

    private JunitCase CaseOf((Node Node, NodeResult Result) ended)
    {
        var (node, result) = ended;
        JunitOutcome outcome = (result, ResultDiagnostics.Of(node, result)) switch
        {
            (NodeResult.Skipped { BecauseOf: { } culprit }, _) => new JunitOutcome.Skipped($"because {NodeText.ShortName(culprit)} failed"),
            (NodeResult.Skipped, _) => new JunitOutcome.Skipped("it was not run"),

            // Its tests are the failures.
            (NodeResult.Rejected, { } diagnostic) => new JunitOutcome.Skipped(diagnostic.Message),
            (NodeResult.TestFailed or NodeResult.FreshnessChecked { IsFailure: true }, { } diagnostic) => new JunitOutcome.Failure(diagnostic.Message, diagnostic.Kind.Code, DiagnosticRenderer.Render(diagnostic)),
            ({ IsFailure: true }, { } diagnostic) => Error(diagnostic),
            (_, { } diagnostic) => new JunitOutcome.Passed(DiagnosticRenderer.Render(diagnostic)),
            _ => new JunitOutcome.Passed(""),
        };
        return new JunitCase(node.Name, string.Join('.', node.Fqn[..^1]), outcome) { File = FileOf(node.Span), Time = result.Elapsed };
    }

    private static JunitCase CaseOf(HookResult hook) =>
        new(NodeText.ShortName(hook.Hook), Hooks, hook.Failure is { } failure ? Error(failure) : new JunitOutcome.Passed("")) { Time = hook.Elapsed };

    private static JunitOutcome.Error Error(Diagnostic diagnostic) => new(diagnostic.Message, diagnostic.Kind.Code, DiagnosticRenderer.Render(diagnostic));

    private string? FileOf(SourceSpan? span) => span is { } place ? paths.Of(place.Source.Path) : null;
}
