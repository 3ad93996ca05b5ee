using CareTally.Diagnostics;

namespace CareTally.Templating;

/// <summary>A template cannot be parsed or rendered; the diagnostic says where, why and through which macros.</summary>
public sealed class TemplateException : DiagnosticException
{
    /// <summary>Stops with a diagnostic.</summary>
    public TemplateException(Diagnostic diagnostic, Exception? inner = null) : base(diagnostic, inner)
    {
    }

    /// <summary>Fills a kind's format.</summary>
    public TemplateException(DiagnosticKind kind, SourceSpan? span, params object?[] arguments)
        : base(kind, span, arguments)
    {
    }
}
