using CareTally.Core.Projects;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Warns of folder configurations in the project file that apply to nothing: usually a misspelt folder.</summary>
internal static class ConfigFolders
{
    public static void WarnOfUnused(Project project, Problems problems)
    {
        var contents = project.Contents;
        foreach (var (tree, what) in new[]
        {
            (contents.ModelConfigs, "model"), (contents.SeedConfigs, "seed"), (contents.SourceConfigs, "source"), (contents.TestConfigs, "test"),
            (contents.SnapshotConfigs, "snapshot"), (contents.AnalysisConfigs, "analysis"), (contents.ExposureConfigs, "exposure"), (contents.FunctionConfigs, "function"),
        })
        {
            foreach (var (path, span) in tree.Unused())
            {
                var hint = path.Split('.')[0] == project.Name ? null : $"folders stand below the project's name: '{project.Name}:'";
                problems.ReportWithHint(ProjectProblems.ConfigPathMatchesNothing, span, hint, path, what);
            }
        }
    }
}
