using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>A node as templates see it under <c>model</c>: the part of dbt's dictionary that macros read.</summary>
internal static class NodeValue
{
    public static Value Of(Node node)
    {
        var values = new DictValue(new Dictionary<string, Value>
        {
            ["name"] = node.Name,
            ["unique_id"] = node.Id.ToString(),
            ["resource_type"] = NodeId.Word(node.Id.Kind),
            ["package_name"] = node.Package,
            ["original_file_path"] = node.Path,
            ["path"] = node.Path,
            ["fqn"] = Value.Of(node.Fqn),
            ["tags"] = Value.Of(node.Tags),
            ["description"] = node.Description,
        });
        if (node is RelationNode { Relation: var relation })
        {
            values.Set("schema", relation.Schema);
            values.Set("alias", relation.Identifier);
            values.Set("database", relation.Database);
        }

        return values;
    }
}
