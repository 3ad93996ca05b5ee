using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData;

/// <summary>The page that says of a sample what it is.</summary>
internal static class Readme
{
    public const string Name = "README.md";

    public static void Write(SampleSettings settings, OutputFolder output)
    {
        using var file = output.Open(Name);
        file.Write(Text(settings));
    }

    /// <summary>What it says; of other settings it says something else.</summary>
    public static string Text(SampleSettings settings) => $"""
            # Synthetic sample

            Everything in this folder is invented by `tally sample-data`: no row describes a real person, call, ticket or company.
            Addresses end in example.com, example.org, example.net or .example; telephone numbers are made up.

            - {settings.Days} days, {Format.Date(settings.From)} to {Format.Date(settings.Until)}, {settings.ContactsPerDay} contacts on an average day, seed {settings.Seed}
            - systems: {string.Join(", ", settings.Systems.Distinct().Order(StringComparer.Ordinal))}

            The same arguments write the same content on any machine:

                tally sample-data --days {settings.Days} --contacts-per-day {settings.ContactsPerDay} --seed {settings.Seed} --until {Format.Date(settings.Until)} --systems {string.Join(",", settings.Systems.Distinct().Order(StringComparer.Ordinal))}

            """;
}
