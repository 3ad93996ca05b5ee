namespace CareTally.Core.State;

/// <summary>What an earlier run left behind; each of its files is read when it is first asked for.</summary>
/// <param name="path">The folder, absolute.</param>
public sealed class StateFolder(string path)
{
    private readonly Lazy<PreviousManifest> _manifest = new(() => PreviousManifest.Read(path));
    private readonly Lazy<PreviousResults> _results = new(() => PreviousResults.Read(path));

    /// <summary>The folder, absolute.</summary>
    public string Path => path;

    /// <summary>Its manifest.json.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">It is not there or cannot be read.</exception>
    public PreviousManifest Manifest => _manifest.Value;

    /// <summary>Its run_results.json.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">It is not there or cannot be read.</exception>
    public PreviousResults Results => _results.Value;
}
