using System.Collections.Immutable;

namespace CareTally.Diagnostics;

/// <summary>Collects everything that is wrong, from several threads, so that it can be said at once.</summary>
public sealed class Problems
{
    private readonly Lock _lock = new();
    private readonly List<Diagnostic> _all = [];
    private readonly Problems? _whole;
    private readonly Func<Diagnostic, Diagnostic?>? _change;
    private readonly WarningPolicy _policy = WarningPolicy.Default;

    /// <summary>An empty collection in which warnings warn.</summary>
    public Problems()
    {
    }

    /// <summary>An empty collection.</summary>
    /// <param name="policy">What becomes of warnings.</param>
    public Problems(WarningPolicy policy) => _policy = policy;

    private Problems(Problems whole, Func<Diagnostic, Diagnostic?> change) => (_whole, _change) = (whole, change);

    /// <summary>Whether any of them is an error.</summary>
    public bool HasErrors
    {
        get { lock (_lock) return _all.Exists(d => d.Severity == Severity.Error); }
    }

    /// <summary>All so far, ordered by file and place; the same thing said of the same place comes once, with a count.</summary>
    public ImmutableArray<Diagnostic> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all.GroupBy(d => (d.Kind, d.Message, d.Span))
                    .Select(same => same.First() with { Repeats = same.Count() - 1 })
                    .OrderBy(d => d.Span?.Source.Path, StringComparer.Ordinal)
                    .ThenBy(d => d.Span?.Start)
                    .ThenBy(d => d.Kind.Code, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>A way into this collection on which some kinds only warn: for files that are not the user's to mend.</summary>
    /// <param name="kinds">The kinds that warn.</param>
    public Problems OnlyWarningOf(IReadOnlySet<DiagnosticKind> kinds) =>
        new(this, found => kinds.Contains(found.Kind) ? found with { Kind = found.Kind with { Severity = Severity.Warning } } : found);

    /// <summary>A way into this collection on which some are left out: those that only follow from what is in it already.</summary>
    /// <param name="isLeftOut">Which.</param>
    public Problems Without(Func<Diagnostic, bool> isLeftOut) => new(this, found => isLeftOut(found) ? null : found);

    /// <summary>Adds one.</summary>
    public void Add(Diagnostic diagnostic)
    {
        if (_whole is not null)
        {
            if (_change!(diagnostic) is { } changed) _whole.Add(changed);
            return;
        }

        if (_policy.Apply(diagnostic) is not { } kept) return;
        lock (_lock) _all.Add(kept);
    }

    /// <summary>Adds one of a kind.</summary>
    public void Report(DiagnosticKind kind, SourceSpan? span, params object?[] arguments) =>
        Add(Diagnostic.Of(kind, span, arguments));

    /// <summary>Adds one of a kind, with what to do about it.</summary>
    public void ReportWithHint(DiagnosticKind kind, SourceSpan? span, string? hint, params object?[] arguments) =>
        Add(Diagnostic.Of(kind, span, arguments) with { Hint = hint });

    /// <summary>Stops with all errors where there is one.</summary>
    /// <exception cref="InvalidProjectException">At least one error was reported.</exception>
    public void ThrowIfErrors()
    {
        if (HasErrors) throw new InvalidProjectException(All);
    }
}

/// <summary>The project has errors; nothing was run.</summary>
public sealed class InvalidProjectException(ImmutableArray<Diagnostic> diagnostics)
    : Exception($"{diagnostics.Count(d => d.Severity == Severity.Error)} errors in the project")
{
    /// <summary>All of them, warnings included, in the order to be shown.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; } = diagnostics;
}
