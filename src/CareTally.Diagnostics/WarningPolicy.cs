using System.Collections.Immutable;

namespace CareTally.Diagnostics;

/// <summary>Which warnings are errors, and which are not said at all.</summary>
public sealed record WarningPolicy
{
    /// <summary>Stands for every code.</summary>
    public const string All = "all";

    /// <summary>Warnings warn.</summary>
    public static readonly WarningPolicy Default = new();

    /// <summary>Every warning is an error.</summary>
    public static readonly WarningPolicy Strict = new() { Errors = [All] };

    /// <summary>Codes of warnings that are errors, or <see cref="All"/>.</summary>
    public ImmutableArray<string> Errors { get; init; } = [];

    /// <summary>Codes of warnings that warn all the same.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Codes of warnings that are not said.</summary>
    public ImmutableArray<string> Silenced { get; init; } = [];

    /// <summary>Whether a warning of a kind is an error.</summary>
    public bool IsError(DiagnosticKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return kind.Severity == Severity.Warning && !Holds(Warnings, kind) && !Holds(Silenced, kind) && Holds(Errors, kind);
    }

    /// <summary>The diagnostic as it is to be said; null where it is not.</summary>
    public Diagnostic? Apply(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        if (diagnostic.Severity != Severity.Warning) return diagnostic;
        if (Holds(Silenced, diagnostic.Kind)) return null;
        return IsError(diagnostic.Kind) ? diagnostic with { Kind = diagnostic.Kind with { Severity = Severity.Error } } : diagnostic;
    }

    private static bool Holds(ImmutableArray<string> codes, DiagnosticKind kind) => codes.Contains(All) || codes.Contains(kind.Code);
}
