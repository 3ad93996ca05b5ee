using CareTally.Diagnostics;

namespace CareTally.Core.Packages;

/// <summary>Gets files over HTTP, or from this machine with a <c>file:</c> address.</summary>
internal sealed class Downloads : IDisposable
{
    private const long Largest = 512L << 20;

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public Downloads() => _http.DefaultRequestHeaders.UserAgent.ParseAdd("tally");

    /// <summary>Downloads into a file.</summary>
    /// <exception cref="DiagnosticException">It cannot be had.</exception>
    public async Task SaveAsync(Address url, string path, SourceSpan? span, CancellationToken cancellationToken)
    {
        try
        {
            if (!Uri.TryCreate(url.Value, UriKind.Absolute, out var uri)) throw new HttpRequestException("that is no address");
            await using var source = uri.IsFile ? File.OpenRead(uri.LocalPath) : await _http.GetStreamAsync(uri, cancellationToken);
            await using var file = File.Create(path);
            await CopyAsync(source, file, cancellationToken);
        }
        catch (Exception e) when (IsExpected(e, cancellationToken))
        {
            throw new DiagnosticException(Diagnostic.Of(PackageProblems.DownloadFailed, span, url, e.Message), e);
        }
    }

    /// <summary>A text, or null where the server knows no such thing.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached, or refuses.</exception>
    public async Task<string?> ReadAsync(Uri uri, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(uri, cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound) return null;
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Whether a failure is the network's or the server's.</summary>
    public static bool IsExpected(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException or IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException
        || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested);

    public void Dispose() => _http.Dispose();

    private static async Task CopyAsync(Stream source, Stream target, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        long total = 0;
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            total += read;
            if (total > Largest) throw new IOException($"it is larger than {Largest >> 20} MB");
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
