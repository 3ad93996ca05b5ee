using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Versions;
using CareTally.Diagnostics;

namespace CareTally.Core.Packages;

/// <summary>A package that was chosen.</summary>
/// <param name="Pin">Which.</param>
/// <param name="Folder">Its files, where choosing it has brought them here already.</param>
/// <param name="Needs">What it asks for itself.</param>
internal sealed record ResolvedPackage(PinnedPackage Pin, string? Folder, ImmutableArray<PackageRequirement> Needs);

/// <summary>Chooses packages: all that the project asks for, all that those ask for, each once, in a revision that suits everyone.</summary>
internal sealed class PackageResolver(PackageFetcher fetcher, HubClient hub, RequirementReader reader, Problems problems)
{
    // A release is chosen anew when more is asked of it, and then may ask for others; that ends, and if not, here.
    private const int MostRounds = 100;

    private readonly Dictionary<string, ResolvedPackage> _fetched = new(StringComparer.Ordinal);

    /// <summary>The packages, by name.</summary>
    /// <exception cref="DiagnosticException">There is no such choice.</exception>
    /// <exception cref="InvalidProjectException">A package's own requirements cannot be read.</exception>
    public async Task<ImmutableArray<ResolvedPackage>> ResolveAsync(ImmutableArray<PackageRequirement> asked, string projectName, CancellationToken cancellationToken)
    {
        var chosen = new Dictionary<string, ResolvedPackage>(StringComparer.Ordinal);
        for (var round = 0; round < MostRounds; round++)
        {
            var next = new Dictionary<string, ResolvedPackage>(StringComparer.Ordinal);
            foreach (var group in AllAsked(asked, chosen).GroupBy(requirement => requirement.Key)) next[group.Key] = await ChooseAsync([.. group], cancellationToken);
            problems.ThrowIfErrors();
            if (IsSame(chosen, next))
            {
                CheckCycle(asked, next);
                CheckNames(next, projectName);
                return [.. next.Values.OrderBy(package => package.Pin.Name, StringComparer.Ordinal)];
            }

            chosen = next;
        }

        throw new DiagnosticException(PackageProblems.Cycle, asked[0].Span, string.Join(", ", chosen.Values.Select(package => package.Pin.Name)));
    }

    private static List<PackageRequirement> AllAsked(ImmutableArray<PackageRequirement> asked, Dictionary<string, ResolvedPackage> chosen)
    {
        var all = new List<PackageRequirement>(asked);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < all.Count; i++)
        {
            if (seen.Add(all[i].Key) && chosen.TryGetValue(all[i].Key, out var package)) all.AddRange(package.Needs);
        }

