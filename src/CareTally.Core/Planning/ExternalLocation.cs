using System.IO.Enumeration;

namespace CareTally.Core.Planning;

/// <summary>Finds the files that a source's location means.</summary>
internal static class ExternalLocation
{
    /// <summary>The location from the file system's root; a URL stays as it is.</summary>
    public static string Absolute(string location, string root) => IsUrl(location) ? location : Path.GetFullPath(Path.Combine(root, location));

    /// <summary>Whether any file matches; a URL is taken at its word.</summary>
    public static bool Exists(string location, string root)
    {
        if (IsUrl(location)) return true;
        var path = Absolute(location, root);
        if (!IsPattern(path)) return File.Exists(path);
        var parts = path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        return Matches(Path.GetPathRoot(path)!, parts, 0);
    }

    private static bool Matches(string folder, string[] parts, int index)
    {
        while (index < parts.Length - 1 && !IsPattern(parts[index])) folder = Path.Combine(folder, parts[index++]);
        if (!Directory.Exists(folder)) return false;
        var part = parts[index];
        if (index == parts.Length - 1) return Entries(folder, files: true).Any(name => Like(part, name));
        if (part == "**" && Matches(folder, parts, index + 1)) return true;
        return Entries(folder, files: false).Any(name => Like(part, name) && Matches(Path.Combine(folder, name), parts, part == "**" ? index : index + 1));
    }

    private static IEnumerable<string> Entries(string folder, bool files) =>
        (files ? Directory.EnumerateFiles(folder) : Directory.EnumerateDirectories(folder)).Select(path => Path.GetFileName(path));

    private static bool Like(string pattern, string name) =>
        pattern.Contains('[', StringComparison.Ordinal) || FileSystemName.MatchesSimpleExpression(pattern.Replace("**", "*", StringComparison.Ordinal), name, ignoreCase: false);

    private static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?', '[');

    private static bool IsUrl(string location) => location.Contains("://", StringComparison.Ordinal);
}
