using System.Text;
using CareTally.Diagnostics;

namespace CareTally.Core.Packages;

/// <summary>Gets files over HTTP, or from this machine with a <c>file:</c> address.</summary>
internal sealed class Downloads : IDisposable
{
    private const long Largest = 512L << 20;
    private const long LargestText = 64L << 20;

    private readonly TimeSpan _patience;
    private readonly HttpClient _http;

    /// <param name="patience">How long nothing may come before a server is given up; a minute if not given.</param>
    public Downloads(TimeSpan? patience = null)
    {
        _patience = patience ?? TimeSpan.FromMinutes(1);
        _http = new() { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("tally");
    }

    /// <summary>Downloads into a file.</summary>
    /// <exception cref="DiagnosticException">It cannot be had.</exception>
    public async Task SaveAsync(Address url, string path, SourceSpan? span, CancellationToken cancellationToken)
    {
        try
        {
            if (!Uri.TryCreate(url.Value, UriKind.Absolute, out var uri)) throw new HttpRequestException("that is no address");
            using var response = uri.IsFile ? null : await GetAsync(uri, cancellationToken);
            await using var source = response is null ? File.OpenRead(uri.LocalPath) : await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken);
            await using var file = File.Create(path);
            await CopyAsync(source, file, Largest, cancellationToken);
        }
        catch (Exception e) when (IsExpected(e))
        {
            throw new DiagnosticException(Diagnostic.Of(PackageProblems.DownloadFailed, span, url, e.Message), e);
        }
    }

    /// <summary>A text, or null where the server knows no such thing.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached, or refuses.</exception>
    public async Task<string?> ReadAsync(Uri uri, CancellationToken cancellationToken)
    {
        using var response = await GetAsync(uri, cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound) return null;
        await using var source = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken);
        using var text = new MemoryStream();
        await CopyAsync(source, text, LargestText, cancellationToken);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>Whether a failure is the network's or the server's.</summary>
    public static bool IsExpected(Exception e) =>
        e is HttpRequestException or IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    public void Dispose() => _http.Dispose();

    private Task<HttpResponseMessage> GetAsync(Uri uri, CancellationToken cancellationToken) =>
        PatientlyAsync(token => _http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, token), cancellationToken);

    private async Task CopyAsync(Stream source, Stream target, long most, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        long total = 0;
        for (int read; (read = await PatientlyAsync(token => source.ReadAsync(buffer, token).AsTask(), cancellationToken)) > 0;)
        {
            total += read;
            if (total > most) throw new IOException($"it is larger than {most >> 20} MB");
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }

    // HttpClient's own limit ends with the headers, and one for all of a large archive would depend on the line.
    private async Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> receive, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            return await receive(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"nothing came for {_patience.TotalSeconds:0.#} seconds", e);
        }
    }
}
