using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CareTally.Core.Packages;

/// <summary>One hash for all files of a package: their paths and their bytes, whatever the system's own order and attributes.</summary>
internal static class ContentHash
{
    /// <summary>SHA-256 in hexadecimal.</summary>
    public static string Of(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        foreach (var (path, file) in Files(folder))
        {
            var name = Encoding.UTF8.GetBytes(path);
            var bytes = File.ReadAllBytes(file);
            foreach (var part in new[] { name, bytes })
            {
                // Lengths first: no two folders can read as the same bytes.
                BinaryPrimitives.WriteInt64LittleEndian(length, part.LongLength);
                hash.AppendData(length);
                hash.AppendData(part);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a relative path stays below where it starts.</summary>
    public static bool IsInside(string path) =>
        path.Length > 0 && !Path.IsPathRooted(path) && !path.Contains(':', StringComparison.Ordinal) && !path.Split('/', '\\').Contains("..");

    private static IEnumerable<(string Path, string File)> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Select(file => (Path: Path.GetRelativePath(folder, file).Replace('\\', '/'), file))
            .OrderBy(file => file.Path, StringComparer.Ordinal);
}
