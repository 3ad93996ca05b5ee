namespace CareTally.Core.Checking;

/// <summary>What a check may believe.</summary>
public sealed record CheckOptions
{
    /// <summary><c>tally check</c>: the declared columns of a source count where the warehouse does not have it.</summary>
    public static readonly CheckOptions Alone = new() { TrustsDeclarations = true };

    /// <summary>
    /// Before a run: only what is there counts. What hooks may still change, and what is only declared, is left to the run, so that no
    /// build is stopped that would succeed.
    /// </summary>
    public static readonly CheckOptions BeforeRun = new();

    /// <summary>Whether declared columns are believed.</summary>
    public bool TrustsDeclarations { get; init; }
}
