using System.Security.Cryptography;
using System.Text;
using CareTally.Core.Manifests;

namespace CareTally.Core.State;

/// <summary>What stands for the text of a node in comparisons; as dbt computes it.</summary>
/// <param name="Name">How it was computed: <c>sha256</c>, <c>path</c> for a large seed, <c>none</c> where there is no text.</param>
/// <param name="Checksum">The value.</param>
public sealed record NodeChecksum(string Name, string Checksum)
{
    // dbt's MAXIMUM_SEED_SIZE_MIB.
    private const long LargestSeed = 1024 * 1024;

    /// <summary>Of what has no text of its own.</summary>
    public static readonly NodeChecksum None = new("none", "");

    /// <summary>Of a text.</summary>
    public static NodeChecksum OfText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Sha256(Encoding.UTF8.GetBytes(text.Trim()));
    }

    /// <summary>Of a node as its files are now.</summary>
    /// <exception cref="IOException">A seed cannot be read.</exception>
    public static NodeChecksum Of(Node node) => node switch
    {
        SeedNode seed => OfSeed(seed),
        UnitTestNode test => Sha256(UnitTestContents.Of(test)),
        _ when MacroUses.RawCode(node) is { } text => OfText(text),
        _ => None,
    };

    private static NodeChecksum OfSeed(SeedNode seed) =>
        new FileInfo(seed.File).Length > LargestSeed ? new NodeChecksum("path", seed.Path) : Sha256(Trim(File.ReadAllBytes(seed.File)));

    private static NodeChecksum Sha256(ReadOnlySpan<byte> text) => new("sha256", Convert.ToHexStringLower(SHA256.HashData(text)));

    // As dbt: neither blank lines at the ends nor the kind of line ends are a change.
    private static ReadOnlySpan<byte> Trim(byte[] bytes)
    {
        var text = bytes.AsSpan().Contains((byte)'\r') ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).ReplaceLineEndings("\n")) : bytes;
        return text.AsSpan().Trim(" \t\n\f\v"u8);
    }
}
