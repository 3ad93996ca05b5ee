using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects;

/// <summary>A project as it lies on disk: every file's path and text, nothing understood yet beyond its folders.</summary>
internal sealed record ProjectFiles
{
    /// <summary>The project's folder, absolute.</summary>
    public required string Root { get; init; }

    /// <summary>The packages installed in it, by folder.</summary>
    public ImmutableArray<ProjectFiles> Packages { get; init; } = [];

    /// <summary>tally_project.yml or dbt_project.yml.</summary>
    public required YamlMapping ProjectFile { get; init; }

    /// <summary>vars.yml beside it, or null.</summary>
    public SourceText? VarsFile { get; init; }

    public required ProjectPaths Paths { get; init; }

    /// <summary>SQL files of the model folders.</summary>
    public required ImmutableArray<ProjectFile> Models { get; init; }

    /// <summary>SQL files of the test folders, outside <c>generic</c> and <c>fixtures</c>.</summary>
    public required ImmutableArray<ProjectFile> SingularTests { get; init; }

    /// <summary>SQL files of the analysis folders.</summary>
    public required ImmutableArray<ProjectFile> Analyses { get; init; }

    /// <summary>SQL files of the snapshot folders.</summary>
    public required ImmutableArray<ProjectFile> Snapshots { get; init; }

    /// <summary>SQL files of the function folders.</summary>
    public required ImmutableArray<ProjectFile> Functions { get; init; }

    /// <summary>Files of the model and function folders in another language than SQL; their text is not understood.</summary>
    public required ImmutableArray<ProjectFile> InOtherLanguages { get; init; }

    /// <summary>SQL files of the macro folders and of <c>generic</c> below the test folders.</summary>
    public required ImmutableArray<ProjectFile> Macros { get; init; }

    /// <summary>CSV files of the seed folders; their text is not read, the database loads it.</summary>
    public required ImmutableArray<ProjectFile> Seeds { get; init; }

    /// <summary>CSV and SQL files of <c>fixtures</c> below the test folders: rows of unit tests.</summary>
    public required ImmutableArray<ProjectFile> Fixtures { get; init; }

    /// <summary>YAML files beside any of them.</summary>
    public required ImmutableArray<ProjectFile> Properties { get; init; }

    /// <summary>Markdown files beside any of them, which may hold docs blocks.</summary>
    public required ImmutableArray<ProjectFile> Documents { get; init; }
}

/// <summary>A file found in one of the project's folders.</summary>
/// <param name="Source">Path relative to the project's root, and text; the text of a seed is empty.</param>
/// <param name="Path">Path relative to its package's root, with forward slashes.</param>
/// <param name="Folder">The configured folder it was found in, for example <c>models</c>.</param>
/// <param name="PathInFolder">Path below that folder, with forward slashes.</param>
internal sealed record ProjectFile(SourceText Source, string Path, string Folder, string PathInFolder)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(PathInFolder);

    /// <summary>The folders between the configured one and the file.</summary>
    public ImmutableArray<string> Folders { get; } = [.. PathInFolder.Split('/')[..^1]];
}
