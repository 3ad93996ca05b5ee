using System.Collections.Immutable;
using System.Globalization;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects;

/// <summary>The project file's <c>sample-data</c>: a synthetic sample that is made where it is needed and not there yet. What is null is left to whoever makes it.</summary>
/// <param name="Folder">Where it lies, relative to the project's root.</param>
/// <param name="Span">Where it is written.</param>
public sealed record SampleDataSetting(string Folder, SourceSpan Span)
{
    /// <summary>Days it covers.</summary>
    public int? Days { get; init; }

    /// <summary>Contacts on an average day.</summary>
    public int? ContactsPerDay { get; init; }

    /// <summary>Where random numbers begin.</summary>
    public int? Seed { get; init; }

    /// <summary>Its last day.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Systems, each with the place where it is written; empty for all.</summary>
    public ImmutableArray<(string Name, SourceSpan Span)> Systems { get; init; } = [];

    internal static SampleDataSetting? Read(MappingReader project, Problems problems)
    {
        if (project.Map("sample-data") is not { } map) return null;
        var reader = new MappingReader(map, "sample-data", problems);
        var setting = new SampleDataSetting(reader.RequiredText("folder"), map.Span with { Length = 0 })
        {
            Days = Positive(reader, "days", problems),
            ContactsPerDay = Positive(reader, "contacts-per-day", problems),
            Seed = Positive(reader, "seed", problems),
            Until = Date(reader, "until", problems),
            Systems = [.. reader.List("systems").OfType<YamlScalar>().Select(system => (system.Text, system.Span))],
        };
        reader.RejectUnknown();
        return setting;
    }

    private static int? Positive(MappingReader reader, string key, Problems problems)
    {
        if (reader.Int(key) is not { } number) return null;
        if (number < 1) problems.Report(ProjectProblems.WrongType, reader.Scalar(key)!.Span, key, "a whole number of at least 1", $"'{number}'");
        return number;
    }

    private static DateOnly? Date(MappingReader reader, string key, Problems problems)
    {
        if (reader.Scalar(key) is not { } text) return null;
        if (DateOnly.TryParseExact(text.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        problems.Report(ProjectProblems.WrongType, text.Span, key, "a date such as 2026-06-14", $"'{text.Text}'");
        return null;
    }
}
