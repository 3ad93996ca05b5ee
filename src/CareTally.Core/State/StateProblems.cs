using CareTally.Diagnostics;

namespace CareTally.Core.State;

/// <summary>What can be wrong with an earlier state (TLY440x).</summary>
internal static class StateProblems
{
    public static readonly DiagnosticKind NoState = new("TLY4400", Severity.Error, "'{0}' compares with an earlier state, and none is named");
    public static readonly DiagnosticKind NoFile = new("TLY4401", Severity.Error, "there is no {0} in {1}");
    public static readonly DiagnosticKind Unreadable = new("TLY4402", Severity.Error, "{0} cannot be read: {1}");
    public static readonly DiagnosticKind OtherVersion = new("TLY4403", Severity.Error, "{0} follows {1}, and tally reads {2}");
    public static readonly DiagnosticKind SameFolder = new("TLY4404", Severity.Warning, "the state and the target folder are the same, {0}: every command writes anew what it is compared with");
    public static readonly DiagnosticKind LargeSeed = new("TLY4405", Severity.Warning, "seed {0} is larger than 1 MiB: only its path is compared, not its rows");
}
