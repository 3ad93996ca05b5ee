using System.CommandLine;
using System.Globalization;
using CareTally.Cli.Help;
using CareTally.Cli.Sampling;
using CareTally.Diagnostics;
using CareTally.SampleData;

namespace CareTally.Cli.Commands;

/// <summary><c>tally sample-data</c>.</summary>
internal static class SampleDataCommand
{
    private const string UsualFolder = "sample";

    public static Command Create(CommandContext context)
    {
        var usual = new SampleSettings();
        var command = new Command(
            "sample-data",
            "Writes a synthetic sample: an invented contact centre in the shapes of vendors' exports, consistent across systems. The same arguments write the same content. Needs no project; a folder that is there is left alone.");
        command.AddExamples(
            new Example("tally sample-data", "Seventy weeks of all systems, 60 contacts a day, into the folder sample"),
            new Example("tally sample-data --systems talkdesk,zendesk --days 28 --out demo", "Four weeks of two systems"),
            new Example("tally sample-data --contacts-per-day 2041 --seed 11", "A million contacts"));
        var days = new Option<int>("--days") { HelpName = "N", Description = $"Days it covers; {usual.Days} by default", DefaultValueFactory = _ => usual.Days };
        var contacts = new Option<int>("--contacts-per-day") { HelpName = "N", Description = $"Contacts on an average day, over all systems; {usual.ContactsPerDay} by default", DefaultValueFactory = _ => usual.ContactsPerDay };
        var systems = new Option<string?>("--systems") { HelpName = "NAMES", Description = "Systems, separated by commas; all by default" };
        var seed = new Option<ulong>("--seed") { HelpName = "N", Description = $"Where random numbers begin; {usual.Seed} by default", DefaultValueFactory = _ => usual.Seed };
        var until = new Option<string?>("--until") { HelpName = "DATE", Description = string.Create(CultureInfo.InvariantCulture, $"The last day; {usual.Until:yyyy-MM-dd} by default, so that a sample made later is the same") };
        var output = new Option<string>("--out") { HelpName = "FOLDER", Description = $"The folder to write, which must not be there; {UsualFolder} by default", DefaultValueFactory = _ => UsualFolder };
        foreach (var number in (Option<int>[])[days, contacts])
            number.Validators.Add(result =>
            {
                if (result.GetValue(number) < 1) result.AddError($"{number.Name} must be at least 1");
            });
        until.Validators.Add(result =>
        {
            if (result.GetValue(until) is { } text && Date(text) is null) result.AddError($"--until must be a date such as 2026-06-14, not '{text}'");
        });
        foreach (var option in (Option[])[days, contacts, systems, seed, until, output]) command.Add(option);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var settings = new SampleSettings
            {
                Days = parse.GetValue(days),
                ContactsPerDay = parse.GetValue(contacts),
                Seed = parse.GetValue(seed),
                Until = parse.GetValue(until) is { } last ? Date(last)!.Value : usual.Until,
                Systems = parse.GetValue(systems) is { } names ? [.. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => ProjectSample.Known(name, null))] : usual.Systems,
            };
            return (int)await RunAsync(context, context.MessagesFor(parse), settings, parse.GetRequiredValue(output), cancellationToken);
        });
        return command;
    }

    private static DateOnly? Date(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static async Task<ExitCode> RunAsync(CommandContext context, Messages messages, SampleSettings settings, string shown, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(Path.Combine(context.Surroundings.Folder, shown));
        if (Directory.Exists(folder) || File.Exists(folder))
            throw new DiagnosticException(Diagnostic.Of(CliProblems.SampleFolderTaken, null, shown) with { Hint = "delete it, or name another folder with --out" });
        await ProjectSample.MakeAsync(settings, folder, shown, context.Surroundings.Clock, messages, cancellationToken);
        return ExitCode.Success;
    }
}
