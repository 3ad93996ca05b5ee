using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Running;
using CareTally.Core.Warehouses;
using CareTally.Docs.Figures;

namespace CareTally.Docs;

/// <summary>Everything the site is made of.</summary>
public sealed record SiteInput
{
    /// <summary>The project.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>What exists in the warehouse: columns and their types.</summary>
    public Catalog Catalog { get; init; } = Catalog.Empty;

    /// <summary>The last run, or null where none is known.</summary>
    public RunResults? Results { get; init; }

    /// <summary>Compiled SQL by model and test; those that are missing show their template only.</summary>
    public IReadOnlyDictionary<NodeId, string> CompiledSql { get; init; } = new Dictionary<NodeId, string>();

    /// <summary>Figures by model.</summary>
    public IReadOnlyDictionary<NodeId, ImmutableArray<Figure>> Figures { get; init; } = new Dictionary<NodeId, ImmutableArray<Figure>>();

    /// <summary>When the site is made; shown on every page.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>Version of the program that makes it.</summary>
    public required string TallyVersion { get; init; }
}

/// <summary>A file of the site.</summary>
/// <param name="Path">Relative to the site's folder, with forward slashes.</param>
/// <param name="Content">Its text.</param>
public sealed record SiteFile(string Path, string Content);

/// <summary>A whole site, not yet on disk.</summary>
/// <param name="Files">In order of path; no two paths differ by case only.</param>
public sealed record Site(ImmutableArray<SiteFile> Files);
