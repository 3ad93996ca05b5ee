using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>How old the newest row of a relation may be.</summary>
public sealed record FreshnessRules
{
    /// <summary>Older than this it warns; null for never.</summary>
    public FreshnessThreshold? WarnAfter { get; init; }

    /// <summary>Older than this it fails; null for never.</summary>
    public FreshnessThreshold? ErrorAfter { get; init; }

    /// <summary>A condition on the rows that are looked at, or null.</summary>
    public string? Filter { get; init; }

    /// <summary>The column or expression that says when a row was loaded, or null.</summary>
    public string? LoadedAtField { get; init; }

    /// <summary>A query, as a template, that returns the moment of the newest row; or null.</summary>
    public string? LoadedAtQuery { get; init; }

    /// <summary>Where it is written.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>Where the column or query is written.</summary>
    public required SourceSpan LoadedAtSpan { get; init; }
}

/// <summary>An age.</summary>
/// <param name="Count">How many periods.</param>
/// <param name="Period"><c>minute</c>, <c>hour</c> or <c>day</c>.</param>
public sealed record FreshnessThreshold(int Count, string Period)
{
    /// <summary>The periods there are.</summary>
    public static readonly string[] Periods = ["minute", "hour", "day"];

    /// <summary>The age as a time.</summary>
    public TimeSpan Age => Period switch
    {
        "minute" => TimeSpan.FromMinutes(Count),
        "hour" => TimeSpan.FromHours(Count),
        _ => TimeSpan.FromDays(Count),
    };
}
