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

    private const string CodePrefix = "TLY";

    private static readonly string[] WaysOfSelecting = ["eager", "cautious", "buildable", "empty"];

    /// <summary>Whether the first failure ends a run.</summary>
    public bool FailFast { get; init; }

    /// <summary>Whether every warning is an error.</summary>
    public bool WarnError { get; init; }

    /// <summary>Which warnings are errors; null where nothing is said.</summary>
    public IReadOnlyDictionary<string, Value>? WarnErrorOptions { get; init; }

    /// <summary>Which tests come along with what is selected; null where nothing is said.</summary>
    public string? IndirectSelection { get; init; }

    /// <summary>Whether spaces in the names of resources are only warned of.</summary>
    public bool AllowsSpacesInNames { get; init; }

    /// <summary>Those of a folder's project, as far as they can be read: what is wrong is said when the project is loaded.</summary>
    public static ProjectFlags Read(string folder)
    {
        if (ProjectReader.FindProjectFile(folder) is not { } path) return None;
        try
        {
            var unsaid = new Problems();
            return YamlParser.Parse(new SourceText(Path.GetFileName(path), File.ReadAllText(path)), unsaid) is YamlMapping project ? Of(new MappingReader(project, "the project", unsaid), null, unsaid) : None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return None;
        }
    }

    /// <summary>The key of <c>warn_error_options</c> that does not exist, or null.</summary>
    public static string? UnknownOption(IEnumerable<string> keys) => keys.FirstOrDefault(key => !OptionsOfWarnings.Contains(key));

    /// <summary>What to do about a warning that does not exist.</summary>
    public static string HintFor(string unknown, IEnumerable<string> names) =>
        DidYouMean.Hint(unknown, names.Where(name => !name.StartsWith(CodePrefix, StringComparison.Ordinal))) ?? "a warning is named by its code, which it stands behind: warning[TLY2024]";

    internal static ProjectFlags Of(MappingReader project, Func<IReadOnlyCollection<string>>? warnings, Problems problems)
    {
        if (project.Map("flags") is not { } map) return None;
        var reader = new MappingReader(map, "flags", problems);
        return new ProjectFlags
        {
            FailFast = reader.Bool("fail_fast") ?? false,
            WarnError = reader.Bool("warn_error") ?? false,
            WarnErrorOptions = OptionsOf(reader, warnings, problems),
            IndirectSelection = SelectionOf(reader, problems),
            AllowsSpacesInNames = reader.Bool("require_resource_names_without_spaces") == false,
        };
    }

    private static Dictionary<string, Value>? OptionsOf(MappingReader reader, Func<IReadOnlyCollection<string>>? warnings, Problems problems)
    {
        if (reader.Map("warn_error_options") is not { } map) return null;
        foreach (var entry in map.Entries.Where(entry => UnknownOption([entry.Key.Text]) is not null))
            problems.ReportWithHint(ProjectProblems.UnknownKey, entry.Key.Span, DidYouMean.Hint(entry.Key.Text, OptionsOfWarnings), entry.Key.Text, "warn_error_options");
        if (warnings is not null) WarnOfUnknown(new MappingReader(map, "warn_error_options", problems), warnings(), problems);
        return map.Entries.ToDictionary(entry => entry.Key.Text, entry => YamlValues.ToValue(entry.Value));
    }

    // Only a warning: the file may be shared with a dbt that is newer than what is known of it here.
    private static void WarnOfUnknown(MappingReader options, IReadOnlyCollection<string> names, Problems problems)
    {
        foreach (var name in OptionsOfWarnings.SelectMany(key => options.List(key)).OfType<YamlScalar>().Where(name => !names.Contains(name.Text)))
            problems.ReportWithHint(ProjectProblems.UnknownWarning, name.Span, HintFor(name.Text, names), name.Text);
    }

    private static string? SelectionOf(MappingReader reader, Problems problems)
    {
        if (reader.Scalar("indirect_selection") is not { } way) return null;
        if (WaysOfSelecting.Contains(way.Text)) return way.Text;
        problems.ReportWithHint(ProjectProblems.WrongType, way.Span, DidYouMean.Hint(way.Text, WaysOfSelecting), "indirect_selection", string.Join(", ", WaysOfSelecting), $"'{way.Text}'");
        return null;
    }
}
