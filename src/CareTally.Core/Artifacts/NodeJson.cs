using System.Text.Json;
using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Writes a node: what every kind says of itself here, the rest by kind.</summary>
internal static class NodeJson
{
    public static void Write(Utf8JsonWriter json, Node node, ManifestContext context)
    {
        json.WriteString("unique_id"u8, node.Id.ToString());
        json.WriteString("resource_type"u8, NodeId.Word(node.Id.Kind));
        json.WriteString("package_name"u8, node.Package);
        json.WriteString("name"u8, node.Name);
        json.WriteString("original_file_path"u8, node.Path);
        json.WriteTexts("fqn"u8, node.Fqn);
        json.WriteString("description"u8, node.Description);
        if (node is not UnitTestNode)
        {
            // dbt has them in the config only.
            json.WriteTexts("tags"u8, node.Tags);
            ConfigJson.WriteMeta(json, node.Config);
        }

        json.WriteConstant("created_at"u8, context.CreatedAt);
        WriteRest(json, node, context);
    }

    private static void WriteRest(Utf8JsonWriter json, Node node, ManifestContext context)
    {
        switch (node)
        {
            case ModelNode model: ModelJson.Write(json, model, context); break;
            case SeedNode seed: SeedJson.Write(json, seed, context); break;
            case SourceNode source: SourceJson.Write(json, source, context); break;
            case UnitTestNode unitTest: UnitTestJson.Write(json, unitTest, context); break;
            case SnapshotNode snapshot: SnapshotJson.Write(json, snapshot, context); break;
            case AnalysisNode analysis: AnalysisJson.Write(json, analysis, context); break;
            case FunctionNode function: FunctionJson.Write(json, function, context); break;
            case DataTestNode test: DataTestJson.Write(json, test, context); break;
            case ExposureNode exposure: GovernanceJson.WriteExposure(json, exposure); break;
            default: throw new ArgumentOutOfRangeException(nameof(node), node.Id, "a kind of node that the manifest has no form for");
        }
    }
}
