using System.Net;
using System.Net.Sockets;
using System.Text;
using CareTally.Cli.Serving;
using CareTally.Diagnostics;

namespace CareTally.Tests.Cli;

public sealed class SiteServerTests
{
    [Theory]
    [InlineData("/", "site/index.html")]
    [InlineData("/index.html", "site/index.html")]
    [InlineData("/models/", "site/models/index.html")]
    [InlineData("/models", "site/models/index.html")]
    [InlineData("/a%20page.html", "site/a page.html")]
    [InlineData("/missing.html", null)]
    [InlineData("/../secret.txt", null)]
    [InlineData("/%2e%2e/secret.txt", null)]
    [InlineData("/models/../../secret.txt", null)]
    [InlineData("/models/%2e%2e%2f%2e%2e%2fsecret.txt", null)]
    [InlineData("/..%5csecret.txt", null)]
    [InlineData("//etc/passwd", null)]
    [InlineData("/%00", null)]
    [InlineData("/link.txt", null)]
    [InlineData("/linked/secret.txt", null)]
    [InlineData("secret.txt", null)]
    [InlineData("/../site2/index.html", null)]
    public void Only_files_of_the_site_are_found(string path, string? expected)
    {
        using var files = Site();
        var found = SiteFiles.Find(Path.Combine(files.Folder, "site"), path);
        found.ShouldBe(expected is null ? null : Path.Combine(files.Folder, expected));
    }

    [Fact]
    public async Task Pages_are_served_with_their_type_until_cancelled()
    {
        using var files = Site();
        using var stop = new CancellationTokenSource();
        using var server = SiteServer.Start(Path.Combine(files.Folder, "site"), FreePort());
        var serving = server.ServeAsync(stop.Token);
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };

        var page = await client.GetAsync("models/?x=1");
        page.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        (await page.Content.ReadAsStringAsync()).ShouldBe("<p>models</p>");
        (await client.GetAsync("style.css")).Content.Headers.ContentType!.MediaType.ShouldBe("text/css");
        (await client.GetAsync("none.html")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.PostAsync("", new StringContent("x"))).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        using var head = new HttpRequestMessage(HttpMethod.Head, "index.html");
        (await client.SendAsync(head)).Content.Headers.ContentLength.ShouldBe("<p>home</p>".Length);

        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_path_that_climbs_out_is_not_found_over_the_wire_either()
    {
        using var files = Site();
        using var stop = new CancellationTokenSource();
        using var server = SiteServer.Start(Path.Combine(files.Folder, "site"), FreePort());
        var serving = server.ServeAsync(stop.Token);
        foreach (var path in (string[])["/../secret.txt", "/%2e%2e/secret.txt", "/models/..%2f..%2fsecret.txt"])
        {
            var answer = await AskAsync(new Uri(server.Address).Port, $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            answer.ShouldMatch(@"\AHTTP/1\.1 40[04]");
            answer.ShouldNotContain("secret!");
        }

        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_malformed_request_does_not_end_the_server()
    {
        using var files = Site();
        using var stop = new CancellationTokenSource();
        using var server = SiteServer.Start(Path.Combine(files.Folder, "site"), FreePort());
        var serving = server.ServeAsync(stop.Token);
        foreach (var request in (string[])["POST / HTTP/1.1\r\nHost: 127.0.0.1", "GET / HTTP/1.1\r\nHost: evil.example", "GET %zz HTTP/1.1\r\nHost: 127.0.0.1", "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1", "nonsense"])
            (await AskAsync(new Uri(server.Address).Port, $"{request}\r\nConnection: close\r\n\r\n")).ShouldNotContain("home");
        using var client = new HttpClient();
        (await client.GetStringAsync(new Uri(server.Address))).ShouldBe("<p>home</p>");
        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_folder_is_a_folder_and_a_page_that_has_not_changed_is_not_sent_again()
    {
        using var files = Site();
        using var stop = new CancellationTokenSource();
        using var server = SiteServer.Start(Path.Combine(files.Folder, "site"), FreePort());
        var serving = server.ServeAsync(stop.Token);
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };

        var page = await client.GetAsync("models");
        page.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/models/");
        using var again = new HttpRequestMessage(HttpMethod.Get, "models/");
        again.Headers.IfNoneMatch.Add(page.Headers.ETag!);
        (await client.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        files.Write("site/models/index.html", "<p>models, made anew</p>");
        using var later = new HttpRequestMessage(HttpMethod.Get, "models/");
        later.Headers.IfNoneMatch.Add(page.Headers.ETag!);
        (await (await client.SendAsync(later)).Content.ReadAsStringAsync()).ShouldContain("anew");

        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_port_in_use_is_said_so()
    {
        using var files = Site();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var error = Should.Throw<DiagnosticException>(() => SiteServer.Start(files.Folder, port));
        error.Diagnostic.Kind.Code.ShouldBe("TLY7302");
        error.Diagnostic.Hint.ShouldBe("choose another one with --port");
    }

    [Fact]
    public async Task Without_a_site_the_way_to_make_one_is_said()
    {
        using var tally = await Tally.WithProjectAsync();
        var (_, _, error) = await tally.RunAsync("docs", "serve");
        error.ShouldContain("TLY7301");
        error.ShouldContain("tally docs generate");
    }

    private static Tally Site()
    {
        var files = new Tally();
        files.Write("secret.txt", "secret!");
        files.Write("site2/index.html", "secret!");
        files.Write("site/index.html", "<p>home</p>");
        files.Write("site/a page.html", "<p>a</p>");
        files.Write("site/style.css", "p {}");
        files.Write("site/models/index.html", "<p>models</p>");
        File.CreateSymbolicLink(Path.Combine(files.Folder, "site", "link.txt"), Path.Combine(files.Folder, "secret.txt"));
        Directory.CreateSymbolicLink(Path.Combine(files.Folder, "site", "linked"), files.Folder);
        return files;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task<string> AskAsync(int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
