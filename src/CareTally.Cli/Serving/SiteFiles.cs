using System.Collections.Frozen;

namespace CareTally.Cli.Serving;

/// <summary>Finds the file that a request is about, in the site's folder and nowhere else.</summary>
internal static class SiteFiles
{
    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".csv"] = "text/csv; charset=utf-8",
        [".txt"] = "text/plain; charset=utf-8",
        [".xml"] = "application/xml; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The file, or null where there is none or it lies outside.</summary>
    /// <param name="folder">The site.</param>
    /// <param name="urlPath">The path of the request, still escaped.</param>
    public static string? Find(string folder, string urlPath)
    {
        var path = Uri.UnescapeDataString(urlPath);
        if (!path.StartsWith('/') || path.Contains('\0') || path.Contains('\\')) return null;
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var full = Path.GetFullPath(Path.Combine(root, path.TrimStart('/')));
        if (full != root && !full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return null;
        if (Directory.Exists(full)) full = Path.Combine(full, "index.html");
        return File.Exists(full) && !HasLink(root, full) ? full : null;
    }

    public static string ContentTypeOf(string file) => ContentTypes.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream");

    // A link inside the folder may lead out of it.
    private static bool HasLink(string root, string full)
    {
        for (var path = full; path != root; path = Path.GetDirectoryName(path)!)
        {
            if (new FileInfo(path).LinkTarget is not null) return true;
        }

        return false;
    }
}
