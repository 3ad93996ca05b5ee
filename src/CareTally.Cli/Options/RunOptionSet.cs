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

    public RunOptionSet() => _wait.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && ToWait(result.Tokens[0].Value) is null) result.AddError("--wait takes a number of seconds, for example --wait=60");
    });

    /// <summary>How results are printed by commands that run nodes.</summary>
    public Option<bool> AsJson { get; } = JsonOption("one object for each event of the run");

    /// <summary>How a command that runs no nodes prints its result.</summary>
    public static Option<bool> JsonOption(string what)
    {
        var option = new Option<bool>("--output")
        {
            HelpName = "FORMAT",
            Description = $"text, or json: {what}",
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result => result.Tokens[0].Value == "json",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value is not ("text" or "json")) result.AddError($"--output is text or json, not '{result.Tokens[0].Value}'");
        });
        option.CompletionSources.Add(_ => ["text", "json"]);
        return option;
    }

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
