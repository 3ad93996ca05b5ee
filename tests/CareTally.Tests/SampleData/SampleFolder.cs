using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CareTally.SampleData;

namespace CareTally.Tests.SampleData;

/// <summary>A small sample of all systems, made once for the tests that read it.</summary>
public sealed class SampleFolder : IAsyncLifetime
{
    internal static readonly SampleSettings Small = new() { Days = 17, ContactsPerDay = 60 };

    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("caretally-sample-");

    public string Path => System.IO.Path.Combine(_temporary.FullName, "sample");

    public async Task InitializeAsync() => await SampleGenerator.WriteAsync(Small, Path, CancellationToken.None);

    public Task DisposeAsync()
    {
        _temporary.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>All files, by their names below the folder.</summary>
    internal static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    /// <summary>What a file says, unpacked.</summary>
    internal static string Read(string folder, string name)
    {
        using Stream file = File.OpenRead(System.IO.Path.Combine(folder, name));
        using var unpacked = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>A line for each system: files, characters, and a hash of all that they say.</summary>
    internal static string Describe(string folder)
    {
        var lines = FilesOf(folder).GroupBy(name => name.Split('/')[0]).Select(system =>
        {
            var content = string.Concat(system.Select(name => $"{name}\n{Read(folder, name)}\n"));
            return $"{system.Key}: {system.Count()} files, {content.Length} characters, {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..16]}";
        });
        return string.Join('\n', lines) + "\n";
    }
}
