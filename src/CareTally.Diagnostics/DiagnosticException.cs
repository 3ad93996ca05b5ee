namespace CareTally.Diagnostics;

/// <summary>Stops what is being done, with the one diagnostic that says why.</summary>
public class DiagnosticException(Diagnostic diagnostic, Exception? inner = null) : Exception(diagnostic.Message, inner)
{
    /// <summary>Fills a kind's format.</summary>
    public DiagnosticException(DiagnosticKind kind, SourceSpan? span, params object?[] arguments)
        : this(Diagnostic.Of(kind, span, arguments))
    {
    }

    /// <summary>Why.</summary>
    public Diagnostic Diagnostic { get; } = diagnostic;
}
