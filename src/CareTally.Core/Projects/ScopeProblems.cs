using CareTally.Diagnostics;

namespace CareTally.Core.Projects;

/// <summary>What a project's own functions can complain of while a template is rendered (TLY205x).</summary>
internal static class ScopeProblems
{
    public static readonly DiagnosticKind UnknownVar = new("TLY2050", Severity.Error, "variable '{0}' has no value");
    public static readonly DiagnosticKind RaisedByTemplate = new("TLY2051", Severity.Error, "{0}");
    public static readonly DiagnosticKind BadJson = new("TLY2052", Severity.Error, "fromjson: {0}");
    public static readonly DiagnosticKind BadDirective = new("TLY2053", Severity.Error, "strftime: unknown directive '%{0}'");
}
