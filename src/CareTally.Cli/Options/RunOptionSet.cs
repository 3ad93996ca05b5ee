using System.CommandLine;
using System.Globalization;

namespace CareTally.Cli.Options;

/// <summary>Options of commands that open the database or run nodes.</summary>
internal sealed class RunOptionSet
{
    private const string Forever = "forever";

    private readonly Option<string?> _wait = new("--wait")
    {
        HelpName = "SECONDS",
        Description = "Keep trying while another process holds the database file; without a number until it is free",
    };

    public RunOptionSet()
    {
        Output.AcceptOnlyFromAmong("text", "json");
        _wait.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && ToWait(result.Tokens[0].Value) is null) result.AddError("--wait takes a number of seconds, for example --wait=60");
        });
    }

    /// <summary>Text or JSON, for commands that report events.</summary>
    public Option<string?> Output { get; } = new("--output") { HelpName = "FORMAT", Description = "text (the default), or json: one object a line for each event" };

    /// <summary>For commands that check before they run.</summary>
    public Option<bool> NoCheck { get; } = new("--no-check") { Description = "Do not check names and types of columns before anything is built" };

    public bool ReadChecks(ParseResult parse) => !parse.GetValue(NoCheck);

    public bool ReadAsJson(ParseResult parse) => parse.GetValue(Output) == "json";

    public void AddWaitTo(Command command) => command.Add(_wait);

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
