using CareTally.Core.Projects;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Names of resources have no spaces, as in dbt: a selector ends at one.</summary>
internal static class SpacesInNames
{
    /// <param name="nodes">Those that are named by a file or a key of their own; the names of generic tests follow from theirs.</param>
    /// <param name="project">Says whether such names are only warned of.</param>
    /// <param name="problems">Where to complain.</param>
    public static void Check(IEnumerable<Node> nodes, Project project, Problems problems)
    {
        foreach (var node in nodes.Where(node => node is not SourceNode && node.Name.Any(char.IsWhiteSpace)))
        {
            // The files of an installed package are not the user's to rename.
            var isAllowed = project.Flags.AllowsSpacesInNames || node.Package != project.Name;
            var better = string.Concat(node.Name.Select(letter => char.IsWhiteSpace(letter) ? '_' : letter));
            problems.ReportWithHint(
                isAllowed ? ManifestProblems.SpaceInAllowedName : ManifestProblems.SpaceInName, node.Span,
                $"name it '{better}'", NodeId.Word(node.Id.Kind), node.Name);
        }
    }
}
