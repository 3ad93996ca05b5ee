using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Templating;

namespace CareTally.Core.Projects;

/// <summary>A package: the project itself, or one that is installed in it.</summary>
public sealed record Package
{
    internal Package(Scope scope, ProjectContents contents) => (Scope, Contents) = (scope, contents);

    /// <summary>Its name, the first part of its nodes' names.</summary>
    public required string Name { get; init; }

    /// <summary>Its version, as written.</summary>
    public string? Version { get; init; }

    /// <summary>Its folder, absolute.</summary>
    public required string Root { get; init; }

    /// <summary>Its folders.</summary>
    public required ProjectPaths Paths { get; init; }

    /// <summary>Which parts of an address its project file wants quoted.</summary>
    public Quoting Quoting { get; init; } = Quoting.Default;

    /// <summary>Statements to run before everything else, as templates.</summary>
    public ImmutableArray<YamlScalar> OnRunStart { get; init; } = [];

    /// <summary>Statements to run when everything else is done, as templates.</summary>
    public ImmutableArray<YamlScalar> OnRunEnd { get; init; } = [];

    /// <summary>Whether its private and protected models are closed to other packages.</summary>
    public bool RestrictsAccess { get; init; }

    /// <summary>The names that its nodes' templates see, its own variables among them.</summary>
    internal Scope Scope { get; }

    internal ProjectContents Contents { get; }
}
