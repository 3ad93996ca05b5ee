using System.IO.Compression;
using System.Text;
using CareTally.Diagnostics;

namespace CareTally.Core.Warehouses;

/// <summary>Finds the line of a data file that the database complains about. Only that line is kept: such files may be large.</summary>
public static class FileSpans
{
    /// <summary>The value that is to blame, or else the line; null where the file cannot be read here, as at a URL.</summary>
    /// <param name="place">What the database said.</param>
    /// <param name="root">The folder that paths are shown relative to.</param>
    public static SourceSpan? Find(FilePlace place, string root)
    {
        if (ReadLine(place) is not { } line) return null;
        var source = new SourceText(Path.GetRelativePath(root, place.Path).Replace('\\', '/'), line) { FirstLine = place.Line };
        if (place.Value is not { Length: > 0 } value || line.IndexOf(value, StringComparison.Ordinal) is not (>= 0 and var start)) return source.Span(0, line.Length);

        // Found twice, it may be either.
        return line.IndexOf(value, start + 1, StringComparison.Ordinal) >= 0 ? source.Span(0, line.Length) : source.Span(start, value.Length);
    }

    private static string? ReadLine(FilePlace place)
    {
        try
        {
            using var file = File.OpenRead(place.Path);
            using Stream stream = place.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            for (var i = 1; i < place.Line; i++)
            {
                if (reader.ReadLine() is null) return null;
            }

            return reader.ReadLine();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or NotSupportedException)
        {
            // The message names file and line all the same.
            return null;
        }
    }
}
