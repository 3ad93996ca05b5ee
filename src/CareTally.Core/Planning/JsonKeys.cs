using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;

namespace CareTally.Core.Planning;

/// <summary>
/// Finds the keys of the objects in JSON files, lists or one object behind another, and what type their values have. Only the first
/// objects are looked at, as many as DuckDB looks at by itself.
/// </summary>
internal sealed class JsonKeys
{
    private const int MostObjects = 20480;
    private const int MostBytes = 1 << 24;

    private readonly OrderedDictionary<string, string?> _types = new(StringComparer.OrdinalIgnoreCase);
    private int _objects;

    /// <summary>Keys in order of appearance, each with a type in SQL.</summary>
    public static ImmutableArray<(string Name, string Type)> Read(IEnumerable<string> files)
    {
        var keys = new JsonKeys();
        foreach (var file in files.TakeWhile(_ => keys._objects < MostObjects)) keys.ReadFile(file);
        return [.. keys._types.Select(pair => (pair.Key, pair.Value ?? "json"))];
    }

    private void ReadFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            var bytes = new byte[Math.Min(MostBytes, stream == file ? file.Length : MostBytes)];
            ReadObjects(bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            // The database will try, and say what is wrong.
        }
    }

    private void ReadObjects(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true }));
        while (_objects < MostObjects && reader.Read())
        {
            if (reader.TokenType != JsonTokenType.StartObject) continue;
            _objects++;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                if (!reader.Read()) return;
                Add(name, TypeOf(ref reader));
                if (!reader.TrySkip()) return;
            }
        }
    }

    private void Add(string name, string? type)
    {
        var known = _types.GetValueOrDefault(name);
        _types[name] = known is null || known == type ? type ?? known : type switch
        {
            null => known,
            "bigint" or "double" when known is "bigint" or "double" => "double",
            _ => "json",
        };
    }

    // Null says nothing of a type.
    private static string? TypeOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True or JsonTokenType.False => "boolean",
        JsonTokenType.String => "varchar",
        JsonTokenType.Number => reader.TryGetInt64(out _) ? "bigint" : "double",
        _ => "json",
    };
}
