using System.CommandLine;
using System.Globalization;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Cli.Options;

/// <summary>The option that builds from a part of the data. Its values are dbt's: how long back from now, or from where to where.</summary>
internal sealed class SampleOption
{
    private const string Forms = "write how long back from now, for example '3 days' (hours, days, months or years), or '{start: 2026-01-01, end: 2026-01-03}', in UTC";

    private readonly Option<string?> _option = new("--sample")
    {
        HelpName = "TIME",
        Description = "Build from the rows of this time only: '3 days' back from now, or '{start: 2026-01-01, end: 2026-01-03}'; what has no event_time is read whole. The variables TALLY_SAMPLE and DBT_SAMPLE do the same",
    };

    public void AddTo(Command command) => command.Add(_option);

    /// <summary>The time that is asked for, or null where all of it is.</summary>
    /// <exception cref="DiagnosticException">It is no time.</exception>
    public EventTimes? Read(ParseResult parse, Surroundings surroundings, DateTimeOffset now)
    {
        if (!parse.CommandResult.Command.Options.Contains(_option)) return null;
        if (parse.GetValue(_option) is { } given) return TimesOf("--sample", given, now);
        foreach (var variable in (string[])["TALLY_SAMPLE", "DBT_SAMPLE"])
        {
            if (surroundings.Environment.GetValueOrDefault(variable) is { Length: > 0 } text) return TimesOf(variable, text, now);
        }

        return null;
    }

    private static EventTimes TimesOf(string source, string text, DateTimeOffset now)
    {
        var times = text.TrimStart().StartsWith('{') ? Between(source, text) : Back(text, now);
        if (times is null) throw Bad($"{source} takes a span of time, not '{text}'");
        return times.Start < times.End ? times : throw Bad($"{source}: its start must be before its end");
    }

    private static EventTimes? Back(string text, DateTimeOffset now)
    {
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var number, var word]) return null;
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
        var unit = word.EndsWith('s') || word.EndsWith('S') ? word[..^1] : word;
        if (!Enum.GetNames<BatchSize>().Contains(unit, StringComparer.OrdinalIgnoreCase)) return null;
        try
        {
            return new EventTimes(EventWindow.Offset(now, Enum.Parse<BatchSize>(unit, ignoreCase: true), -count), now);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static EventTimes? Between(string source, string text)
    {
        var problems = new Problems();
        var keys = CommandLineMapping.Read(source, text, problems);
        if (problems.HasErrors || keys.Keys.Any(key => key is not ("start" or "end"))) return null;
        return Moment(keys, "start") is { } start && Moment(keys, "end") is { } end ? new EventTimes(start, end) : null;
    }

    private static DateTimeOffset? Moment(Dictionary<string, Value> keys, string key) => keys.TryGetValue(key, out var value) ? MicrobatchConfig.Moment(value.ToText()) : null;

    private static DiagnosticException Bad(string message) => new(Diagnostic.Of(CliProblems.Usage, null, message) with { Hint = Forms });
}
