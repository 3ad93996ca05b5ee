using CareTally.Core.Projects;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>The pipeline's first three stages in one call: read the folder, understand the files, resolve the graph.</summary>
public static class ManifestLoader
{
    /// <summary>The manifest of a project.</summary>
    /// <param name="options">Which project and how.</param>
    /// <param name="problems">Receives the warnings, and every error before they are thrown.</param>
    /// <exception cref="InvalidProjectException">The project has errors.</exception>
    public static Manifest Load(LoadOptions options, Problems problems)
    {
        var files = ProjectReader.Read(Path.GetFullPath(options.ProjectFolder), problems);
        problems.ThrowIfErrors();
        var project = ProjectLoader.Load(files!, options, problems);
        problems.ThrowIfErrors();
        var manifest = ManifestBuilder.Build(project, problems);
        problems.ThrowIfErrors();
        return manifest;
    }
}
