using System.Buffers;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;

namespace CareTally.Core.Running;

/// <summary>Files of sources that were searched for somebody.</summary>
/// <param name="Found">Those in which they occur, relative to the project.</param>
/// <param name="NotSearched">Those whose text cannot be searched: Parquet, and what lies at a URL.</param>
public sealed record SearchedFiles(ImmutableArray<string> Found, ImmutableArray<string> NotSearched);

/// <summary>Looks for values in the text of the files that sources are read from, also in compressed ones.</summary>
internal static class SourceFileSearch
{
    private const int BufferSize = 1 << 16;

    /// <summary>The files, in order.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task<SearchedFiles> FindAsync(Manifest manifest, ImmutableArray<string> values, CancellationToken cancellationToken)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var notSearched = new SortedSet<string>(StringComparer.Ordinal);
        var wanted = SearchValues.Create([.. values], StringComparison.OrdinalIgnoreCase);
        var longest = values.IsEmpty ? 0 : values.Max(value => value.Length);
        foreach (var source in manifest.Nodes.Values.OfType<SourceNode>())
        {
            if (source.External is not { } external) continue;
            var path = ExternalLocation.Absolute(external.Location, manifest.Project.Root);
            if (ExternalLocation.IsUrl(path)) notSearched.Add(path);
            else
            {
                foreach (var file in ExternalLocation.Find(path))
                {
                    var shown = Path.GetRelativePath(manifest.Project.Root, file).Replace('\\', '/');
                    if (external.Format == "parquet" || file.EndsWith(".zst", StringComparison.OrdinalIgnoreCase)) notSearched.Add(shown);
                    else if (!found.Contains(shown) && longest > 0 && await OccursAsync(file, wanted, longest, cancellationToken)) found.Add(shown);
                }
            }
        }

        return new SearchedFiles([.. found], [.. notSearched]);
    }

    private static async Task<bool> OccursAsync(string path, SearchValues<string> values, int longest, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        await using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var buffer = new char[BufferSize + longest];
        var kept = 0;
        while (await reader.ReadAsync(buffer.AsMemory(kept, buffer.Length - kept), cancellationToken) is > 0 and var read)
        {
            var text = buffer.AsSpan(0, kept + read);
            if (text.ContainsAny(values)) return true;

            // What begins at the end may go on in the next part.
            kept = Math.Min(longest - 1, text.Length);
            text[^kept..].CopyTo(buffer);
        }

        return false;
    }
}