        return all;
    }

    private static bool IsSame(Dictionary<string, ResolvedPackage> left, Dictionary<string, ResolvedPackage> right) =>
        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out var other) && ReferenceEquals(pair.Value, other));

    private async Task<ResolvedPackage> ChooseAsync(ImmutableArray<PackageRequirement> asked, CancellationToken cancellationToken)
    {
        switch (asked[0])
        {
            case PackageRequirement.Hub:
                return await ChooseReleaseAsync([.. asked.Cast<PackageRequirement.Hub>()], cancellationToken);
            case PackageRequirement.Git git:
                var revisions = asked.Cast<PackageRequirement.Git>().GroupBy(one => one.Revision).ToArray();
                if (revisions.Length > 1)
                {
                    throw new DiagnosticException(Diagnostic.Of(
                        PackageProblems.Clash, git.Span, git.Url, string.Join("; ", revisions.Select(one => $"{one.Key ?? "the main branch"} by {Owners(one)}"))) with
                    { Hint = "name one revision in the project's own file and in the packages', or leave the package to those that need it" });
                }

                return await OnceAsync($"{git.Key}@{git.Revision}", async () =>
                {
                    var (folder, commit) = await fetcher.GitAsync(git.Url, git.Revision, git.Subdirectory, git.Span, cancellationToken);
                    return Resolved(new PinnedPackage.Git { Name = fetcher.NameOf(folder, git.Span, git.Url), Url = git.Url, Commit = commit, Subdirectory = git.Subdirectory }, folder, null);
                });
            case PackageRequirement.Tarball tarball:
                return await OnceAsync(tarball.Key, async () =>
                {
                    var folder = await fetcher.TarballAsync(tarball.Url, tarball.Span, cancellationToken);
                    return Resolved(new PinnedPackage.Tarball { Name = fetcher.NameOf(folder, tarball.Span, tarball.Url), Url = tarball.Url }, folder, null);
                });
            case PackageRequirement.Local local:
                return await OnceAsync(local.Key, () => Task.FromResult(
                    Resolved(new PinnedPackage.Local { Name = fetcher.NameOf(local.Folder, local.Span, local.Written), Folder = local.Folder, Written = local.Written }, local.Folder, local.Folder)));
            default:
                throw new ArgumentOutOfRangeException(nameof(asked));
        }
    }

    private async Task<ResolvedPackage> ChooseReleaseAsync(ImmutableArray<PackageRequirement.Hub> asked, CancellationToken cancellationToken)
    {
        var (package, span) = (asked[0].Package, asked[0].Span);
        var all = await hub.ReleasesOfAsync(package, span, cancellationToken);
        var withPrereleases = asked.Any(one => one.WithPrereleases || one.Range.NamesPrerelease);
        var fitting = all.Where(release => (withPrereleases || !release.Version.IsPrerelease) && asked.All(one => one.Range.Holds(release.Version))).ToArray();

        // A release made for another dbt is taken only where nothing else will do; its own file then says so.
        var dbt = SemanticVersion.TryParse(ProjectScope.DbtVersion)!;
        if ((fitting.FirstOrDefault(release => release.DbtVersions.Holds(dbt)) ?? fitting.FirstOrDefault()) is not { } best) throw NoRelease(asked, all);
        return await OnceAsync($"{asked[0].Key}@{best.Version}", () => Task.FromResult(new ResolvedPackage(
            new PinnedPackage.Hub { Name = best.Name, Package = package, Version = best.Version }, null, reader.Read(best.Entries, best.Name, null))));
    }

    private static DiagnosticException NoRelease(ImmutableArray<PackageRequirement.Hub> asked, ImmutableArray<HubRelease> all)
    {
        var hint = $"there are {string.Join(", ", all.Take(12).Select(release => release.Version))}{(all.Length > 12 ? ", ..." : "")}";
        return asked.Length == 1
            ? new DiagnosticException(PackageProblems.NoVersion, asked[0].Span, asked[0].Package, asked[0].Range, string.Join(", ", all.Take(12).Select(release => release.Version)))
            : new DiagnosticException(Diagnostic.Of(
                PackageProblems.VersionClash, asked[0].Span, asked[0].Package, string.Join("; ", asked.Select(one => $"{one.Owner} needs {one.Range}"))) with
            { Hint = hint });
    }

    private ResolvedPackage Resolved(PinnedPackage pin, string folder, string? localFolder) =>
        new(pin, folder, reader.Read(reader.ReadEntries(folder), pin.Name, localFolder));

    private async Task<ResolvedPackage> OnceAsync(string key, Func<Task<ResolvedPackage>> fetch) =>
        _fetched.TryGetValue(key, out var known) ? known : _fetched[key] = await fetch();

    private static void CheckNames(Dictionary<string, ResolvedPackage> chosen, string projectName)
    {
        foreach (var group in chosen.Values.GroupBy(package => package.Pin.Name))
        {
            var packages = group.Select(package => package.Pin.Description).ToArray();
            if (group.Key == projectName) throw new DiagnosticException(PackageProblems.DuplicateName, null, group.Key, "the project itself", packages[0]);
            if (packages.Length > 1)
            {
                throw new DiagnosticException(Diagnostic.Of(PackageProblems.DuplicateName, null, group.Key, packages[0], packages[1]) with
                {
                    Hint = "name the package in one form everywhere; where another package asks for it, take that package's form",
                });
            }
        }
    }

    private static void CheckCycle(ImmutableArray<PackageRequirement> asked, Dictionary<string, ResolvedPackage> chosen)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var requirement in asked) Visit(requirement, []);

        void Visit(PackageRequirement requirement, ImmutableArray<string> path)
        {
            var from = path.IndexOf(requirement.Key);
            if (from >= 0)
                throw new DiagnosticException(PackageProblems.Cycle, requirement.Span, string.Join(" -> ", path[from..].Add(requirement.Key).Select(key => chosen[key].Pin.Name)));
            if (!done.Add(requirement.Key)) return;
            foreach (var need in chosen[requirement.Key].Needs) Visit(need, path.Add(requirement.Key));
        }
    }

    private static string Owners(IEnumerable<PackageRequirement> requirements) => string.Join(" and ", requirements.Select(one => one.Owner).Distinct());
}
