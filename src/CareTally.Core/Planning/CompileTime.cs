namespace CareTally.Core.Planning;

/// <summary>When a step's SQL was made, and how long that took.</summary>
/// <param name="StartedAt">When it started.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record CompileTime(DateTimeOffset StartedAt, TimeSpan Elapsed);
