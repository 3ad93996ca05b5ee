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
        if (BrokenFiles.Find(files!, problems) is not { } broken) throw new InvalidProjectException(problems.All);
        var manifest = ManifestBuilder.Build(project, broken, problems);
        problems.ThrowIfErrors();
        return manifest;
    }

    /// <summary>A project's folders and target, for commands that work on a project whose models or properties are broken too.</summary>
    /// <param name="options">Which project and how.</param>
    /// <param name="problems">Receives what is wrong with the project file itself.</param>
    /// <exception cref="InvalidProjectException">The project file has errors.</exception>
    public static Project LoadProject(LoadOptions options, Problems problems)
    {
        var files = ProjectReader.Read(Path.GetFullPath(options.ProjectFolder), problems);
        problems.ThrowIfErrors();
        var all = new Problems();
        var project = ProjectLoader.Load(files!, options, all);
        var projectFile = files!.ProjectFile.Span.Source.Path;
        foreach (var problem in all.All.Where(problem => problem.Span is not { } span || span.Source.Path == projectFile)) problems.Add(problem);
        problems.ThrowIfErrors();
        return project;
    }
}
