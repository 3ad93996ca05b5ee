using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Configs;

/// <summary>An argument of <c>config()</c> as it is written.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsComputed">Whether the value is more than a constant: compared with an earlier state, what counts is how it is written.</param>
internal sealed record WrittenConfig(SourceSpan Key, SourceSpan Value, bool IsComputed);
