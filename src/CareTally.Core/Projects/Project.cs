using System.Collections.Immutable;
using CareTally.Core.Projects.Configs;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Projects.Targets;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Syntax;

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

    /// <summary>Whether a view of the model's own name points to the latest of its versions where the model does not say; its flag of that name.</summary>
    public bool PointsToLatestVersions { get; init; }

    /// <summary>What every statement carries; null for nothing.</summary>
    public QueryCommentSetting? QueryComment { get; init; }

    /// <summary>Whether the hooks of a whole run are run around checks of freshness too: <c>flags: {source_freshness_run_project_hooks: ...}</c>.</summary>
    public bool FreshnessRunsHooks { get; init; } = true;

    /// <summary>What its <c>flags:</c> say of how commands run.</summary>
    public ProjectFlags Flags { get; init; } = ProjectFlags.None;

    /// <summary>How it was loaded.</summary>
    public required LoadOptions Options { get; init; }

    /// <summary>The folder of artifacts, absolute.</summary>
    public string TargetFolder => Path.GetFullPath(Path.Combine(Root, Paths.Target));

    /// <summary>The project itself, and behind it the packages installed in it, by name.</summary>
    public ImmutableArray<Package> Packages { get; }

    /// <summary>The package of that name, or null.</summary>
    public Package? FindPackage(string name) => _packages.GetValueOrDefault(name);

    /// <summary>Which parts of an address are quoted, in packages too.</summary>
    public Quoting Quoting => Packages[0].Quoting;

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
    public required ConfigTree ExposureConfigs { get; init; }
    public required ConfigTree SnapshotConfigs { get; init; }
    public required ConfigTree FunctionConfigs { get; init; }
    public required ConfigTree UnitTestConfigs { get; init; }
    public required ImmutableArray<TemplateFile> Models { get; init; }
    public required ImmutableArray<TemplateFile> SingularTests { get; init; }
    public required ImmutableArray<TemplateFile> Snapshots { get; init; }
    public required ConfigTree AnalysisConfigs { get; init; }
    public required ImmutableArray<TemplateFile> Analyses { get; init; }
    public required ImmutableArray<TemplateFile> Functions { get; init; }
    public required ImmutableArray<ProjectFile> InOtherLanguages { get; init; }
    public required ImmutableArray<TemplateFile> Macros { get; init; }
    public required ImmutableArray<ProjectFile> Seeds { get; init; }
    public required ImmutableArray<ProjectFile> Fixtures { get; init; }
    public required ImmutableArray<PropertyFile> Properties { get; init; }

    /// <summary>Docs blocks by name, for <c>doc()</c> in descriptions.</summary>
    public required IReadOnlyDictionary<string, DocsBlock> DocsBlocks { get; init; }
}

/// <param name="File">The file.</param>
/// <param name="Template">Its text, parsed.</param>
internal sealed record TemplateFile(ProjectFile File, Template Template)
{
    public SourceText Source => File.Source;

    /// <summary>Whether there is anything in it besides macros, comments and space.</summary>
    public bool HoldsSql => !Template.Root.Body.All(statement => statement is MacroDefinition || (statement is TextStatement text && string.IsNullOrWhiteSpace(text.Text)));
}

/// <summary>A block of Markdown that descriptions name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">The Markdown.</param>
/// <param name="File">Where it stands.</param>
internal sealed record DocsBlock(string Name, string Text, ProjectFile File);
