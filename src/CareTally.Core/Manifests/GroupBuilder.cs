using System.Collections.Immutable;
using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Makes the groups of property files, and checks that every group that a node names is one of them.</summary>
internal static class GroupBuilder
{
    public static ImmutableArray<Group> Build(IEnumerable<PackageContext> packages, Problems problems)
    {
        var groups = new SortedDictionary<string, Group>(StringComparer.Ordinal);
        foreach (var group in packages.SelectMany(Build))
        {
            if (!groups.TryAdd(group.Name, group)) problems.Report(ManifestProblems.DuplicateName, group.Span, "group", group.Name, groups[group.Name].Span);
        }

        return [.. groups.Values];
    }

    public static void Check(IEnumerable<Node> nodes, ImmutableArray<Group> groups, Problems problems)
    {
        // A folder's group is named by all the nodes in it, and said once.
        var unknown = nodes.Where(node => node.Group is { } name && groups.All(group => group.Name != name)).DistinctBy(node => (node.Group, node.Config.Get("group")!.Span));
        foreach (var node in unknown)
        {
            var config = node.Config.Get("group")!;
            var names = groups.Select(group => group.Name).ToArray();
            var hint = DidYouMean.Hint(node.Group!, names) ?? (names.Length == 0 ? "define it with its owner under 'groups:' in a property file" : $"groups: {string.Join(", ", names)}");
            problems.ReportWithHint(ManifestProblems.UnknownGroup, config.Span ?? node.Span, hint, node.Group, node.Id);
        }
    }

    private static IEnumerable<Group> Build(PackageContext context) =>
        from file in context.Package.Contents.Properties
        from properties in file.Groups
        select new Group
        {
            Package = context.Package.Name,
            Name = properties.Name,
            Owner = properties.Owner,
            Description = context.Descriptions.Render(properties.Description),
            Path = file.File.Path,
            Span = properties.Span,
            Config = NodeConfig.Merge([.. context.Read(properties.Configs)]),
        };
}
