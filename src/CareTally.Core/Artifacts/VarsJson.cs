using System.Buffers;
using System.Text;
using System.Text.Json;
using CareTally.Core.Projects;
using CareTally.Core.State;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what a later run compares the values of its variables with.</summary>
internal static class VarsJson
{
    /// <summary>A hash of the value of each variable, as one of the metadata's environment variables: the only place that dbt's schema leaves for them.</summary>
    public static void Write(Utf8JsonWriter json, Project project)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var vars = new Utf8JsonWriter(buffer))
        {
            vars.WriteStartObject();
            foreach (var package in project.Packages)
            {
                vars.WriteStartObject(package.Name);
                foreach (var (name, value) in project.Vars.SeenBy(package.Name))
                    vars.WriteString(name, VarHash.Of(value));
                vars.WriteEndObject();
            }

            vars.WriteEndObject();
        }

        json.WriteString(PreviousManifest.VarsVariable, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
