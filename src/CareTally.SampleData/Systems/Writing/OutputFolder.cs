using System.IO.Compression;

namespace CareTally.SampleData.Systems.Writing;

/// <summary>Where a sample is written; counts what is. Several threads open files in it.</summary>
internal sealed class OutputFolder(string root)
{
    private int _files;

    public int Files => _files;

    /// <summary>A new file below it; compressed where its name says so.</summary>
    public OutputFile Open(string name)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Interlocked.Increment(ref _files);
        System.IO.Stream stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        if (name.EndsWith(".gz", StringComparison.Ordinal)) stream = new GZipStream(stream, CompressionLevel.Fastest);
        return new OutputFile(stream);
    }

    public JsonFile OpenJson(string name) => new(Open(name));

    public CsvFile OpenCsv(string name, char delimiter = ',', bool quotesAll = false) => new(Open(name), delimiter, quotesAll);
}
