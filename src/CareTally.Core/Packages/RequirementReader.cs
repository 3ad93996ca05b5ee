using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Versions;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Packages;

/// <summary>Reads what packages.yml or dependencies.yml ask for.</summary>
/// <param name="root">The project's folder, which paths are shown relative to.</param>
/// <param name="renderer">Renders the templates in them.</param>
/// <param name="problems">Where to complain.</param>
internal sealed class RequirementReader(string root, YamlRenderer renderer, Problems problems)
{
    private static readonly string[] Forms = ["package", "git", "local", "tarball", "private"];

    /// <summary>The entries of a folder's file, as written; none where it has no such file.</summary>
    public ImmutableArray<YamlMapping> ReadEntries(string folder)
    {
        var found = ImmutableArray.CreateBuilder<(string File, ImmutableArray<YamlMapping> Entries)>();
        foreach (var name in InstalledPackages.RequirementFiles)
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path) || ProjectReader.ReadText(root, path, problems) is not { } source) continue;
            if (YamlParser.Parse(source, problems) is YamlMapping map) found.Add((source.Path, Entries(map, source.Path)));
        }

        var used = found.Where(file => !file.Entries.IsEmpty).ToArray();
        if (used.Length > 1) problems.ReportWithHint(PackageProblems.TwoFiles, used[1].Entries[0].Span with { Length = 0 }, "keep one of the two files", used[0].File, used[1].File);
        return used.Length == 0 ? [] : used[0].Entries;
    }

    /// <summary>What entries ask for.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="owner">Whose they are.</param>
    /// <param name="folder">The folder that local packages are relative to; null for a package from elsewhere.</param>
    public ImmutableArray<PackageRequirement> Read(IEnumerable<YamlMapping> entries, string owner, string? folder) =>
        [.. entries.Select(entry => Read(new MappingReader(entry, "a package", problems), owner, folder)).OfType<PackageRequirement>()];

    private ImmutableArray<YamlMapping> Entries(YamlMapping map, string file)
    {
        var reader = new MappingReader(map, file, problems);
        foreach (var project in reader.Maps("projects"))
            problems.ReportWithHint(PackageProblems.NotSupported, project.Span with { Length = 0 }, "references across projects need dbt's cloud; install the other project as a package instead", "projects");
        return [.. reader.Maps("packages")];
    }

    private PackageRequirement? Read(MappingReader reader, string owner, string? folder)
    {
        var map = reader.Mapping;
        var span = map.Span with { Length = 0 };
        var given = Forms.Where(form => map[form] is not null).ToArray();
        if (given.Length != 1)
        {
            problems.ReportWithHint(PackageProblems.BadRequirement, span, "for example - package: dbt-labs/dbt_utils", given.Length == 0 ? "none" : string.Join(" and ", given));
            return null;
        }

        reader.Accept("name", "unrendered");
        PackageRequirement? requirement = given[0] switch
        {
            "package" => Hub(reader, owner, span),
            "git" => Git(reader, owner, span),
            "local" => Local(reader, owner, folder, span),
            "tarball" => new PackageRequirement.Tarball(owner, span, Url(reader, "tarball"), Text(reader, "name") ?? ""),
            var other => Refuse(other, map[other]!.Span),
        };
        if (requirement is not null) reader.RejectUnknown();
        return requirement;
    }

    private PackageRequirement? Refuse(string form, SourceSpan span)
    {
        problems.ReportWithHint(PackageProblems.NotSupported, span, "write the repository itself: - git: \"https://...\" with a revision", form);
        return null;
    }

    private PackageRequirement.Hub? Hub(MappingReader reader, string owner, SourceSpan span)
    {
        var name = Text(reader, "package")!;
        reader.Accept("version");
        var texts = reader.List("version").OfType<YamlScalar>().Select(scalar => (scalar.Span, Text: renderer.RenderText(scalar)!)).ToArray();
        var withPrereleases = reader.Bool("install-prerelease") ?? reader.Bool("install_prerelease") ?? false;
        reader.Accept("install_prerelease");
        if (!HubClient.IsName(name))
        {
            problems.ReportWithHint(PackageProblems.BadHubName, reader.Scalar("package")?.Span, HubClient.NameHint, name);
            return null;
        }

        foreach (var (at, text) in texts.Where(text => VersionRange.TryParse([text.Text]) is null))
        {
            problems.ReportWithHint(PackageProblems.BadVersion, at, "for example 1.1.1, or [\">=1.0.0\", \"<2.0.0\"]", text);
            return null;
        }

        if (texts.Length == 0) problems.Report(ProjectProblems.MissingKey, span, $"package '{name}'", "version");
        return new PackageRequirement.Hub(owner, span, name, VersionRange.TryParse(texts.Select(text => text.Text))!, withPrereleases);
    }

    private PackageRequirement.Git Git(MappingReader reader, string owner, SourceSpan span)
    {
        var url = Url(reader, "git");
        var revision = reader.List("revision") is [YamlScalar scalar, ..] ? renderer.RenderText(scalar) : null;
        var subdirectory = Text(reader, "subdirectory");
        if (subdirectory is not null && !ContentHash.IsInside(subdirectory)) problems.Report(PackageProblems.OutsideOfPackage, reader.Scalar("subdirectory")?.Span, subdirectory);
        var warns = (reader.Bool("warn-unpinned") ?? reader.Bool("warn_unpinned") ?? true) && revision is null or "HEAD" or "main" or "master";
        reader.Accept("warn_unpinned");
        if (warns) problems.Report(PackageProblems.Unpinned, span, url);
        return new PackageRequirement.Git(owner, span, url, revision, subdirectory?.Trim('/'));
    }

    private PackageRequirement.Local? Local(MappingReader reader, string owner, string? folder, SourceSpan span)
    {
        var written = Text(reader, "local")!;
        if (folder is null)
        {
            problems.Report(PackageProblems.LocalOfRemote, span, owner, written);
            return null;
        }

        // A package's own local packages are written relative to it; dbt takes them relative to the project.
        var path = new[] { folder, root }.Select(from => Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(from, written)))).Distinct().ToArray();
        if (Array.Find(path, Directory.Exists) is { } existing) return new PackageRequirement.Local(owner, span, existing, Path.GetRelativePath(root, existing).Replace('\\', '/'));
        problems.Report(PackageProblems.NoLocalFolder, reader.Scalar("local")?.Span, path[0]);
        return null;
    }

    private string? Text(MappingReader reader, string key) => renderer.RenderText(reader.Scalar(key));

    private Address Url(MappingReader reader, string key) => reader.Scalar(key) is { } scalar ? new Address(renderer.RenderText(scalar)!, scalar.Text) : new Address("", "");
}
