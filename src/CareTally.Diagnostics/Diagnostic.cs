using System.Collections.Immutable;

namespace CareTally.Diagnostics;

/// <summary>How bad a diagnostic is.</summary>
public enum Severity
{
    /// <summary>Worth knowing; the command goes on and succeeds.</summary>
    Warning,

    /// <summary>The command cannot go on.</summary>
    Error,
}

/// <summary>One kind of complaint: a stable code and the sentence it is said in.</summary>
/// <param name="Code"><c>TLY</c> and four digits; the first digit is the layer (1 template, 2 project, 3 manifest, 4 selection and plan, 5 run, 6 warehouse, 7 command line and site).</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Format">A composite format string.</param>
public sealed record DiagnosticKind(string Code, Severity Severity, string Format);

/// <summary>One step of how execution got to a diagnostic's place, innermost first.</summary>
/// <param name="Text">What was running, for example <c>macro cents_to_dollars</c>.</param>
/// <param name="Span">From where it was called.</param>
public sealed record DiagnosticFrame(string Text, SourceSpan Span);

/// <summary>Something to tell the user about their project: what, where, and what to do.</summary>
public sealed record Diagnostic
{
    /// <summary>The table entry it belongs to.</summary>
    public required DiagnosticKind Kind { get; init; }

    /// <summary>The sentence, without code and place.</summary>
    public required string Message { get; init; }

    /// <summary>Where; null where no file is to blame.</summary>
    public SourceSpan? Span { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Hint { get; init; }

    /// <summary>The call stack in the templates, innermost call first.</summary>
    public ImmutableArray<DiagnosticFrame> Frames { get; init; } = [];

    /// <summary>The same at the innermost place that is not in certain files; as it is where all of them are.</summary>
    /// <param name="folder">What the paths of those files begin with.</param>
    public Diagnostic OutOf(string folder)
    {
        if (Span is not { } at || !at.Source.Path.StartsWith(folder, StringComparison.Ordinal)) return this;
        for (var i = 0; i < Frames.Length; i++)
        {
            if (!Frames[i].Span.Source.Path.StartsWith(folder, StringComparison.Ordinal)) return this with { Span = Frames[i].Span, Frames = Frames[(i + 1)..] };
        }

        return this;
    }

    /// <summary>How many more times the same was found at the same place, reached by other ways.</summary>
    public int Repeats { get; init; }

    /// <summary>How bad it is.</summary>
    public Severity Severity => Kind.Severity;

    /// <summary>Fills a kind's format.</summary>
    public static Diagnostic Of(DiagnosticKind kind, SourceSpan? span, params object?[] arguments) =>
        new() { Kind = kind, Span = span, Message = string.Format(System.Globalization.CultureInfo.InvariantCulture, kind.Format, arguments) };
}
