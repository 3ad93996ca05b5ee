using CareTally.Diagnostics;

namespace CareTally.Core.Python;

/// <summary>What Python's modules can complain of (TLY207x).</summary>
internal static class PythonProblems
{
    public static readonly DiagnosticKind BadDirective = new("TLY2053", Severity.Error, "strftime: unknown directive '%{0}'");
    public static readonly DiagnosticKind BadValue = new("TLY2070", Severity.Error, "{0}");
    public static readonly DiagnosticKind BadPattern = new("TLY2071", Severity.Error, "regular expression: {0}");
}
