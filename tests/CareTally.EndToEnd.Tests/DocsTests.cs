using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>The site: made, and served.</summary>
public sealed class DocsTests
{
    [Fact]
    public void Generate_makes_pages_for_models_and_says_where()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally("build").ShouldExitWith(0);
        folder.Tally("clean").ShouldExitWith(0);
        folder.Tally("docs", "generate").ShouldExitWith(0).ShouldPrint("target/site");
        folder.Read("target/site/index.html").ShouldContain("calls");
        var pages = Directory.GetFiles(folder.File("target/site"), "*.html", SearchOption.AllDirectories);
        pages.ShouldContain(page => page.EndsWith("daily_calls.html", StringComparison.Ordinal));
        File.ReadAllText(pages.First(page => page.EndsWith("daily_calls.html", StringComparison.Ordinal))).ShouldContain("Answered calls by day and queue.");
    }

    [Fact]
    public async Task Serve_answers_on_loopback_only_refuses_to_leave_the_site_and_stops_on_ctrl_c()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally("docs", "serve").ShouldExitWith(2).ShouldSay("TLY7301", "tally docs generate");
        var site = folder.File("target/site/index.html");
        folder.Tally("build").ShouldExitWith(0).Lines[^1].ShouldContain(site);
        var port = FreePort();
        using var server = folder.Start("docs", "serve", "--port", $"{port}");
        server.WaitForOutput($"http://127.0.0.1:{port}/");

        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(endpoint => endpoint.Port == port).ShouldBe([new IPEndPoint(IPAddress.Loopback, port)]);
        (await AskAsync(port, "/")).ShouldStartWith("HTTP/1.1 200");
        (await AskAsync(port, "/index.html")).ShouldContain("<html");
        foreach (var path in (string[])["/../../tally_project.yml", "/%2e%2e/%2e%2e/tally_project.yml", "/..%2f..%2ftally_project.yml", "/..%5c..%5ctally_project.yml", "//etc/passwd", "/nothing.html"])
        {
            var answer = await AskAsync(port, path);
            answer[9..12].ShouldBeOneOf("400", "404");
            answer.ShouldNotContain("threshold_sec");
            answer.ShouldNotContain("root:");
        }

        using var second = folder.Start("docs", "serve", "--port", $"{port}");
        second.WaitForExit().ShouldExitWith(2).ShouldSay("TLY7302", "--port");
        server.Interrupt();
        server.WaitForExit().ShouldExitWith(0);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // By hand: an HTTP client would tidy the path up.
    private static async Task<string> AskAsync(int port, string path)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
