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

    /// <summary>All of it, or null where the project file cannot be read; everything unreadable is reported.</summary>
    public static ProjectFiles? Read(string root, Problems problems)
    {
        var path = ProjectFileNames.Select(name => Path.Combine(root, name)).FirstOrDefault(File.Exists);
        if (path is null)
        {
            problems.ReportWithHint(ProjectProblems.NoProject, null, "run tally in a project's folder, name one with --project-dir, or make one with 'tally init NAME'", root);
            return null;
        }

        if (ReadText(root, path, problems) is not { } source) return null;
        if (YamlParser.Parse(source, problems) is not YamlMapping project)
        {
            if (!problems.HasErrors) problems.Report(ProjectProblems.MissingKey, source.Span(0, 0), source.Path, "name");
            return null;
        }

        var paths = ProjectPaths.Read(new MappingReader(project, source.Path, problems));
        var found = Find(root, paths, problems);
        return new ProjectFiles
        {
            Root = root,
            ProjectFile = project,
            Paths = paths,
            Models = ReadAll(found.Where(f => f.Kind == FileKind.Model)),
            SingularTests = ReadAll(found.Where(f => f.Kind == FileKind.SingularTest)),
            Macros = ReadAll(found.Where(f => f.Kind == FileKind.Macro)),
            Seeds = [.. found.Where(f => f.Kind == FileKind.Seed).Select(f => f.ToProjectFile(new SourceText(Shown(root, f.Path), "")))],
            Properties = ReadAll(found.Where(f => f.Kind == FileKind.Properties)),
            Documents = ReadAll(found.Where(f => f.Kind == FileKind.Document)),
        };

        ImmutableArray<ProjectFile> ReadAll(IEnumerable<FoundFile> files) =>
            [.. InParallel.Select(files.ToArray(), file => ReadText(root, file.Path, problems) is { } text ? file.ToProjectFile(text) : null).OfType<ProjectFile>()];
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

    private enum FileKind { Model, SingularTest, Macro, Seed, Properties, Document }

    private sealed record FoundFile(string Path, FileKind Kind, string Folder, string PathInFolder)
    {
        public ProjectFile ToProjectFile(SourceText source) => new(source, Folder, PathInFolder);
    }

    private static List<FoundFile> Find(string root, ProjectPaths paths, Problems problems)
    {
        var found = new List<FoundFile>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in paths.Models) Walk(folder, _ => FileKind.Model);
        foreach (var folder in paths.Macros) Walk(folder, _ => FileKind.Macro);
        foreach (var folder in paths.Tests) Walk(folder, path => path.StartsWith("generic/", StringComparison.Ordinal) ? FileKind.Macro : FileKind.SingularTest);
        foreach (var folder in paths.Seeds) Walk(folder, _ => null);
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
            var full = Path.GetFullPath(Path.Combine(root, folder));
            if (!Directory.Exists(full)) return;
            var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };
            foreach (var path in FilesIn(full, options))
            {
                var inFolder = Path.GetRelativePath(full, path).Replace('\\', '/');
                FileKind? kind = Path.GetExtension(path).ToLowerInvariant() switch
                {
                    ".sql" => sql(inFolder),
                    ".yml" or ".yaml" => FileKind.Properties,
                    ".md" => FileKind.Document,
                    ".csv" when paths.Seeds.Contains(folder) => FileKind.Seed,
                    _ => null,
                };
                if (kind is { } known && seen.Add(path)) found.Add(new FoundFile(path, known, folder, inFolder));
            }
        }
    }
}
