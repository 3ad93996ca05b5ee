using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Packages;

/// <summary>What <c>tally deps</c> is asked to do.</summary>
public sealed record InstallOptions
{
    /// <summary>Which project.</summary>
    public required LoadOptions Load { get; init; }

    /// <summary>Choose anew instead of installing what the lock file records.</summary>
    public bool Upgrade { get; init; }

    /// <summary>Write the lock file and install nothing.</summary>
    public bool LockOnly { get; init; }
}

/// <summary>A package that was dealt with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Which one it is.</param>
/// <param name="WasThere">It was installed already.</param>
public sealed record InstalledPackage(string Name, string Description, bool WasThere);

/// <summary>Installs the packages that a project asks for: <c>tally deps</c>.</summary>
public sealed class PackageInstaller
{
    private readonly InstallOptions _options;
    private readonly Problems _problems;
    private readonly string _root;
    private readonly string _projectName;
    private readonly string _folder;
    private readonly YamlRenderer _renderer;

    private PackageInstaller(InstallOptions options, string root, MappingReader project, Problems problems)
    {
        (_options, _root, _problems) = (options, root, problems);
        _projectName = project.RequiredText("name");
        _folder = Path.GetFullPath(Path.Combine(root, ProjectPaths.Read(project).Packages));
        if (ContentHash.IsInside(Path.GetRelativePath(_folder, _root)))
            problems.ReportWithHint(PackageProblems.InstallsOverProject, project.Scalar("packages-install-path")?.Span, "name a folder of its own, for example dbt_packages", ProjectReader.Shown(root, _folder));
        _renderer = new YamlRenderer(ProjectScope.WithSecrets(_projectName, ProjectVars.FromCommandLine(options.Load.Vars, problems), options.Load), problems);
    }

    /// <summary>Installs, or only locks.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="problems">Receives warnings, and what is wrong with the files that name packages.</param>
    /// <param name="cancellationToken">Stops; what was installed before stays.</param>
    /// <exception cref="InvalidProjectException">The files that name packages have errors.</exception>
    /// <exception cref="DiagnosticException">A package cannot be had.</exception>
    public static async Task<ImmutableArray<InstalledPackage>> InstallAsync(InstallOptions options, Problems problems, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(options.Load.ProjectFolder);
        var path = ProjectReader.FindProjectFile(root);
        if (path is null) problems.Report(ProjectProblems.NoProject, null, root);
        var project = path is not null && ProjectReader.ReadText(root, path, problems) is { } source ? YamlParser.Parse(source, problems) as YamlMapping : null;
        problems.ThrowIfErrors();
        var installer = new PackageInstaller(options, root, new MappingReader(project ?? new YamlMapping([], new SourceText(path!, "").Span(0, 0)), "the project file", problems), problems);
        problems.ThrowIfErrors();
        return await installer.RunAsync(cancellationToken);
    }

