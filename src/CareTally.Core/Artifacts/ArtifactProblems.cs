using CareTally.Diagnostics;

namespace CareTally.Core.Artifacts;

/// <summary>What can go wrong when artifacts are written (TLY59xx).</summary>
internal static class ArtifactProblems
{
    public static readonly DiagnosticKind CannotWrite = new("TLY5901", Severity.Error, "cannot write {0}: {1}");
    public static readonly DiagnosticKind ResultsHeld = new("TLY5902", Severity.Warning, "another command is running in this project; its results stay in {0}, and those of this one are not kept");
}
