using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>What can go wrong while a plan is run (TLY5xxx).</summary>
internal static class RunProblems
{
    public static readonly DiagnosticKind SqlFailed = new("TLY5001", Severity.Error, "{0}");
    public static readonly DiagnosticKind BadTestResult = new("TLY5002", Severity.Error, "test {0} must return one row of three values, but returned {1}");
    public static readonly DiagnosticKind BadFailCalc = new("TLY5004", Severity.Error, "fail_calc '{0}' must give a number, and warn_if and error_if true or false, but they gave {1}");
    public static readonly DiagnosticKind UnknownMacro = new("TLY5500", Severity.Error, "there is no macro '{0}'");
    public static readonly DiagnosticKind DatabaseFailed = new("TLY5003", Severity.Error, "{0}");
    public static readonly DiagnosticKind ContractBroken = new("TLY5350", Severity.Error, "the query of {0} does not return what its contract says:{1}");
    public static readonly DiagnosticKind BadContractType = new("TLY5351", Severity.Error, "the database does not know the type '{0}' of column '{1}': {2}");
    public static readonly DiagnosticKind ConstraintBroken = new("TLY5352", Severity.Error, "the rows of {0} break its contract: {1}");
}
