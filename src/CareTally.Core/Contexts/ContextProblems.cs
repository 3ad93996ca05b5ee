using CareTally.Diagnostics;

namespace CareTally.Core.Contexts;

/// <summary>What the functions of the dbt context can complain of (TLY206x).</summary>
internal static class ContextProblems
{
    public static readonly DiagnosticKind Warned = new("TLY2060", Severity.Warning, "{0}");
    public static readonly DiagnosticKind QueryFailed = new("TLY2061", Severity.Error, "{0}");
    public static readonly DiagnosticKind BadArgument = new("TLY2062", Severity.Error, "{0}");
}
