using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>How to render.</summary>
public sealed record RenderOptions
{
    /// <summary>Default limits and no macros.</summary>
    public static readonly RenderOptions Default = new();

    /// <summary>How much the rendering may use.</summary>
    public TemplateLimits Limits { get; init; } = TemplateLimits.Default;

    /// <summary>The macros of the template's own package; looked up before the scope.</summary>
    public IReadOnlyDictionary<string, Value>? Macros { get; init; }

    /// <summary>Names that mean something else in this rendering, in templates and macros alike; looked up before everything that is not local.</summary>
    public IReadOnlyDictionary<string, Value>? Overrides { get; init; }

    /// <summary>Stops the rendering.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Measures the time limit.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What the filter <c>random</c> draws from.</summary>
    public Random Random { get; init; } = Random.Shared;
}
