using CareTally.Diagnostics;

namespace CareTally.Core.Selecting;

/// <summary>What can be wrong with a selection (TLY40xx).</summary>
internal static class SelectionProblems
{
    public static readonly DiagnosticKind BadSelector = new("TLY4001", Severity.Error, "selector '{0}' cannot be read: {1}");
    public static readonly DiagnosticKind UnknownMethod = new("TLY4002", Severity.Error, "selector '{0}' uses an unknown method '{1}'");
    public static readonly DiagnosticKind MatchesNothing = new("TLY4003", Severity.Warning, "selector '{0}' matches nothing");
}
