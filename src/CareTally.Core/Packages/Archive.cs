using System.Formats.Tar;
using System.IO.Compression;
using CareTally.Core.Projects;
using CareTally.Diagnostics;

namespace CareTally.Core.Packages;

/// <summary>Unpacks archives of packages. What comes from elsewhere is not trusted: nothing is written outside, nor without end.</summary>
internal static class Archive
{
    private const long LargestFile = 256L << 20;
    private const long LargestSum = 1L << 30;
    private const int MostEntries = 50_000;

    /// <summary>Unpacks a .tar.gz or .tar.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="shown">How the archive is called in messages.</param>
    /// <param name="span">Where it is named.</param>
    /// <returns>The folder in it that is a package.</returns>
    /// <exception cref="DiagnosticException">It is no archive, or none to be trusted.</exception>
    public static string Unpack(string path, string folder, object shown, SourceSpan? span)
    {
        try
        {
            using var file = File.OpenRead(path);
            using Stream stream = IsCompressed(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
            UnpackEntries(new TarReader(stream), folder);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or IOException)
        {
            throw new DiagnosticException(Diagnostic.Of(PackageProblems.BadArchive, span, shown, e.Message), e);
        }

        // What a host of repositories packs has one folder at the top, named after the release.
        var candidates = Directory.GetDirectories(folder).Prepend(folder).Where(candidate => ProjectReader.FindProjectFile(candidate) is not null).ToArray();
        return candidates.Length > 0 ? candidates[0] : throw new DiagnosticException(PackageProblems.NoProjectFile, span, shown);
    }

    private static void UnpackEntries(TarReader reader, string folder)
    {
        long sum = 0;
        var entries = 0;
        while (reader.GetNextEntry() is { } entry)
        {
            // Whatever it is, it costs time to pass over.
            sum += Math.Max(0, entry.Length);
            if (entry.Length > LargestFile || sum > LargestSum || ++entries > MostEntries) throw new InvalidDataException("it is too large for a package");

            // A link could point anywhere; a package needs none.
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.Directory)) continue;
            if (!ContentHash.IsInside(entry.Name)) throw new InvalidDataException($"it holds the path '{entry.Name}', which leads out of it");
            var target = Path.Combine(folder, entry.Name);
            if (entry.EntryType == TarEntryType.Directory)
            {
                Directory.CreateDirectory(target);
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            entry.ExtractToFile(target, overwrite: true);
        }
    }

    private static bool IsCompressed(FileStream file)
    {
        var isCompressed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isCompressed;
    }
}
