using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Sockets;
using CareTally.Core.Packages;
using CareTally.Diagnostics;

namespace CareTally.Tests.CoreTests.Packages;

/// <summary>Servers may stop in the middle and archives may be endless.</summary>
public sealed class DownloadTests : Installing
{
    [Theory]
    [InlineData(TarEntryType.Directory)]
    [InlineData(TarEntryType.SymbolicLink)]
    public void Whatever_an_archive_holds_counts(TarEntryType type)
    {
        var path = Path.Combine(OutsideFolder, "many.tar.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "dbt_project.yml") { DataStream = new MemoryStream("name: many\n"u8.ToArray()) });
            for (var i = 0; i <= 50_000; i++)
            {
                var entry = new UstarTarEntry(type, type == TarEntryType.Directory ? "a/" : $"a{i}");
                if (type == TarEntryType.SymbolicLink) entry.LinkName = "b";
                tar.WriteEntry(entry);
            }
        }

        var folder = Directory.CreateDirectory(Path.Combine(OutsideFolder, "many")).FullName;
        var failure = Should.Throw<DiagnosticException>(() => Archive.Unpack(path, folder, "many", null));
        failure.Diagnostic.Message.ShouldBe("many is refused: it is too large for a package");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_stops_in_the_middle_is_given_up(bool isText)
    {
        using var server = new TcpListener(System.Net.IPAddress.Loopback, 0);
        server.Start();
        var address = $"http://127.0.0.1:{((System.Net.IPEndPoint)server.LocalEndpoint).Port}/x";
        using var downloads = new Downloads(TimeSpan.FromMilliseconds(300));
        var answer = isText ? downloads.ReadAsync(new Uri(address), default) : downloads.SaveAsync(new Address(address, "it"), Path.Combine(OutsideFolder, "x"), null, default);
        using var client = await server.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"u8.ToArray());

        // The minute is for a mistake: without a limit the answer never comes.
        var failure = await Should.ThrowAsync<Exception>(() => answer.WaitAsync(TimeSpan.FromMinutes(1)));
        failure.ShouldNotBeOfType<TimeoutException>();
        failure.Message.ShouldContain("nothing came for");
    }
}
