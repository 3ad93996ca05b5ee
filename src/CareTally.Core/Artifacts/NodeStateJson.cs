using System.Buffers;
using System.Text;
using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.State;

namespace CareTally.Core.Artifacts;

/// <summary>Writes the parts of manifest.json that a later run compares its nodes with, under dbt's names.</summary>
internal static class NodeStateJson
{
    /// <summary>The checksum of a node's text, and its configuration as it is written.</summary>
    public static void Write(Utf8JsonWriter json, Node node)
    {
        if (node is SourceNode source)
        {
            json.WriteString("unrendered_schema", source.UnrenderedSchema);
            json.WriteString("unrendered_database", source.UnrenderedDatabase);
        }
        else
        {
            var checksum = NodeChecksum.Of(node);
            json.WriteStartObject("checksum");
            json.WriteString("name", checksum.Name);
            json.WriteString("checksum", checksum.Checksum);
            json.WriteEndObject();
        }

        json.WriteStartObject("unrendered_config");
        foreach (var (key, value) in node.Config.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(key);
            TemplateJson.Write(json, value.Written);
        }

        json.WriteEndObject();
    }

    /// <summary>The values of all variables, as one of the metadata's environment variables: the only place that dbt's schema leaves for them.</summary>
    public static void WriteVars(Utf8JsonWriter json, Project project)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var vars = new Utf8JsonWriter(buffer))
        {
            vars.WriteStartObject();
            foreach (var package in project.Packages)
            {
                vars.WriteStartObject(package.Name);
                foreach (var (name, value) in project.Vars.SeenBy(package.Name))
                {
                    vars.WritePropertyName(name);
                    TemplateJson.Write(vars, value);
                }

                vars.WriteEndObject();
            }

            vars.WriteEndObject();
        }

        json.WriteString(PreviousManifest.VarsVariable, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
