using System.Buffers.Binary;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace CareTally.Core.Packages;

/// <summary>One hash for all files of a package: their paths and their bytes, whatever the system's own order and attributes.</summary>
internal static class ContentHash
{
    /// <summary>SHA-256 in hexadecimal; null where the folder holds a link.</summary>
    public static string? Of(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        foreach (var (path, entry) in Entries(folder))
        {
            if (IsLink(entry)) return null;
            if (entry is not FileInfo) continue;
            var name = Encoding.UTF8.GetBytes(path);
            var bytes = File.ReadAllBytes(entry.FullName);
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

    // In the order of their paths. A link ends the search: what is behind it is not the package's own, and may change or have no end.
    private static IEnumerable<(string Path, FileSystemInfo Entry)> Entries(string folder) =>
        new FileSystemEnumerable<FileSystemInfo>(folder, (ref FileSystemEntry entry) => entry.ToFileSystemInfo(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(entry.ToFileSystemInfo()),
        }
            .Select(entry => (Path: Path.GetRelativePath(folder, entry.FullName).Replace('\\', '/'), entry))
            .OrderBy(entry => entry.Path, StringComparer.Ordinal);

    private static bool IsLink(FileSystemInfo entry) => entry.LinkTarget is not null;
}
