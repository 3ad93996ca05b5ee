using System.Text.Json;
using CareTally.Cli.Reporting;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Versions;

namespace CareTally.Cli;

/// <summary>A node as <c>tally ls --output json</c> prints it; the keys are dbt's.</summary>
internal static class NodeJson
{
    private static readonly (string Key, Action<Utf8JsonWriter, Node> Write)[] Fields =
    [
        ("access", (json, node) => { if (node is ModelNode model) json.WriteString("access", model.Access.ToString().ToLowerInvariant()); }),
        ("alias", (json, node) => { if (node is RelationNode relation) json.WriteString("alias", relation.Relation.Identifier); }),
        ("config", WriteConfig),
        ("depends_on", (json, node) =>
        {
            json.WriteStartObject("depends_on");
            WriteTexts(json, "nodes", node.DependsOn.Select(id => id.ToString()));
            json.WriteEndObject();
        }),
        ("description", (json, node) => json.WriteString("description", node.Description)),
        ("fqn", (json, node) => WriteTexts(json, "fqn", node.Fqn)),
        ("group", (json, node) => json.WriteString("group", node.Group)),
        ("latest_version", (json, node) => { if (node is ModelNode { LatestVersion: { } version }) WriteVersion(json, "latest_version", version); }),
        ("name", (json, node) => json.WriteString("name", node.Name)),
        ("original_file_path", (json, node) => json.WriteString("original_file_path", node.Path)),
        ("package_name", (json, node) => json.WriteString("package_name", node.Package)),
        ("relation", (json, node) => { if (node is RelationNode relation) json.WriteString("relation", relation.Relation.ToString()); }),
        ("resource_type", (json, node) => json.WriteString("resource_type", NodeId.Word(node.Id.Kind))),
        ("source_name", (json, node) => { if (node is SourceNode source) json.WriteString("source_name", source.SourceName); }),
        ("tags", (json, node) => WriteTexts(json, "tags", node.Tags)),
        ("unique_id", (json, node) => json.WriteString("unique_id", node.Id.ToString())),
        ("version", (json, node) => { if (node is ModelNode { Version: { } version }) WriteVersion(json, "version", version); }),
    ];

    // What dbt prints when nothing is asked for.
    private static readonly string[] Usual =
        ["alias", "config", "depends_on", "name", "original_file_path", "package_name", "resource_type", "source_name", "tags", "unique_id"];

    /// <summary>Every key there is.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Fields.Select(field => field.Key)];

    /// <summary>One line of JSON.</summary>
    /// <param name="node">The node.</param>
    /// <param name="keys">Keys to print; none prints the usual ones.</param>
    public static string Line(Node node, IReadOnlyCollection<string> keys) => EventJson.Line(json =>
    {
        var wanted = keys.Count == 0 ? Usual : keys;
        foreach (var (_, write) in Fields.Where(field => wanted.Contains(field.Key))) write(json, node);
    });

    private static void WriteVersion(Utf8JsonWriter json, string name, ModelVersion version)
    {
        json.WritePropertyName(name);
        TemplateJson.Write(json, version.Value);
    }

    private static void WriteConfig(Utf8JsonWriter json, Node node)
    {
        json.WriteStartObject("config");
        if (node is not (SourceNode or ExposureNode) && !node.Config.Values.ContainsKey("materialized")) json.WriteString("materialized", node is AnalysisNode ? "view" : NodeText.Kind(node));
        foreach (var (key, value) in node.Config.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(key);
            TemplateJson.Write(json, value.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
