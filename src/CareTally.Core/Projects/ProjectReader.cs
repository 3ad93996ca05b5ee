using System.Collections.Immutable;
using System.Text;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects;

/// <summary>Reads a project's folder: the only place that reads a project from disk.</summary>
internal static class ProjectReader
{
    private static readonly string[] ProjectFileNames = ["tally_project.yml", "dbt_project.yml"];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>All of it and of its packages, or null where the project file cannot be read; everything unreadable is reported.</summary>
    public static ProjectFiles? Read(string root, Problems problems)
    {
        if (FindProjectFile(root) is not { } path)
        {
            problems.ReportWithHint(ProjectProblems.NoProject, null, "run tally in a project's folder, name one with --project-dir, or make one with 'tally init NAME'", root);
            return null;
        }

        if (ReadFolder(root, root, path, problems) is not { } project) return null;
        var packages = InstalledPackages.Find(root, project.Paths.Packages, problems)
            .Select(folder => ReadFolder(root, folder, FindProjectFile(folder)!, problems)).OfType<ProjectFiles>();
        return project with { Packages = [.. packages] };
    }

    /// <summary>The project file in a folder, or null.</summary>
    public static string? FindProjectFile(string folder) =>
        ProjectFileNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <param name="root">The project's folder, which paths are shown relative to.</param>
    /// <param name="folder">The project's folder or a package's.</param>
    /// <param name="projectFile">The project file in it.</param>
    /// <param name="problems">Where to complain.</param>
    private static ProjectFiles? ReadFolder(string root, string folder, string projectFile, Problems problems)
    {
        if (ReadText(root, projectFile, problems) is not { } source) return null;
        if (YamlParser.Parse(source, problems) is not YamlMapping project)
        {
            if (!problems.HasErrors) problems.Report(ProjectProblems.MissingKey, source.Span(0, 0), source.Path, "name");
            return null;
        }

        var paths = ProjectPaths.Read(new MappingReader(project, source.Path, problems));
        var found = Find(root, folder, paths, problems);
        return new ProjectFiles
        {
            Root = folder,
            ProjectFile = project,
            VarsFile = File.Exists(Path.Combine(folder, Projects.VarsFile.Name)) ? ReadText(root, Path.Combine(folder, Projects.VarsFile.Name), problems) : null,
            Paths = paths,
            Models = ReadAll(found.Where(f => f.Kind == FileKind.Model)),
            SingularTests = ReadAll(found.Where(f => f.Kind == FileKind.SingularTest)),
            Analyses = ReadAll(found.Where(f => f.Kind == FileKind.Analysis)),
            Snapshots = ReadAll(found.Where(f => f.Kind == FileKind.Snapshot)),
            Functions = ReadAll(found.Where(f => f.Kind == FileKind.Function)),
            InOtherLanguages = ReadAll(found.Where(f => f.Kind == FileKind.OtherLanguage)),
            Macros = ReadAll(found.Where(f => f.Kind == FileKind.Macro)),
            Seeds = [.. found.Where(f => f.Kind == FileKind.Seed).Select(f => ToProjectFile(f, new SourceText(Shown(root, f.Path), "")))],
            Fixtures = ReadAll(found.Where(f => f.Kind == FileKind.Fixture)),
            Properties = ReadAll(found.Where(f => f.Kind == FileKind.Properties)),
            Documents = ReadAll(found.Where(f => f.Kind == FileKind.Document)),
        };

        ImmutableArray<ProjectFile> ReadAll(IEnumerable<FoundFile> files) =>
            [.. InParallel.Select(files.ToArray(), file => ReadText(root, file.Path, problems) is { } text ? ToProjectFile(file, text) : null).OfType<ProjectFile>()];

        ProjectFile ToProjectFile(FoundFile file, SourceText text) =>
            new(text, ReferenceEquals(root, folder) ? text.Path : Shown(folder, file.Path), file.Folder, file.PathInFolder);
    }

    /// <summary>A file's text, or null where it cannot be read or is no UTF-8 (then a problem is reported).</summary>
    public static SourceText? ReadText(string root, string path, Problems problems)
    {
        var shown = Shown(root, path);
        try
        {
            var bytes = File.ReadAllBytes(path).AsSpan();
            if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
            return new SourceText(shown, StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException e)
        {
            problems.Report(ProjectProblems.NotUtf8, null, shown, e.Index);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Report(ProjectProblems.UnreadableFile, null, shown, e.Message);
        }

        return null;
    }

    /// <summary>A path as shown to the user: relative to the project, with forward slashes.</summary>
    public static string Shown(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private static FileKind? KindOfTest(string path) =>
        IsFixture(path) ? FileKind.Fixture : path.StartsWith("generic/", StringComparison.Ordinal) ? FileKind.Macro : FileKind.SingularTest;

    private static bool IsFixture(string path) => path.StartsWith("fixtures/", StringComparison.Ordinal);

    private enum FileKind { Model, SingularTest, Snapshot, Analysis, Function, OtherLanguage, Macro, Seed, Fixture, Properties, Document }

    private sealed record FoundFile(string Path, FileKind Kind, string Folder, string PathInFolder);

    private static List<FoundFile> Find(string root, string packageRoot, ProjectPaths paths, Problems problems)
    {
        var found = new List<FoundFile>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in paths.Models) Walk(folder, _ => FileKind.Model);
        foreach (var folder in paths.Snapshots) Walk(folder, _ => FileKind.Snapshot);
        foreach (var folder in paths.Functions) Walk(folder, _ => FileKind.Function);
        foreach (var folder in paths.Macros) Walk(folder, _ => FileKind.Macro);
        foreach (var folder in paths.Tests) Walk(folder, KindOfTest);
        foreach (var folder in paths.Analyses) Walk(folder, _ => FileKind.Analysis);
        foreach (var folder in paths.Seeds.Concat(paths.Docs)) Walk(folder, _ => null);
        return found;

        IEnumerable<string> FilesIn(string folder, EnumerationOptions options)
        {
            try
            {
                return [.. Directory.EnumerateFiles(folder, "*", options).Order(StringComparer.Ordinal)];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Report(ProjectProblems.UnreadableFile, null, Shown(root, folder), e.Message);
                return [];
            }
        }

        void Walk(string folder, Func<string, FileKind?> sql)
        {
            var full = Path.GetFullPath(Path.Combine(packageRoot, folder));
            if (!Directory.Exists(full)) return;
            var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };
            foreach (var path in FilesIn(full, options))
            {
                var inFolder = Path.GetRelativePath(full, path).Replace('\\', '/');
                FileKind? kind = Path.GetExtension(path).ToLowerInvariant() switch
                {
                    ".sql" => sql(inFolder),
                    ".py" when paths.Models.Contains(folder) || paths.Functions.Contains(folder) => FileKind.OtherLanguage,
                    ".js" when paths.Functions.Contains(folder) => FileKind.OtherLanguage,
                    ".yml" or ".yaml" => FileKind.Properties,
                    ".md" => FileKind.Document,
                    ".csv" when paths.Tests.Contains(folder) && IsFixture(inFolder) => FileKind.Fixture,
                    ".csv" when paths.Seeds.Contains(folder) => FileKind.Seed,
                    _ => null,
                };
                if (kind is { } known && seen.Add(path)) found.Add(new FoundFile(path, known, folder, inFolder));
            }
        }
    }
}
