using CareTally.Diagnostics;

namespace CareTally.Core.Artifacts;

/// <summary>What can go wrong when artifacts are written (TLY59xx).</summary>
internal static class ArtifactProblems
{
    public static readonly DiagnosticKind CannotWrite = new("TLY5901", Severity.Error, "cannot write {0}: {1}");
}
