using CareTally.Core.Manifests;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>How a hook of the whole run ended.</summary>
/// <param name="Hook">Its identity.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
public sealed record HookResult(NodeId Hook, DateTimeOffset StartedAt, TimeSpan Elapsed, Diagnostic? Failure);
