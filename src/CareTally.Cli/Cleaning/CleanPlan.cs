using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Diagnostics;

namespace CareTally.Cli.Cleaning;

/// <summary>What <c>tally clean</c> deletes, decided before anything is.</summary>
/// <param name="Files">To delete: files, and links themselves, which are never followed.</param>
/// <param name="Folders">To delete after them where nothing is left inside, innermost first.</param>
/// <param name="Kept">Database files, which stay.</param>
internal sealed record CleanPlan(ImmutableArray<string> Files, ImmutableArray<string> Folders, ImmutableArray<string> Kept)
{
    private static readonly string[] DatabaseEndings = [".duckdb", ".duckdb.wal", ".duckdb.lock", ".ddb", ".ddb.wal", ".db", ".db.wal", ".sqlite"];

    /// <exception cref="DiagnosticException">A folder is not the project's to delete.</exception>
    public static CleanPlan Make(Project project)
    {
        var files = ImmutableArray.CreateBuilder<string>();
        var folders = ImmutableArray.CreateBuilder<string>();
        var kept = ImmutableArray.CreateBuilder<string>();
        var targets = project.Paths.Clean.Select(folder => Check(project, folder)).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var folder in targets.Where(Directory.Exists)) Walk(folder);
        return new CleanPlan([.. files.Distinct()], [.. folders.Distinct()], [.. kept.Distinct()]);

        void Walk(string folder)
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
            {
                if (Directory.Exists(entry) && !IsLink(entry)) Walk(entry);
                else if (IsDatabase(entry, project.Target.Path)) kept.Add(entry);
                else files.Add(entry);
            }

            folders.Add(folder);
        }
    }

    /// <summary>Deletes.</summary>
    public void Execute()
    {
        foreach (var file in Files)
        {
            // A link to a folder is a folder to the system; without recursion only the link goes.
            if (Directory.Exists(file)) Directory.Delete(file, recursive: false);
            else File.Delete(file);
        }

        foreach (var folder in Folders.Where(folder => !Directory.EnumerateFileSystemEntries(folder).Any())) Directory.Delete(folder, recursive: false);
    }

    private static string Check(Project project, string folder)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(project.Root));
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(root, folder)));
        if (!IsInside(full, root) || folder.Split('/', '\\').Contains("..") || HasLinkBetween(root, full))
            throw new DiagnosticException(Diagnostic.Of(CliProblems.CleanOutside, null, folder) with { Hint = "list folders below the project's own, such as target or logs" });

        foreach (var (what, path) in Precious(project))
        {
            var precious = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(root, path)));
            if (full == precious || IsInside(precious, full) || IsInside(full, precious))
                throw new DiagnosticException(Diagnostic.Of(CliProblems.CleanProtected, null, folder, what) with { Hint = "take it out of clean-targets" });
        }

        return full;
    }

    private static IEnumerable<(string What, string Path)> Precious(Project project) =>
        project.Paths.Models.Select(path => ("models", path))
            .Concat(project.Paths.Seeds.Select(path => ("seeds", path)))
            .Concat(project.Paths.Snapshots.Select(path => ("snapshots", path)))
            .Concat(project.Paths.Functions.Select(path => ("functions", path)))
            .Concat(project.Paths.Tests.Select(path => ("tests", path)))
            .Concat(project.Paths.Macros.Select(path => ("macros", path)))
            .Append(("the repository's history", ".git"))
            .Append(("the project file", "tally_project.yml"))
            .Append(("the project file", "dbt_project.yml"));

    private static bool IsInside(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // A link on the way would lead out of the project.
    private static bool HasLinkBetween(string root, string full)
    {
        for (var path = full; path != root; path = Path.GetDirectoryName(path)!)
        {
            if (IsLink(path)) return true;
        }

        return false;
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static bool IsDatabase(string file, string targetPath) =>
        file == targetPath || file == targetPath + ".wal" || DatabaseEndings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
