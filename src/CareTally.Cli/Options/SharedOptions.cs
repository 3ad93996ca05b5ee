using System.CommandLine;
using CareTally.Cli.Reporting;

namespace CareTally.Cli.Options;

/// <summary>The options that several commands share, each made once.</summary>
internal sealed class SharedOptions
{
    public MessageOptionSet Messages { get; } = new();

    public WarningOptionSet Warnings { get; } = new();

    public ProjectOptionSet Project { get; } = new();

    public SelectionOptionSet Selection { get; } = new();

    public StateOptionSet State { get; } = new();

    public RunOptionSet Run { get; } = new();

    public IncrementalOptionSet Incremental { get; } = new();

    /// <summary>Adds what every command takes that runs nodes.</summary>
    /// <param name="command">The command.</param>
    /// <param name="mayDefer">Whether its nodes read others, which may be those of an earlier state.</param>
    public void AddRunningTo(Command command, bool mayDefer = false)
    {
        Selection.AddTo(command);
        if (mayDefer) State.AddWithDeferTo(command);
        else State.AddTo(command);
        Project.AddWithThreadsTo(command);
        Run.AddFailFastTo(command);
        Run.AddWaitTo(command);
        Run.AddOutputTo(command);
    }
}

/// <summary>Options of every command about how it talks.</summary>
internal sealed class MessageOptionSet
{
    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Print only results and errors", Recursive = true };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "Print without colours; the variable NO_COLOR does the same", Recursive = true };

    public Option<bool> Debug { get; } = new("--debug") { Description = "Show where in the program an unexpected failure happened", Recursive = true };

    public void AddTo(Command command)
    {
        command.Add(Quiet);
        command.Add(NoColor);
        command.Add(Debug);
    }

    public MessageOptions Read(ParseResult parse, OutputFormat output) => new()
    {
        IsQuiet = parse.GetValue(Quiet),
        WithoutColor = parse.GetValue(NoColor),
        WithTraces = parse.GetValue(Debug),
        AsJson = output == OutputFormat.Json,
    };
}
