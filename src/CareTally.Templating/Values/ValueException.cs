using CareTally.Diagnostics;

namespace CareTally.Templating.Values;

/// <summary>An operation on values failed; the evaluator, which knows where, turns it into a <see cref="TemplateException"/>.</summary>
internal sealed class ValueException(DiagnosticKind kind, string message, string? hint = null) : Exception(message)
{
    public DiagnosticKind Kind { get; } = kind;

    public string? Hint { get; } = hint;

    public static ValueException Type(string message, string? hint = null) => new(TemplateProblems.TypeError, message, hint);

    public static ValueException Invalid(string message, string? hint = null) => new(TemplateProblems.InvalidValue, message, hint);
}
