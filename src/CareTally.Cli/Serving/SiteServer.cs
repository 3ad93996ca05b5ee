using System.Globalization;
using System.Net;
using CareTally.Diagnostics;

namespace CareTally.Cli.Serving;

/// <summary>Serves a folder over HTTP to this machine only.</summary>
internal sealed class SiteServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly string _folder;

    private SiteServer(HttpListener listener, string folder, string address) => (_listener, _folder, Address) = (listener, folder, address);

    /// <summary>What to type into the browser.</summary>
    public string Address { get; }

    /// <exception cref="DiagnosticException">The port cannot be had.</exception>
    public static SiteServer Start(string folder, int port)
    {
        // The address and not the name: other host names, which a foreign page could point here, are refused.
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/");
        var listener = new HttpListener();
        try
        {
            listener.Prefixes.Add(address);
            listener.Start();
            return new SiteServer(listener, folder, address);
        }
        catch (HttpListenerException e)
        {
            listener.Close();
            throw new DiagnosticException(Diagnostic.Of(CliProblems.CannotListen, null, port, e.Message) with { Hint = "choose another one with --port" }, e);
        }
    }

    /// <summary>Answers requests until cancelled.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.Register(_listener.Stop);
        while (!cancellationToken.IsCancellationRequested && _listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException && cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException or UnauthorizedAccessException)
            {
                // The browser has gone away in the middle, the request was malformed and is answered, or a file cannot be read: the next
                // request is another matter.
            }
        }
    }

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.Headers["Cache-Control"] = "no-cache";
        if (context.Request.HttpMethod is not ("GET" or "HEAD"))
        {
            response.StatusCode = (int)HttpStatusCode.MethodNotAllowed;
            return;
        }

        var path = context.Request.RawUrl?.Split('?', '#')[0] ?? "/";
        if (SiteFiles.Find(_folder, path) is not { } file)
        {
            response.StatusCode = (int)HttpStatusCode.NotFound;
            response.ContentType = "text/plain; charset=utf-8";
            if (context.Request.HttpMethod == "GET") response.OutputStream.Write("Not found\n"u8);
            return;
        }

        if (IsFolderWithoutSlash(path, file))
        {
            // Links in the page count from its folder.
            response.StatusCode = (int)HttpStatusCode.MovedPermanently;
            response.Headers["Location"] = $"./{path[(path.LastIndexOf('/') + 1)..]}/";
            return;
        }

        var version = VersionOf(file);
        response.Headers["ETag"] = version;
        if (context.Request.Headers["If-None-Match"] == version)
        {
            response.StatusCode = (int)HttpStatusCode.NotModified;
            return;
        }

        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        response.ContentType = SiteFiles.ContentTypeOf(file);
        response.ContentLength64 = stream.Length;
        if (context.Request.HttpMethod == "GET") await stream.CopyToAsync(response.OutputStream);
    }

    private static bool IsFolderWithoutSlash(string path, string file) =>
        !path.EndsWith('/') && !Uri.UnescapeDataString(path).EndsWith($"/{Path.GetFileName(file)}", StringComparison.Ordinal);

    // The page is asked for again at each look, and sent again where it has been made anew.
    private static string VersionOf(string file)
    {
        var info = new FileInfo(file);
        return string.Create(CultureInfo.InvariantCulture, $"\"{info.LastWriteTimeUtc.Ticks:x}-{info.Length:x}\"");
    }
}
