using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects;

/// <summary>Finds the packages that are installed in a project, and those that should be.</summary>
internal static class InstalledPackages
{
    /// <summary>The file that <c>tally deps</c> records its choices in.</summary>
    public const string LockFile = "package-lock.yml";

    /// <summary>The files that name packages.</summary>
    public static readonly string[] RequirementFiles = ["packages.yml", "dependencies.yml"];

    /// <summary>Their folders, absolute, in order; what is required and not there is reported.</summary>
    /// <param name="root">The project's folder.</param>
    /// <param name="installPath">Where packages are installed, relative to it.</param>
    /// <param name="problems">Where to complain.</param>
    public static string[] Find(string root, string installPath, Problems problems)
    {
        var folder = Path.GetFullPath(Path.Combine(root, installPath));
        string[] found = Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Where(path => !Path.GetFileName(path).StartsWith('.') && ProjectReader.FindProjectFile(path) is not null).Order(StringComparer.Ordinal)]
            : [];
        ReportMissing(root, folder, found, problems);
        return found;
    }

    private static void ReportMissing(string root, string folder, string[] found, Problems problems)
    {
        const string Hint = "run 'tally deps'";
        var shown = ProjectReader.Shown(root, folder);
        var required = RequirementFiles.Select(name => (Name: name, Entries: Entries(root, name, problems))).Where(file => file.Entries.Length > 0).ToArray();
        var count = required.Sum(file => file.Entries.Length);
        if (count > found.Length)
        {
            var missing = count - found.Length;
            problems.ReportWithHint(
                ProjectProblems.PackagesMissing, required[0].Entries[0].Span, Hint, missing, string.Join(" and ", required.Select(file => file.Name)), missing == 1 ? "is" : "are", shown);
            return;
        }

        foreach (var name in Entries(root, LockFile, problems).Select(entry => entry["name"]).OfType<YamlScalar>())
        {
            if (!Array.Exists(found, path => Path.GetFileName(path) == name.Text)) problems.ReportWithHint(ProjectProblems.PackageMissing, name.Span, Hint, name.Text, LockFile, shown);
        }
    }

    private static YamlMapping[] Entries(string root, string file, Problems problems)
    {
        var path = Path.Combine(root, file);
        if (!File.Exists(path) || ProjectReader.ReadText(root, path, problems) is not { } source) return [];
        return YamlParser.Parse(source, problems) is YamlMapping map && map["packages"] is YamlSequence packages ? [.. packages.Items.OfType<YamlMapping>()] : [];
    }
}
