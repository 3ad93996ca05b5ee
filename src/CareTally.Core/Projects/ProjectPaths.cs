using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;

namespace CareTally.Core.Projects;

/// <summary>The folders of a project, relative to its root, as its project file names them.</summary>
public sealed record ProjectPaths
{
    /// <summary>Models and their property files; <c>models</c> by default.</summary>
    public required ImmutableArray<string> Models { get; init; }

    /// <summary>Seeds; <c>seeds</c> by default.</summary>
    public required ImmutableArray<string> Seeds { get; init; }

    /// <summary>Singular tests and, below <c>generic</c>, generic ones; <c>tests</c> by default.</summary>
    public required ImmutableArray<string> Tests { get; init; }

    /// <summary>Analyses; <c>analyses</c> by default.</summary>
    public required ImmutableArray<string> Analyses { get; init; }

    /// <summary>Snapshots and their property files; <c>snapshots</c> by default.</summary>
    public required ImmutableArray<string> Snapshots { get; init; }

    /// <summary>Functions and their property files; <c>functions</c> by default.</summary>
    public required ImmutableArray<string> Functions { get; init; }

    /// <summary>Macros; <c>macros</c> by default.</summary>
    public required ImmutableArray<string> Macros { get; init; }

    /// <summary>Markdown with docs blocks, beside what lies in the other folders; none by default.</summary>
    public required ImmutableArray<string> Docs { get; init; }

    /// <summary>Where <c>tally deps</c> puts packages; <c>dbt_packages</c> by default.</summary>
    public required string Packages { get; init; }

    /// <summary>Where artifacts go; <c>target</c> by default.</summary>
    public required string Target { get; init; }

    /// <summary>Folders that <c>tally clean</c> removes; the target folder by default.</summary>
    public required ImmutableArray<string> Clean { get; init; }

    internal static ProjectPaths Read(MappingReader project)
    {
        var target = project.Text("target-path") ?? "target";
        return new ProjectPaths
        {
            Models = Folders("model-paths", "models"),
            Seeds = Folders("seed-paths", "seeds"),
            Tests = Folders("test-paths", "tests"),
            Analyses = Folders("analysis-paths", "analyses"),
            Snapshots = Folders("snapshot-paths", "snapshots"),
            Functions = Folders("function-paths", "functions"),
            Macros = Folders("macro-paths", "macros"),
            Docs = project.Texts("docs-paths"),
            Packages = project.Text("packages-install-path") ?? "dbt_packages",
            Target = target,
            Clean = Folders("clean-targets", target),
        };

        ImmutableArray<string> Folders(string key, string fallback) =>
            project.Texts(key) is { Length: > 0 } given ? given : [fallback];
    }
}
