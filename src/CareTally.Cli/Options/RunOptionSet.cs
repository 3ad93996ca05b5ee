using System.CommandLine;
using System.Globalization;
using CareTally.Cli.Reporting;

namespace CareTally.Cli.Options;

/// <summary>Options of commands that open the database or run nodes.</summary>
internal sealed class RunOptionSet
{
    private const string Forever = "forever";

    // In the order of the enumeration.
    private static readonly string[] Formats = ["text", "json", "junit", "github"];

    private readonly Option<string?> _wait = new("--wait")
    {
        HelpName = "SECONDS",
        Description = "Keep trying while another process holds the database file; without a number until it is free",
    };

    private readonly Option<bool> _failFast = new("--fail-fast", "-x") { Description = "Stop at the first failure: what is under way is undone, what is left is skipped" };

    public RunOptionSet()
    {
        Output.AcceptOnlyFromAmong(Formats);
        _wait.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && ToWait(result.Tokens[0].Value) is null) result.AddError("--wait takes a number of seconds, for example --wait=60");
        });
    }

    /// <summary>For whom a command says what it does.</summary>
    public Option<string?> Output { get; } = new("--output")
    {
        HelpName = "FORMAT",
        Description = "text (the default); json: one object a line for each event; junit: text, and a file for build servers; github: text, and marks at the lines that are wrong",
    };

    /// <summary>For commands that check before they run.</summary>
    public Option<bool> NoCheck { get; } = new("--no-check") { Description = "Do not check names and types of columns before anything is built" };

    /// <summary>Where the file for build servers goes.</summary>
    public Option<string?> OutputFile { get; } = new("--output-file") { HelpName = "FILE", Description = "The file of --output junit. Default: target/junit.xml in the project's folder" };

    public bool ReadChecks(ParseResult parse) => !parse.GetValue(NoCheck);

    public void AddOutputTo(Command command)
    {
        command.Add(Output);
        command.Add(OutputFile);
    }

    public OutputFormat ReadOutput(ParseResult parse) => parse.GetValue(Output) is { } word ? (OutputFormat)Array.IndexOf(Formats, word) : OutputFormat.Text;

    public void AddWaitTo(Command command) => command.Add(_wait);

    public void AddFailFastTo(Command command) => command.Add(_failFast);

    /// <summary>Whether the first failure ends the run.</summary>
    public bool ReadFailFast(ParseResult parse) => parse.GetValue(_failFast);

    /// <summary>How long to wait for the database file; null to give up at once.</summary>
    public TimeSpan? ReadWait(ParseResult parse) => parse.GetValue(_wait) is { } text ? ToWait(text) : null;

    /// <summary>
    /// The number behind <c>--wait</c> may be left out, but a name that follows is no number: the parser would take it all the same.
    /// </summary>
    public static string[] Normalize(IReadOnlyList<string> arguments)
    {
        var result = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--") return [.. result, .. arguments.Skip(i)];
            if (arguments[i] != "--wait") result.Add(arguments[i]);
            else if (i + 1 < arguments.Count && char.IsAsciiDigit(arguments[i + 1].FirstOrDefault())) result.Add($"--wait={arguments[++i]}");
            else result.Add($"--wait={Forever}");
        }

        return [.. result];
    }

    private static TimeSpan? ToWait(string text) =>
        text == Forever ? TimeSpan.MaxValue
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e9 ? TimeSpan.FromSeconds(seconds)
        : null;
}
