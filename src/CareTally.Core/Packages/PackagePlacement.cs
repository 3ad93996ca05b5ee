using CareTally.Core.Projects;
using CareTally.Diagnostics;

namespace CareTally.Core.Packages;

/// <summary>Puts packages where they are installed. What stood there is kept beside until all is well, and can be put back.</summary>
/// <param name="folder">Where packages are installed.</param>
/// <param name="staging">A folder on the same disk, deleted in the end.</param>
/// <param name="root">The project's folder, which paths are shown relative to.</param>
internal sealed class PackagePlacement(string folder, string staging, string root)
{
    private readonly Stack<Action> _backwards = new();
    private int _count;

    /// <summary>Refuses to take away what is no package: it is not tally's.</summary>
    /// <param name="name">The package that is to go there.</param>
    /// <exception cref="DiagnosticException">Something else stands in its place.</exception>
    public void Check(string name)
    {
        var target = Path.Combine(folder, name);
        if (IsLink(target) || IsPackage(target) || !Path.Exists(target) || (Directory.Exists(target) && !Directory.EnumerateFileSystemEntries(target).Any())) return;
        throw new DiagnosticException(Diagnostic.Of(PackageProblems.NotAPackage, null, ProjectReader.Shown(root, target), name) with
        {
            Hint = "move it elsewhere, or name another folder for packages with 'packages-install-path:' in the project file",
        });
    }

    /// <summary>Puts a package in place of what stands there.</summary>
    public void Put(PinnedPackage pin, string from)
    {
        var target = Path.Combine(folder, pin.Name);
        if (IsLink(target) || Directory.Exists(target)) PutAside(target);
        if (pin is PinnedPackage.Local)
        {
            _backwards.Push(() => Delete(target));
            Link(target, from);
            return;
        }

        Directory.Move(from, target);
        _backwards.Push(() => Delete(target));
    }

    /// <summary>Takes away the packages that are wanted no more; whatever else lies in the folder stays.</summary>
    public void RemoveOthers(HashSet<string> wanted)
    {
        foreach (var other in Directory.GetDirectories(folder).Where(other => !wanted.Contains(Path.GetFileName(other)) && !Path.GetFileName(other).StartsWith('.')))
        {
            if (IsLink(other) || IsPackage(other)) PutAside(other);
        }
    }

    /// <summary>Makes everything what it was.</summary>
    public void Undo()
    {
        while (_backwards.TryPop(out var step)) step();
    }

    /// <summary>Whether a folder is a link, which may lead nowhere.</summary>
    public static bool IsLink(string path) => new DirectoryInfo(path).LinkTarget is not null;

    private static bool IsPackage(string path) => ProjectReader.FindProjectFile(path) is not null;

    private void PutAside(string target)
    {
        var aside = Path.Combine(staging, $"old-{++_count}");
        if (new DirectoryInfo(target).LinkTarget is { } destination)
        {
            // What it leads to is relative to where it stands, so it is made anew.
            Unlink(target);
            _backwards.Push(() => Directory.CreateSymbolicLink(target, destination));
            return;
        }

        Directory.Move(target, aside);
        _backwards.Push(() => Directory.Move(aside, target));
    }

    // A link that leads nowhere is no folder, except on Windows.
    private static void Unlink(string link)
    {
        if (OperatingSystem.IsWindows()) Directory.Delete(link);
        else File.Delete(link);
    }

    private static void Delete(string target)
    {
        if (IsLink(target)) Unlink(target);
        else if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
    }

    // Someone works in a local package: a link shows what they do at once. Not every system allows one.
    private void Link(string target, string from)
    {
        try
        {
            Directory.CreateSymbolicLink(target, Path.GetRelativePath(folder, from));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && OperatingSystem.IsWindows())
        {
            Copy(from, target);
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var inner in Directory.EnumerateDirectories(from).Where(inner => Path.GetFileName(inner) is not (".git" or "dbt_packages" or "target")))
            Copy(inner, Path.Combine(to, Path.GetFileName(inner)));
    }
}
