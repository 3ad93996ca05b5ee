using CareTally.Core.Projects.Versions;
using CareTally.Diagnostics;

namespace CareTally.Core.Packages;

/// <summary>A package that a project or another package asks for.</summary>
/// <param name="Owner">Who asks, for messages.</param>
/// <param name="Span">Where.</param>
internal abstract record PackageRequirement(string Owner, SourceSpan Span)
{
    /// <summary>What makes two requirements mean one package.</summary>
    public abstract string Key { get; }

    /// <summary>A package of the hub, in a version within a range.</summary>
    public sealed record Hub(string Owner, SourceSpan Span, string Package, VersionRange Range, bool WithPrereleases) : PackageRequirement(Owner, Span)
    {
        public override string Key => $"hub:{Package.ToLowerInvariant()}";
    }

    /// <summary>A git repository at a revision, or at its main branch.</summary>
    public sealed record Git(string Owner, SourceSpan Span, Address Url, string? Revision, string? Subdirectory) : PackageRequirement(Owner, Span)
    {
        public override string Key => $"git:{Url.Value.TrimEnd('/').Replace(".git", "", StringComparison.OrdinalIgnoreCase)}:{Subdirectory}";
    }

    /// <summary>A folder beside the project: absolute, and as the lock file records it.</summary>
    public sealed record Local(string Owner, SourceSpan Span, string Folder, string Written) : PackageRequirement(Owner, Span)
    {
        public override string Key => $"local:{Folder}";
    }

    /// <summary>An archive.</summary>
    public sealed record Tarball(string Owner, SourceSpan Span, Address Url, string Name) : PackageRequirement(Owner, Span)
    {
        public override string Key => $"tarball:{Url.Value}";
    }
}

/// <summary>A URL, and the template it was written as: the template is shown and recorded, so that no secret in the URL ever is.</summary>
/// <param name="Value">The URL itself.</param>
/// <param name="Written">As it was written.</param>
internal sealed record Address(string Value, string Written)
{
    /// <summary>As written: what may be shown.</summary>
    public override string ToString() => Written;
}
