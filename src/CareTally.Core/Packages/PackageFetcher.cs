using CareTally.Core.Projects;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Packages;

/// <summary>Brings packages into a folder beside those that are installed, from which they can be put in place in one step.</summary>
/// <param name="staging">An empty folder on the same disk.</param>
/// <param name="root">The project's folder, which paths are shown relative to.</param>
/// <param name="git">Gets repositories.</param>
/// <param name="downloads">Gets files.</param>
/// <param name="hub">Knows releases.</param>
internal sealed class PackageFetcher(string staging, string root, GitClient git, Downloads downloads, HubClient hub)
{
    private int _count;

    /// <summary>A repository's files.</summary>
    /// <returns>The package's folder, and the commit.</returns>
    public async Task<(string Folder, string Commit)> GitAsync(Address url, string? revision, string? subdirectory, SourceSpan? span, CancellationToken cancellationToken)
    {
        // What lies elsewhere is not the package's, and would be moved away.
        if (subdirectory is not null && !ContentHash.IsInside(subdirectory)) throw new DiagnosticException(PackageProblems.OutsideOfPackage, span, subdirectory);
        var folder = NewFolder();
        var commit = await git.CheckOutAsync(url, revision, folder, span, cancellationToken);
        var package = subdirectory is null ? folder : Path.Combine(folder, subdirectory);
        return ProjectReader.FindProjectFile(package) is null
            ? throw new DiagnosticException(PackageProblems.NoProjectFile, span, subdirectory is null ? url : $"the folder {subdirectory} of {url}")
            : (package, commit);
    }

    /// <summary>An archive's files.</summary>
    public async Task<string> TarballAsync(Address url, SourceSpan? span, CancellationToken cancellationToken)
    {
        var folder = NewFolder();
        var archive = folder + ".tar.gz";
        await downloads.SaveAsync(url, archive, span, cancellationToken);
        var package = Archive.Unpack(archive, folder, url, span);
        File.Delete(archive);
        return package;
    }

    /// <summary>What was chosen before, exactly.</summary>
    public async Task<string> AgainAsync(PinnedPackage package, CancellationToken cancellationToken)
    {
        switch (package)
        {
            case PinnedPackage.Hub chosen:
                var releases = await hub.ReleasesOfAsync(chosen.Package, null, cancellationToken);
                var release = releases.FirstOrDefault(one => one.Version.CompareTo(chosen.Version) == 0)
                    ?? throw new DiagnosticException(PackageProblems.NoVersion, null, chosen.Package, chosen.Version, string.Join(", ", releases.Select(one => one.Version)));
                return await TarballAsync(new Address(release.Tarball, release.Tarball), null, cancellationToken);
            case PinnedPackage.Git chosen:
                return (await GitAsync(chosen.Url, chosen.Commit, chosen.Subdirectory, null, cancellationToken)).Folder;
            case PinnedPackage.Tarball chosen:
                return await TarballAsync(chosen.Url, null, cancellationToken);
            case PinnedPackage.Local chosen:
                return ProjectReader.FindProjectFile(chosen.Folder) is null ? throw new DiagnosticException(PackageProblems.NoProjectFile, null, chosen.Folder) : chosen.Folder;
            default:
                throw new ArgumentOutOfRangeException(nameof(package));
        }
    }

    /// <summary>A package's name, as its own project file gives it.</summary>
    public string NameOf(string folder, SourceSpan? span, object shown)
    {
        var problems = new Problems();
        if (ProjectReader.FindProjectFile(folder) is not { } file) throw new DiagnosticException(PackageProblems.NoProjectFile, span, shown);
        if (ProjectReader.ReadText(root, file, problems) is { } source && YamlParser.Parse(source, problems) is YamlMapping map
            && map["name"] is YamlScalar { Text: { Length: > 0 } name } && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) return name;
        throw new DiagnosticException(problems.All is [var first, ..] ? first : Diagnostic.Of(ProjectProblems.MissingKey, span, $"the project file of {shown}", "name"));
    }

    private string NewFolder() => Directory.CreateDirectory(Path.Combine(staging, $"{++_count}")).FullName;
}
