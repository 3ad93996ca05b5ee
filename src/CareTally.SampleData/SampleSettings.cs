using System.Collections.Immutable;

namespace CareTally.SampleData;

/// <summary>What a synthetic sample is to be like. Equal settings give equal files.</summary>
public sealed record SampleSettings
{
    /// <summary>The last day where none is given: a fixed one, so that a sample made tomorrow is the one made today.</summary>
    public static readonly DateOnly UsualUntil = new(2026, 6, 14);

    /// <summary>Days it covers; 490 (70 weeks) by default.</summary>
    public int Days { get; init; } = 490;

    /// <summary>Contacts on an average day, over all channels and systems.</summary>
    public int ContactsPerDay { get; init; } = 60;

    /// <summary>Where the random numbers begin.</summary>
    public ulong Seed { get; init; } = 7;

    /// <summary>The last day.</summary>
    public DateOnly Until { get; init; } = UsualUntil;

    /// <summary>The systems whose exports are written, in any order; all by default.</summary>
    public ImmutableArray<string> Systems { get; init; } = SampleSystems.Names;

    /// <summary>The first day.</summary>
    public DateOnly From => Until.AddDays(1 - Days);

    internal bool Has(string system) => Systems.Contains(system);
}
