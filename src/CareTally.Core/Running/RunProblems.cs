using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>What can go wrong while a plan is run (TLY5xxx).</summary>
internal static class RunProblems
{
    public static readonly DiagnosticKind SqlFailed = new("TLY5001", Severity.Error, "{0}");
    public static readonly DiagnosticKind BadTestResult = new("TLY5002", Severity.Error, "test {0} must return one row of three values, but returned {1}");
    public static readonly DiagnosticKind DatabaseFailed = new("TLY5003", Severity.Error, "{0}");
}
