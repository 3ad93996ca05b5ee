using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;

namespace CareTally.Core.Planning;

/// <summary>Reads the names in the first row of a CSV file.</summary>
internal static class CsvHeader
{
    // A header longer than this is no header.
    private const int LongestHeader = 1 << 20;

    /// <summary>The names: none of an empty file, and null where the first row cannot be read as text.</summary>
    /// <param name="path">The file; <c>.gz</c> is unpacked.</param>
    /// <param name="layout">Delimiter, quote, and the lines in front.</param>
    public static ImmutableArray<string>? Read(string path, CsvLayout layout)
    {
        try
        {
            var encoding = layout.Encoding ?? new UTF8Encoding(false);
            using var stream = Open(path);
            using var reader = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 4096);
            for (var i = 0; i < layout.Skip; i++) reader.ReadLine();
            if (reader.Peek() < 0) return [];
            if (reader.CurrentEncoding.CodePage != encoding.CodePage) return null;

            // Of what stands behind the header nothing is said here, be it in another encoding.
            return Fields(reader, layout.Delimiter, layout.Quote) is { } names && !names.Any(name => name.Contains('\uFFFD', StringComparison.Ordinal)) ? names : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // The database will try, and say what is wrong.
            return null;
        }
    }

    /// <summary>Whether a file begins with the mark of UTF-16.</summary>
    public static bool IsUtf16(string path)
    {
        try
        {
            using var stream = Open(path);
            var mark = new byte[2];
            return stream.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false) == mark.Length && mark is [0xFF, 0xFE] or [0xFE, 0xFF];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return false;
        }
    }

    private static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static ImmutableArray<string>? Fields(TextReader reader, char delimiter, char quote)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var read = 0; read < LongestHeader; read++)
        {
            var next = reader.Read();
            if (next == quote && isQuoted && reader.Peek() == quote) field.Append((char)reader.Read());
            else if (next == quote) isQuoted = !isQuoted;
            else if (next < 0 || (!isQuoted && next is ('\n' or '\r')))
            {
                names.Add(field.ToString());
                return names is [""] ? null : names.ToImmutable();
            }
            else if (next == delimiter && !isQuoted)
            {
                names.Add(field.ToString());
                field.Clear();
            }
            else field.Append((char)next);
        }

        return null;
    }
}
