using System.Text.Json;
using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Writes manifest.json, after dbt's schema manifest v12.</summary>
internal static class ManifestJson
{
    // The kinds of things that this version does not know are there, and empty: readers ask for them.
    private static readonly Map[] Maps =
    [
        new("nodes", WriteNodes),
        new("sources", (json, context) => WriteAll(json, context, "sources")),
        new("macros", MacroJson.WriteAll),
        new("docs", DocsJson.WriteAll),
        new("exposures", (json, context) => WriteAll(json, context, "exposures")),
        new("metrics", Nothing),
        new("groups", GovernanceJson.WriteGroups),
        new("selectors", Nothing),
        new("disabled", WriteDisabled),
        new("parent_map", (json, context) => WriteEdges(json, context.Manifest, id => context.Manifest.Nodes[id].DependsOn)),
        new("child_map", (json, context) => WriteEdges(json, context.Manifest, id => context.Manifest.ChildrenOf(id))),
        new("group_map", GovernanceJson.WriteGroupMap),
        new("saved_queries", Nothing),
        new("semantic_models", Nothing),
        new("unit_tests", (json, context) => WriteAll(json, context, "unit_tests")),
        new("functions", (json, context) => WriteAll(json, context, "functions")),
    ];

    public static void Write(Utf8JsonWriter json, ManifestContext context)
    {
        json.WriteStartObject();
        MetadataJson.Write(json, context.Project, "manifest/v12", j => MetadataJson.WriteProject(j, context.Project), j => VarsJson.Write(j, context.Project));
        foreach (var (name, write) in Maps)
        {
            json.WriteStartObject(name);
            write(json, context);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The map of the manifest that nodes of a kind are in.</summary>
    private static string MapOf(NodeKind kind) => kind switch
    {
        NodeKind.Source => "sources",
        NodeKind.Exposure => "exposures",
        NodeKind.UnitTest => "unit_tests",
        NodeKind.Function => "functions",
        _ => "nodes",
    };

    private static void Nothing(Utf8JsonWriter json, ManifestContext context)
    {
    }

    private static void WriteNodes(Utf8JsonWriter json, ManifestContext context)
    {
        WriteAll(json, context, "nodes");
        foreach (var hook in RunHook.Of(context.Project, RunHook.Start).Concat(RunHook.Of(context.Project, RunHook.End)))
        {
            json.WriteStartObject(hook.Id.ToString());
            HookJson.Write(json, hook, context);
            json.WriteEndObject();
        }
    }

    private static void WriteAll(Utf8JsonWriter json, ManifestContext context, string map)
    {
        json.WriteObjects(context.Manifest.Order.Where(id => MapOf(id.Kind) == map), id => id.ToString(), (j, id) => NodeJson.Write(j, context.Manifest.Nodes[id], context));
    }

    private static void WriteDisabled(Utf8JsonWriter json, ManifestContext context)
    {
        foreach (var node in context.Manifest.Disabled.OrderBy(node => node.Id))
        {
            json.WriteStartArray(node.Id.ToString());
            json.WriteStartObject();
            NodeJson.Write(json, node, context);
            json.WriteEndObject();
            json.WriteEndArray();
        }
    }

    private static void WriteEdges(Utf8JsonWriter json, Manifest manifest, Func<NodeId, IEnumerable<NodeId>> edges)
    {
        foreach (var id in manifest.Order)
        {
            json.WriteStartArray(id.ToString());
            foreach (var other in edges(id)) json.WriteStringValue(other.ToString());
            json.WriteEndArray();
        }
    }

    /// <summary>One of the manifest's maps.</summary>
    /// <param name="Name">Its key.</param>
    /// <param name="Write">Writes what is in it.</param>
    private sealed record Map(string Name, Action<Utf8JsonWriter, ManifestContext> Write);
}
