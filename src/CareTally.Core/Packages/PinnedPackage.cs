using System.Collections.Immutable;
using CareTally.Core.Projects.Versions;

namespace CareTally.Core.Packages;

/// <summary>A package chosen down to the byte: what a lock file records.</summary>
internal abstract record PinnedPackage
{
    /// <summary>Its own name, which is its folder's too.</summary>
    public required string Name { get; init; }

    /// <summary>Hash over its files; null where none is recorded, as for a folder that someone works in.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Its keys in the lock file, as dbt has them, without the name.</summary>
    public abstract ImmutableArray<(string Key, string Value)> Keys { get; }

    /// <summary>Which one, for people.</summary>
    public abstract string Description { get; }

    public sealed record Hub : PinnedPackage
    {
        public required string Package { get; init; }
        public required SemanticVersion Version { get; init; }
        public override ImmutableArray<(string Key, string Value)> Keys => [("package", Package), ("version", Version.ToString())];
        public override string Description => $"{Package} {Version} from the hub";
    }

    public sealed record Git : PinnedPackage
    {
        public required Address Url { get; init; }
        public required string Commit { get; init; }
        public string? Subdirectory { get; init; }
        public override ImmutableArray<(string Key, string Value)> Keys =>
            [("git", Url.Written), ("revision", Commit), .. Subdirectory is null ? [] : new[] { ("subdirectory", Subdirectory) }];

        public override string Description => $"{Url} at {Commit[..Math.Min(12, Commit.Length)]}{(Subdirectory is null ? "" : $", folder {Subdirectory}")}";
    }

    public sealed record Local : PinnedPackage
    {
        public required string Folder { get; init; }
        public required string Written { get; init; }
        public override ImmutableArray<(string Key, string Value)> Keys => [("local", Written)];
        public override string Description => $"the folder {Written}";
    }

    public sealed record Tarball : PinnedPackage
    {
        public required Address Url { get; init; }
        public override ImmutableArray<(string Key, string Value)> Keys => [("tarball", Url.Written)];
        public override string Description => $"{Url}";
    }
}
