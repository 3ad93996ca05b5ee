namespace CareTally.Core.Projects;

/// <summary>A span of time that a command is restricted to.</summary>
/// <param name="Start">The first moment of it.</param>
/// <param name="End">The first moment behind it.</param>
public sealed record EventTimes(DateTimeOffset Start, DateTimeOffset End);
