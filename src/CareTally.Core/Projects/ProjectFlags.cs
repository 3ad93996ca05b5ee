using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects;

/// <summary>What <c>flags:</c> in a project file say of how commands run. An option of the command line goes before them. Names and meaning are dbt's.</summary>
public sealed record ProjectFlags
{
    /// <summary>Nothing is said.</summary>
    public static readonly ProjectFlags None = new();

    private static readonly string[] OptionsOfWarnings = ["error", "warn", "silence", "include", "exclude"];

    private static readonly string[] WaysOfSelecting = ["eager", "cautious", "buildable", "empty"];

    /// <summary>Whether the first failure ends a run.</summary>
    public bool FailFast { get; init; }

    /// <summary>Whether every warning is an error.</summary>
    public bool WarnError { get; init; }

    /// <summary>Which warnings are errors; null where nothing is said.</summary>
    public IReadOnlyDictionary<string, Value>? WarnErrorOptions { get; init; }

    /// <summary>Which tests come along with what is selected; null where nothing is said.</summary>
    public string? IndirectSelection { get; init; }

    /// <summary>Those of a folder's project, as far as they can be read: what is wrong is said when the project is loaded.</summary>
    public static ProjectFlags Read(string folder)
    {
        if (ProjectReader.FindProjectFile(folder) is not { } path) return None;
        try
        {
            var unsaid = new Problems();
            return YamlParser.Parse(new SourceText(Path.GetFileName(path), File.ReadAllText(path)), unsaid) is YamlMapping project ? Of(new MappingReader(project, "the project", unsaid), unsaid) : None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return None;
        }
    }

    /// <summary>The key of <c>warn_error_options</c> that does not exist, or null.</summary>
    public static string? UnknownOption(IEnumerable<string> keys) => keys.FirstOrDefault(key => !OptionsOfWarnings.Contains(key));

    internal static ProjectFlags Of(MappingReader project, Problems problems)
    {
        if (project.Map("flags") is not { } map) return None;
        var reader = new MappingReader(map, "flags", problems);
        return new ProjectFlags
        {
            FailFast = reader.Bool("fail_fast") ?? false,
            WarnError = reader.Bool("warn_error") ?? false,
            WarnErrorOptions = OptionsOf(reader, problems),
            IndirectSelection = SelectionOf(reader, problems),
        };
    }

    private static Dictionary<string, Value>? OptionsOf(MappingReader reader, Problems problems)
    {
        if (reader.Map("warn_error_options") is not { } map) return null;
        foreach (var entry in map.Entries.Where(entry => UnknownOption([entry.Key.Text]) is not null))
            problems.ReportWithHint(ProjectProblems.UnknownKey, entry.Key.Span, DidYouMean.Hint(entry.Key.Text, OptionsOfWarnings), entry.Key.Text, "warn_error_options");
        return map.Entries.ToDictionary(entry => entry.Key.Text, entry => YamlValues.ToValue(entry.Value));
    }

    private static string? SelectionOf(MappingReader reader, Problems problems)
    {
        if (reader.Scalar("indirect_selection") is not { } way) return null;
        if (WaysOfSelecting.Contains(way.Text)) return way.Text;
        problems.ReportWithHint(ProjectProblems.WrongType, way.Span, DidYouMean.Hint(way.Text, WaysOfSelecting), "indirect_selection", string.Join(", ", WaysOfSelecting), $"'{way.Text}'");
        return null;
    }
}
