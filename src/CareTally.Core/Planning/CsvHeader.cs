using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;

namespace CareTally.Core.Planning;

/// <summary>Reads the names in the first row of a CSV file.</summary>
internal static class CsvHeader
{
    // A header longer than this is no header.
    private const int LongestHeader = 1 << 20;

    /// <summary>The names, or null where the first row cannot be read as text.</summary>
    /// <param name="path">The file; <c>.gz</c> is unpacked.</param>
    /// <param name="delimiter">What separates fields.</param>
    /// <param name="quote">What encloses a field that holds a delimiter.</param>
    public static ImmutableArray<string>? Read(string path, char delimiter, char quote)
    {
        try
        {
            using var file = File.OpenRead(path);
            using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, bufferSize: 4096);
            return Fields(reader, delimiter, quote);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or DecoderFallbackException)
        {
            // The database will try, and say what is wrong.
            return null;
        }
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
