using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CareTally.Tests.CoreTests.Packages;

/// <summary>A package hub on this machine, and a place for archives.</summary>
internal sealed class PackageHub : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _versions = new(StringComparer.Ordinal);
    private readonly Task _serving;

    public PackageHub()
    {
        Address = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    public int Requests { get; private set; }

    /// <summary>Publishes a release that holds one macro, and asks for packages.</summary>
    public PackageHub Add(string package, string version, string packages = "[]", string dbt = "[]", string? body = null)
    {
        var name = package.Split('/')[1];
        var path = $"files/{package}/{version}.tar.gz";
        Replace(package, version, body ?? $"{{% macro one() %}}{version}{{% endmacro %}}");
        if (!_versions.TryGetValue(package, out var versions)) _versions[package] = versions = [];
        versions.Add($$$"""
            "{{{version}}}": {"name": "{{{name}}}", "packages": {{{packages}}}, "require_dbt_version": {{{dbt}}}, "downloads": {"tarball": "{{{Address}}}{{{path}}}"}}
            """);
        _files[$"api/v1/{package}.json"] = Encoding.UTF8.GetBytes($"{{\"name\": \"{name}\", \"versions\": {{{string.Join(", ", versions)}}}}}");
        return this;
    }

    /// <summary>Puts other files where a release's are.</summary>
    public void Replace(string package, string version, string body)
    {
        var name = package.Split('/')[1];
        _files[$"files/{package}/{version}.tar.gz"] = Tarball(($"{name}-{version}/dbt_project.yml", $"name: {name}\nversion: {version}\n"), ($"{name}-{version}/macros/one.sql", body));
    }

    public string AddFile(string path, byte[] content)
    {
        _files[path] = content;
        return Address + path;
    }

    public static byte[] Tarball(params (string Path, string Text)[] files)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionMode.Compress, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
        {
            foreach (var (path, text) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        }

        return memory.ToArray();
    }

    public void Dispose()
    {
        _listener.Stop();
        _serving.GetAwaiter().GetResult();
        _listener.Close();
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            Requests++;
            if (_files.TryGetValue(context.Request.Url!.AbsolutePath.TrimStart('/'), out var content)) await context.Response.OutputStream.WriteAsync(content);
            else context.Response.StatusCode = 404;
            context.Response.Close();
        }
    }
}
