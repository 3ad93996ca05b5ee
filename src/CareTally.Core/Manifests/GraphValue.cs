using CareTally.Core.Projects;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary><c>graph</c>: every node of the project as dbt's dictionaries.</summary>
internal static class GraphValue
{
    private static readonly string[] Kinds = ["nodes", "sources", "exposures", "metrics", "groups", "semantic_models", "saved_queries", "functions", "macros"];

    /// <summary>While dependencies are being found out nothing is in it.</summary>
    public static Value Empty => With(_ => []);

    /// <summary>The graph of a project.</summary>
    public static Value Of(Manifest manifest)
    {
        var nodes = manifest.Order.Select(id => manifest.Nodes[id]).ToArray();
        return With(kind => kind switch
        {
            "nodes" => nodes.Where(node => node is not (SourceNode or ExposureNode or UnitTestNode or FunctionNode)).Select(node => Entry(node, manifest.Project)),
            "sources" => nodes.OfType<SourceNode>().Select(node => Entry(node, manifest.Project)),
            "functions" => nodes.OfType<FunctionNode>().Select(node => Entry(node, manifest.Project)),
            "exposures" => nodes.OfType<ExposureNode>().Select(node => Entry(node, manifest.Project)),
            "groups" => manifest.Groups.Select(group => KeyValuePair.Create(group.Id, Value.Of(new DictValue(new Dictionary<string, Value>
            {
                ["name"] = group.Name,
                ["package_name"] = group.Package,
                ["unique_id"] = group.Id,
                ["resource_type"] = "group",
                ["original_file_path"] = group.Path,
                ["owner"] = group.Owner.All,
                ["description"] = group.Description,
            })))),
            "macros" => manifest.Macros.All.Select(macro => KeyValuePair.Create(macro.Id, Value.Of(new DictValue(new Dictionary<string, Value>
            {
                ["name"] = macro.Name,
                ["package_name"] = macro.Package,
                ["unique_id"] = macro.Id,
                ["description"] = macro.Description,
            })))),
            _ => [],
        });
    }

    private static KeyValuePair<string, Value> Entry(Node node, Project project) => KeyValuePair.Create(node.Id.ToString(), Value.Of(NodeValue.Of(node, project)));

    private static DictValue With(Func<string, IEnumerable<KeyValuePair<string, Value>>> entries) =>
        new(Kinds.Select(kind => KeyValuePair.Create(kind, Value.Of(new DictValue(entries(kind))))));
}
