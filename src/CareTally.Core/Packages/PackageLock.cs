using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Versions;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Packages;

/// <summary>
/// package-lock.yml, in dbt's own form, so that both programs can use one. The hashes of the packages' files are comments, because dbt
/// refuses keys that it does not know.
/// </summary>
/// <param name="Packages">What is installed.</param>
/// <param name="RequirementHash">Hash of what was asked for when it was written.</param>
internal sealed partial record PackageLock(ImmutableArray<PinnedPackage> Packages, string RequirementHash)
{
    /// <summary>Reads it; null where there is none.</summary>
    public static PackageLock? Read(string root, YamlRenderer renderer, Problems problems)
    {
        var path = Path.Combine(root, InstalledPackages.LockFile);
        if (!File.Exists(path) || ProjectReader.ReadText(root, path, problems) is not { } source) return null;
        if (YamlParser.Parse(source, problems) is not YamlMapping map) return null;
        var reader = new MappingReader(map, source.Path, problems);
        var packages = reader.Maps("packages").Select(entry => ReadEntry(root, entry, renderer, problems)).ToArray();

        // A lock that dbt wrote may lack names: then it is made anew.
        return Array.TrueForAll(packages, package => package is not null) ? new PackageLock([.. packages.Select(package => package!)], reader.Text("sha1_hash") ?? "") : null;
    }

    /// <summary>dbt's hash of what a project asks for.</summary>
    public static string HashOf(IEnumerable<YamlMapping> entries)
    {
        var texts = entries.Select(entry => PythonJson.Of(AsDbtReads(entry))).Order(StringComparer.Ordinal);

        // dbt's choice of hash; it tells a change, it protects nothing.
#pragma warning disable CA5350
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts))));
#pragma warning restore CA5350
    }

    /// <summary>A package with the hash that is recorded for it, if that very one was locked: asking for another does not excuse it from being what it was.</summary>
    public PinnedPackage WithHash(PinnedPackage pin) =>
        pin with { Sha256 = Packages.FirstOrDefault(one => one.Name == pin.Name && one.Keys.SequenceEqual(pin.Keys))?.Sha256 };

    /// <summary>Writes it, whole or not at all.</summary>
    public void Write(string root)
    {
        var text = new StringBuilder("# Written by 'tally deps'; commit it. It decides what the next 'tally deps' installs.\npackages:\n");
        foreach (var package in Packages.OrderBy(package => package.Name, StringComparer.Ordinal))
        {
            text.Append("- name: ").Append(Quote(package.Name)).Append(package.Sha256 is { } hash ? $" # sha256:{hash}\n" : "\n");
            foreach (var (key, value) in package.Keys) text.Append("  ").Append(key).Append(": ").Append(Quote(value)).Append('\n');
        }

        text.Append("sha1_hash: ").Append(RequirementHash).Append('\n');
        var path = Path.Combine(root, InstalledPackages.LockFile);
        File.WriteAllText(path + ".tmp", text.ToString());
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private static PinnedPackage? ReadEntry(string root, YamlMapping entry, YamlRenderer renderer, Problems problems)
    {
        if (entry["name"] is not YamlScalar { Text: { Length: > 0 } name } at) return null;
        var hash = Hash().Match(at.Span.Source.Line(at.Span.Position.Line)) is { Success: true } found ? found.Groups[1].Value : null;
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            problems.Report(PackageProblems.BadLock, at.Span, InstalledPackages.LockFile, $"'{name}' is no name of a package");
            return null;
        }

        if (entry["subdirectory"] is YamlScalar subdirectory && !ContentHash.IsInside(subdirectory.Text))
        {
            problems.Report(PackageProblems.OutsideOfPackage, subdirectory.Span, subdirectory.Text);
            return null;
        }

        if (entry["package"] is YamlScalar onHub && !HubClient.IsName(onHub.Text))
        {
            problems.ReportWithHint(PackageProblems.BadHubName, onHub.Span, HubClient.NameHint, onHub.Text);
            return null;
        }

        return (entry["package"], entry["git"], entry["local"], entry["tarball"]) switch
        {
            (YamlScalar package, _, _, _) when SemanticVersion.TryParse(Text("version") ?? "") is { } version => new PinnedPackage.Hub { Name = name, Sha256 = hash, Package = package.Text, Version = version },
            (_, YamlScalar git, _, _) when Text("revision") is { } commit =>
                new PinnedPackage.Git { Name = name, Sha256 = hash, Url = new Address(renderer.RenderText(git)!, git.Text), Commit = commit, Subdirectory = Text("subdirectory") },
            (_, _, YamlScalar local, _) => new PinnedPackage.Local { Name = name, Folder = Path.GetFullPath(Path.Combine(root, local.Text)), Written = local.Text },
            (_, _, _, YamlScalar tarball) => new PinnedPackage.Tarball { Name = name, Sha256 = hash, Url = new Address(renderer.RenderText(tarball)!, tarball.Text) },
            _ => null,
        };

        string? Text(string key) => (entry[key] as YamlScalar)?.Text;
    }

    // What dbt's objects turn into: the entry, a default, and the entry again as it was before templates were rendered.
    private static YamlMapping AsDbtReads(YamlMapping entry)
    {
        var entries = entry.Entries.Add(new YamlEntry(new YamlScalar("unrendered", true, entry.Span), entry));
        if (entry["package"] is not null && entry["install_prerelease"] is null && entry["install-prerelease"] is null)
            entries = entries.Add(new YamlEntry(new YamlScalar("install_prerelease", true, entry.Span), new YamlScalar("false", true, entry.Span)));
        return entry with { Entries = entries };
    }

    private static string Quote(string text) =>
        Plain().IsMatch(text) && !SemanticVersionLike().IsMatch(text) ? text : PythonJson.Quote(text);

    [GeneratedRegex(@"# sha256:([0-9a-f]{64})\s*\z")]
    private static partial Regex Hash();

    [GeneratedRegex(@"\A[A-Za-z0-9_./][A-Za-z0-9_./@+-]*(:[A-Za-z0-9_./@+-]+)*\z")]
    private static partial Regex Plain();

    // 1.10 would be read as a number; so would a commit of digits alone, or with one 'e' in it.
    [GeneratedRegex(@"\A[0-9.eE_+-]+\z")]
    private static partial Regex SemanticVersionLike();
}
