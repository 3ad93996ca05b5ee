using System.CommandLine;
using System.CommandLine.Parsing;
using CareTally.Core.Planning;
using CareTally.Core.Projects;

namespace CareTally.Cli.Options;

/// <summary>Options of commands that build incremental models. Names and meaning are dbt's.</summary>
internal sealed class IncrementalOptionSet
{
    private readonly Option<bool> _fullRefresh = new("--full-refresh", "-f") { Description = "Build incremental models anew, from all of their rows, as seeds always are; what is there is replaced when that has succeeded" };

    private readonly Option<string?> _start = new("--event-time-start")
    {
        HelpName = "TIME",
        Description = "Make the batches of microbatch models from here on, for example 2024-09-01 or '2024-09-01 16:00', in UTC; needs --event-time-end",
    };

    private readonly Option<string?> _end = new("--event-time-end") { HelpName = "TIME", Description = "Where these batches end; needs --event-time-start" };

    public IncrementalOptionSet()
    {
        _start.Validators.Add(Validate);
        _end.Validators.Add(Validate);
    }

    /// <summary>Adds the option that builds everything anew.</summary>
    public void AddFullRefreshTo(Command command) => command.Add(_fullRefresh);

    /// <summary>Adds all of them.</summary>
    public void AddTo(Command command)
    {
        AddFullRefreshTo(command);
        command.Add(_start);
        command.Add(_end);
        command.Validators.Add(result =>
        {
            var (start, end) = (TextOf(result, _start), TextOf(result, _end));
            if (start is null != end is null) result.AddError($"{(start is null ? "--event-time-end needs --event-time-start" : "--event-time-start needs --event-time-end")}");
            else if (Moment(start) is { } from && Moment(end) is { } to && from >= to) result.AddError("--event-time-start must be before --event-time-end");
        });
    }

    public bool ReadFullRefresh(ParseResult parse) => parse.CommandResult.Command.Options.Contains(_fullRefresh) && parse.GetValue(_fullRefresh);

    /// <summary>The time that batches are made for, or null for what is due.</summary>
    public EventTimes? ReadEventTimes(ParseResult parse) =>
        parse.CommandResult.Command.Options.Contains(_start) && Moment(parse.GetValue(_start)) is { } start && Moment(parse.GetValue(_end)) is { } end ? new EventTimes(start, end) : null;

    private static string? TextOf(CommandResult result, Option<string?> option) => result.GetResult(option)?.Tokens is [var token, ..] ? token.Value : null;

    private static void Validate(OptionResult result)
    {
        if (result.Tokens is [var token] && Moment(token.Value) is null) result.AddError($"{result.Option.Name} takes a date or a date and a time, for example 2024-09-01 or '2024-09-01 16:00', not '{token.Value}'");
    }

    private static DateTimeOffset? Moment(string? text) => text is null ? null : MicrobatchConfig.Moment(text);
}