    private async Task<ImmutableArray<InstalledPackage>> RunAsync(CancellationToken cancellationToken)
    {
        var reader = new RequirementReader(_root, _renderer, _problems);
        var entries = reader.ReadEntries(_root);
        var asked = reader.Read(entries, _projectName, _root);
        _problems.ThrowIfErrors();
        if (entries.IsEmpty) return [];
        var hash = PackageLock.HashOf(entries);
        var locked = _options.Upgrade ? null : PackageLock.Read(_root, _renderer, _problems);
        _problems.ThrowIfErrors();

        var staging = Path.Combine(_folder, $".staging-{_options.Load.InvocationId:n}");
        try
        {
            Directory.CreateDirectory(staging);
            using var downloads = new Downloads();
            var environment = _options.Load.Environment;
            var hub = new HubClient(HubAddress(environment), downloads, _problems);
            var fetcher = new PackageFetcher(staging, _root, new GitClient(environment, new Secrets(environment)), downloads, hub);
            var wanted = locked?.RequirementHash == hash
                ? locked.Packages.Select(pin => new ResolvedPackage(pin, null, []))
                : from package in await new PackageResolver(fetcher, hub, reader, _problems).ResolveAsync(asked, _projectName, cancellationToken)
                  select package with { Pin = locked?.WithHash(package.Pin) ?? package.Pin };
            return await PutInPlaceAsync([.. wanted], fetcher, staging, hash, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(Diagnostic.Of(PackageProblems.CannotInstall, null, ProjectReader.Shown(_root, _folder), e.Message), e);
        }
        finally
        {
            if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
            if (Directory.Exists(_folder) && !Directory.EnumerateFileSystemEntries(_folder).Any()) Directory.Delete(_folder);
        }
    }

    private async Task<ImmutableArray<InstalledPackage>> PutInPlaceAsync(
        ImmutableArray<ResolvedPackage> wanted, PackageFetcher fetcher, string staging, string requirementHash, CancellationToken cancellationToken)
    {
        // Everything is here and is what it should be before anything is changed.
        var ready = new List<(PinnedPackage Pin, string? From)>();
        foreach (var package in wanted)
        {
            var there = Path.Combine(_folder, package.Pin.Name);
            if (package.Folder is null && package.Pin.Sha256 is { } recorded && Directory.Exists(there) && !PackagePlacement.IsLink(there) && ContentHash.Of(there) == recorded)
            {
                ready.Add((package.Pin, null));
                continue;
            }

            var from = package.Folder ?? await fetcher.AgainAsync(package.Pin, cancellationToken);
            if (fetcher.NameOf(from, null, package.Pin.Description) is var name && name != package.Pin.Name)
                throw new DiagnosticException(PackageProblems.BadLock, null, InstalledPackages.LockFile, $"it names {package.Pin.Description} '{package.Pin.Name}', which calls itself '{name}'");
            ready.Add((Verified(package.Pin, from), from));
        }

        var changed = ready.Where(package => package.From is not null && !_options.LockOnly).ToArray();
        var placement = new PackagePlacement(_folder, staging, _root);
        foreach (var (pin, _) in changed) placement.Check(pin.Name);
        try
        {
            foreach (var (pin, from) in changed) placement.Put(pin, from!);
            if (!_options.LockOnly) placement.RemoveOthers([.. ready.Select(package => package.Pin.Name)]);
            new PackageLock([.. ready.Select(package => package.Pin)], requirementHash).Write(_root);
        }
        catch
        {
            placement.Undo();
            throw;
        }

        return [.. ready.Select(package => new InstalledPackage(package.Pin.Name, package.Pin.Description, package.From is null))];
    }

    private static PinnedPackage Verified(PinnedPackage pin, string folder)
    {
        if (pin is PinnedPackage.Local) return pin;
        var actual = ContentHash.Of(folder) ?? throw new DiagnosticException(PackageProblems.HoldsLinks, null, pin.Description);
        if (pin.Sha256 is { } recorded && recorded != actual)
        {
            throw new DiagnosticException(Diagnostic.Of(PackageProblems.Tampered, null, pin.Description, InstalledPackages.LockFile, actual[..12], recorded[..12]) with
            {
                Hint = "someone has changed it since it was locked; find out who and why, and then accept it with 'tally deps --upgrade'",
            });
        }

        return pin with { Sha256 = actual };
    }

    private static Uri HubAddress(IReadOnlyDictionary<string, string> environment)
    {
        var given = environment.GetValueOrDefault("DBT_PACKAGE_HUB_URL") is { Length: > 0 } url ? url : HubClient.Default;
        return Uri.TryCreate(given.EndsWith('/') ? given : given + "/", UriKind.Absolute, out var address)
            ? address
            : throw new DiagnosticException(PackageProblems.HubUnreachable, null, "a package of the hub", $"DBT_PACKAGE_HUB_URL is '{given}', which is no address");
    }
}
