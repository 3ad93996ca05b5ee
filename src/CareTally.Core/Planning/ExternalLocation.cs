using System.IO.Enumeration;

namespace CareTally.Core.Planning;

/// <summary>Finds the files that a source's location means.</summary>
internal static class ExternalLocation
{
    /// <summary>Whether the location is no path on this machine.</summary>
    public static bool IsUrl(string location) => location.Contains("://", StringComparison.Ordinal);

    /// <summary>The location from the file system's root; a URL stays as it is.</summary>
    public static string Absolute(string location, string root) => IsUrl(location) ? location : Path.GetFullPath(Path.Combine(root, location));

    /// <summary>The files that match an absolute path, which may hold <c>*</c>, <c>?</c> and <c>**</c>; in order.</summary>
    public static IEnumerable<string> Find(string path)
    {
        if (!IsPattern(path)) return File.Exists(path) ? [path] : [];
        var parts = path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        return Find(Path.GetPathRoot(path)!, parts, 0).Distinct().Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Find(string folder, string[] parts, int index)
    {
        while (index < parts.Length - 1 && !IsPattern(parts[index])) folder = Path.Combine(folder, parts[index++]);
        if (!Directory.Exists(folder)) return [];
        var part = parts[index];
        if (index == parts.Length - 1) return Directory.EnumerateFiles(folder).Where(file => Like(part, Path.GetFileName(file)));
        var below = Directory.EnumerateDirectories(folder)
            .Where(child => Like(part, Path.GetFileName(child)))
            .SelectMany(child => Find(child, parts, part == "**" ? index : index + 1));
        return part == "**" ? Find(folder, parts, index + 1).Concat(below) : below;
    }

    // A class of characters is left to the database, which knows it.
    private static bool Like(string pattern, string name) =>
        pattern.Contains('[', StringComparison.Ordinal)
        || FileSystemName.MatchesSimpleExpression(pattern.Replace("**", "*", StringComparison.Ordinal), name, ignoreCase: false);

    private static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?', '[');
}
