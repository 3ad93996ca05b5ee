using CareTally.Core.Projects;

namespace CareTally.Cli;

/// <summary>Where a project's site is.</summary>
internal static class SitePlace
{
    /// <summary>The folder, absolute.</summary>
    public static string FolderOf(Project project) => Path.Combine(project.TargetFolder, "site");
}
