using System.Text.Json;
using CareTally.Core.State;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what stands for a node's text.</summary>
internal static class ChecksumJson
{
    public static void Write(Utf8JsonWriter json, NodeChecksum checksum)
    {
        if (checksum == NodeChecksum.None)
        {
            json.WriteConstant("checksum"u8, """{"name":"none","checksum":""}"""u8);
            return;
        }

        json.WriteStartObject("checksum"u8);
        json.WriteString("name"u8, checksum.Name);
        json.WriteString("checksum"u8, checksum.Checksum);
        json.WriteEndObject();
    }
}
