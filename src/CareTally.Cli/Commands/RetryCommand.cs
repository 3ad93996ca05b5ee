using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CareTally.Cli.Help;
using CareTally.Cli.Options;
using CareTally.Cli.Reporting;
using CareTally.Cli.Retrying;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.State;
using CareTally.Diagnostics;

namespace CareTally.Cli.Commands;

/// <summary><c>tally retry</c>.</summary>
internal static class RetryCommand
{
    private const string StateOption = "--state";

    // What runs nodes and keeps their results.
    private static readonly string[] Repeatable = ["build", "clone", "run", "run-operation", "seed", "snapshot", "test"];

    public static Command Create(CommandContext context)
    {
        var command = new Command("retry", "Runs the last command again, with its options, for exactly the nodes that failed or were skipped. Where all succeeded there is nothing to do.");
        command.AddExamples(
            new Example("tally retry", "Go on where the last run failed"),
            new Example("tally retry --threads 2", "The same, with fewer nodes at once"),
            new Example("tally retry --state artifacts/nightly", "Go on from results that are kept elsewhere"));
        var state = new Option<string?>(StateOption) { HelpName = "FOLDER", Description = "Where run_results.json is, from the project's folder. Default: the target folder" };
        command.Add(state);
        context.Options.Project.AddToRetry(command);
        context.Options.Run.AddWaitTo(command);
        context.Options.Run.AddOutputTo(command);
        command.SetAction(async (parse, cancellationToken) => (int)await RunAsync(context, parse, parse.GetValue(state), cancellationToken));
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, ParseResult parse, string? state, CancellationToken cancellationToken)
    {
        var messages = context.MessagesFor(parse);

        // What there is to warn of is said when the command is run again.
        var project = ManifestLoader.LoadProject(context.Options.Project.Read(parse, context.Surroundings), new Problems());
        var results = PreviousResults.Read(state is null ? project.TargetFolder : Path.GetFullPath(state, project.Root));
        var failed = results.Failed(AreWarningsErrors(context, parse, results)).ToImmutableArray();
        if (failed.IsEmpty)
        {
            messages.Note($"Nothing to retry: all of the 'tally {results.Command}' of {When(results)} succeeded");
            return ExitCode.Success;
        }

        var request = new RetryRequest(failed, [.. results.Results.Except(failed)]);
        var again = CommandLine.CreateRoot(new CommandContext(context.Surroundings, new SharedOptions()) { Retry = request, Report = context.ReportFor(parse) });
        if (results.Command is not { } name || !Repeatable.Contains(name) || again.Subcommands.FirstOrDefault(command => command.Name == name) is not { } repeated)
            throw new DiagnosticException(Diagnostic.Of(CliProblems.CannotRetry, null, results.Command ?? "unknown") with { Hint = $"commands that can: {string.Join(", ", Repeatable)}" });

        // What is given now goes before what was given then, but for the state: here it says where the results are.
        var now = SavedArguments.Words(parse, repeated).Where(word => NameIn(word) is not (StateOption or ProjectOptionSet.FolderOption)).ToArray();
        var then = SavedArguments.Words(results.Arguments, repeated).Where(word => !now.Any(other => NameIn(other) == NameIn(word))).ToArray();
        RequireKept(then);
        var repetition = CommandLine.Parse(again, [name, $"{ProjectOptionSet.FolderOption}={project.Root}", .. then, .. now]);
        if (UsageErrors.Find(repetition) is { IsEmpty: false } errors)
        {
            messages.WriteAll(errors);
            return ExitCode.Unusable;
        }

        return (ExitCode)await repetition.InvokeAsync(CommandLine.Configuration(context.Surroundings), cancellationToken);
    }

    // As the command was given it, or as it is given now.
    private static bool AreWarningsErrors(CommandContext context, ParseResult parse, PreviousResults results) =>
        context.WarningsFor(parse).IsError(ResultDiagnostics.TestWarned) || results.Arguments.TryGetProperty("warn_error", out var saved) && saved.ValueKind == JsonValueKind.True;

    private static void RequireKept(string[] words)
    {
        if (words.FirstOrDefault(word => word.Contains(Secrets.Stars, StringComparison.Ordinal)) is { } word)
            throw new DiagnosticException(Diagnostic.Of(CliProblems.ScrubbedOption, null, NameIn(word)) with { Hint = $"give {NameIn(word)} again" });
    }

    private static string When(PreviousResults results) =>
        results.GeneratedAt is { } moment ? moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "an unknown time";

    private static string NameIn(string word) => word.Split('=')[0];
}
