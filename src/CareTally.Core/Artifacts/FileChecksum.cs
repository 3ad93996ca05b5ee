using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CareTally.Core.Artifacts;

/// <summary>What tells whether a node's file has changed, made as dbt makes it, so that manifests of both can be compared.</summary>
/// <param name="Name">How it was made: <c>sha256</c> of the content, <c>path</c> where the file is large, or <c>none</c>.</param>
/// <param name="Value">The checksum.</param>
internal readonly record struct FileChecksum(string Name, string Value)
{
    // Larger seeds are known by their path alone.
    private const long LargestSeed = 1 << 20;

    /// <summary>Of what has no file of its own.</summary>
    public static readonly FileChecksum None = new("none", "");

    /// <summary>Of a text, blanks around it aside.</summary>
    public static FileChecksum OfText(string text) => Of(Encoding.UTF8.GetBytes(text.Trim()));

    /// <summary>Of a file of data.</summary>
    /// <param name="file">The file, absolute.</param>
    /// <param name="path">Its path in the project.</param>
    public static FileChecksum OfSeed(string file, string path)
    {
        var there = new FileInfo(file);
        return there.Exists && there.Length <= LargestSeed ? Of(File.ReadAllBytes(file)) : new FileChecksum("path", path);
    }

    public void Write(Utf8JsonWriter json)
    {
        if (this == None)
        {
            json.WriteConstant("checksum"u8, """{"name":"none","checksum":""}"""u8);
            return;
        }

        json.WriteStartObject("checksum"u8);
        json.WriteString("name"u8, Name);
        json.WriteString("checksum"u8, Value);
        json.WriteEndObject();
    }

    private static FileChecksum Of(byte[] content) => new("sha256", Convert.ToHexStringLower(SHA256.HashData(content)));
}
