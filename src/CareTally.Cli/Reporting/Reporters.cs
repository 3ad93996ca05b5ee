using System.CommandLine;
using System.Text;
using CareTally.Core.Projects;
using Spectre.Console;

namespace CareTally.Cli.Reporting;

/// <summary>Chooses how a run is shown.</summary>
internal static class Reporters
{
    public static IRunReporter Create(Surroundings surroundings, Messages messages, CancellationToken interrupted)
    {
        if (messages.AsJson) return new JsonReporter(surroundings.Output, surroundings.Clock);
        if (messages.IsQuiet) return new QuietReporter();
        return surroundings.OutputIsTerminal
            ? new LiveReporter(ConsoleFor(surroundings, messages.OnOutput, movesCursor: true), surroundings.Clock, messages.OnOutput, interrupted)
            : new PlainReporter(surroundings.Output, surroundings.Clock, messages.OnOutput);
    }

    /// <summary>What tells a build server; null where none is to be told.</summary>
    public static ICommandReport? CreateReport(OutputFormat output, ParseResult parse, CommandContext context)
    {
        if (output is not (OutputFormat.Junit or OutputFormat.Github)) return null;
        var (surroundings, folder) = (context.Surroundings, context.Options.Project.ReadFolder(parse, context.Surroundings));
        var (command, paths, scrub) = (parse.CommandResult.Command.Name, new ReportPaths(surroundings.Environment, folder), (Func<string, string>)new Secrets(surroundings.Environment).Scrub);
        if (output == OutputFormat.Github) return new GithubReport(command, surroundings.Output, surroundings.Environment.GetValueOrDefault("GITHUB_STEP_SUMMARY"), paths, scrub);
        var file = parse.GetValue(context.Options.Run.OutputFile) is { } given ? Path.GetFullPath(given, surroundings.Folder) : Path.Combine(folder, "target", "junit.xml");
        return new JunitReport(command, file, surroundings.Clock, paths, scrub);
    }

    /// <summary>Spectre's view of the output.</summary>
    public static IAnsiConsole ConsoleFor(Surroundings surroundings, Paint paint, bool movesCursor) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = paint.IsOn || movesCursor ? AnsiSupport.Yes : AnsiSupport.No,
        ColorSystem = paint.IsOn ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        Interactive = surroundings.OutputIsTerminal ? InteractionSupport.Yes : InteractionSupport.No,
        EnvironmentVariables = surroundings.Environment.ToDictionary(),
        Out = new ConsoleOutput(surroundings),
    });

    private sealed class ConsoleOutput(Surroundings surroundings) : IAnsiConsoleOutput
    {
        public TextWriter Writer => surroundings.Output;

        public bool IsTerminal => surroundings.OutputIsTerminal;

        public int Width => surroundings.Width;

        public int Height => surroundings.Height;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
