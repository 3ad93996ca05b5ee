using System.Collections.Frozen;
using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;

namespace CareTally.Core.Artifacts;

/// <summary>Writes a node: what every kind says of itself here, the rest by a table of kinds.</summary>
internal static class NodeJson
{
    private static readonly FrozenDictionary<NodeKind, Action<Utf8JsonWriter, Node, ManifestContext>> Kinds = new Dictionary<NodeKind, Action<Utf8JsonWriter, Node, ManifestContext>>
    {
        [NodeKind.Model] = (json, node, context) => ModelJson.Write(json, (ModelNode)node, context),
        [NodeKind.Seed] = (json, node, context) => SeedJson.Write(json, (SeedNode)node, context),
        [NodeKind.Source] = (json, node, context) => SourceJson.Write(json, (SourceNode)node, context),
        [NodeKind.Test] = (json, node, context) => DataTestJson.Write(json, (DataTestNode)node, context),
    }.ToFrozenDictionary();

    public static void Write(Utf8JsonWriter json, Node node, ManifestContext context)
    {
        json.WriteString("unique_id", node.Id.ToString());
        json.WriteString("resource_type", NodeId.Word(node.Id.Kind));
        json.WriteString("package_name", node.Package);
        json.WriteString("name", node.Name);
        json.WriteString("original_file_path", node.Path);
        json.WriteTexts("fqn", node.Fqn);
        json.WriteString("description", node.Description);
        json.WriteTexts("tags", node.Tags);
        json.WritePropertyName("meta");
        TemplateJson.Write(json, node.Config.Meta);
        json.WriteNumber("created_at", context.CreatedAt);
        Kinds[node.Id.Kind](json, node, context);
    }
}
