using CareTally.Diagnostics;

namespace CareTally.Core.Planning;

/// <summary>What can be wrong with an incremental model's configuration (TLY42xx).</summary>
internal static class IncrementalProblems
{
    public static readonly DiagnosticKind UnknownStrategy = new("TLY4201", Severity.Error, "there is no incremental strategy '{0}' (of {1})");
    public static readonly DiagnosticKind RefusedStrategy = new("TLY4202", Severity.Error, "the incremental strategy '{0}' of {1} is not for DuckDB");
    public static readonly DiagnosticKind MicrobatchNeeds = new("TLY4203", Severity.Error, "{0} is made in batches and needs the config '{1}'");
    public static readonly DiagnosticKind KeyOfMicrobatch = new("TLY4204", Severity.Error, "{0} is made in batches, where a unique_key has no effect");
    public static readonly DiagnosticKind NoBatches = new("TLY4205", Severity.Error, "{0} begins at {1}, but it is {2}: there is no batch to make");
    public static readonly DiagnosticKind TooManyBatches = new("TLY4206", Severity.Error, "{0} would be made in {1} batches, one for each {2} since {3}");
}
