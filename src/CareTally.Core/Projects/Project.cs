using System.Collections.Immutable;
using CareTally.Core.Projects.Configs;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Projects.Targets;
using CareTally.Diagnostics;
using CareTally.Templating;

namespace CareTally.Core.Projects;

/// <summary>A project as its files say it is: YAML typed, templates parsed, nothing resolved yet.</summary>
public sealed record Project
{
    private readonly Dictionary<string, Package> _packages;

    internal Project(ImmutableArray<Package> packages) =>
        (Packages, _packages) = (packages, packages.ToDictionary(package => package.Name, StringComparer.Ordinal));

    /// <summary>Its name, which is also the name of its package.</summary>
    public required string Name { get; init; }

    /// <summary>Its version, as written.</summary>
    public string? Version { get; init; }

    /// <summary>Its folder, absolute.</summary>
    public required string Root { get; init; }

    /// <summary>Its folders.</summary>
    public required ProjectPaths Paths { get; init; }

    /// <summary>The warehouse to run on.</summary>
    public required Target Target { get; init; }

    /// <summary>Its variables.</summary>
    public required ProjectVars Vars { get; init; }

    /// <summary>Where <c>adapter.dispatch</c> looks for the macros of a package.</summary>
    public ImmutableArray<DispatchRule> Dispatch { get; init; } = [];

    /// <summary>How it was loaded.</summary>
    public required LoadOptions Options { get; init; }

    /// <summary>The folder of artifacts, absolute.</summary>
    public string TargetFolder => Path.GetFullPath(Path.Combine(Root, Paths.Target));

    /// <summary>The project itself, and behind it the packages installed in it, by name.</summary>
    public ImmutableArray<Package> Packages { get; }

    /// <summary>The package of that name, or null.</summary>
    public Package? FindPackage(string name) => _packages.GetValueOrDefault(name);

    /// <summary>The names that templates of the project itself see.</summary>
    internal Scope Scope => Packages[0].Scope;

    /// <summary>The project's own files.</summary>
    internal ProjectContents Contents => Packages[0].Contents;

    /// <summary>The names that templates of a package see.</summary>
    internal Scope ScopeOf(string package) => FindPackage(package)?.Scope ?? Scope;
}

/// <summary>Where <c>adapter.dispatch</c> looks for the macros of a package.</summary>
/// <param name="Namespace">The package that templates name.</param>
/// <param name="SearchOrder">The packages looked in.</param>
/// <param name="Span">Its place in the project file.</param>
public sealed record DispatchRule(string Namespace, ImmutableArray<string> SearchOrder, SourceSpan Span);

/// <summary>The understood files of a project, before anything is resolved.</summary>
internal sealed record ProjectContents
{
    public required ConfigTree ModelConfigs { get; init; }
    public required ConfigTree SeedConfigs { get; init; }
    public required ConfigTree SourceConfigs { get; init; }
    public required ConfigTree TestConfigs { get; init; }
    public required ConfigTree UnitTestConfigs { get; init; }
    public required ImmutableArray<TemplateFile> Models { get; init; }
    public required ImmutableArray<TemplateFile> SingularTests { get; init; }
    public required ImmutableArray<TemplateFile> Macros { get; init; }
    public required ImmutableArray<ProjectFile> Seeds { get; init; }
    public required ImmutableArray<ProjectFile> Fixtures { get; init; }
    public required ImmutableArray<PropertyFile> Properties { get; init; }

    /// <summary>Docs blocks by name, for <c>doc()</c> in descriptions.</summary>
    public required IReadOnlyDictionary<string, string> DocsBlocks { get; init; }
}

/// <param name="File">The file.</param>
/// <param name="Template">Its text, parsed.</param>
internal sealed record TemplateFile(ProjectFile File, Template Template)
{
    public SourceText Source => File.Source;
}
