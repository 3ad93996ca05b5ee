namespace CareTally.Cli;

/// <summary>What the process returns: a contract of three values.</summary>
internal enum ExitCode
{
    /// <summary>Everything asked for was done; warnings count as success.</summary>
    Success = 0,

    /// <summary>The project is sound, but a node failed or was skipped.</summary>
    NodesFailed = 1,

    /// <summary>Nothing could be run: wrong usage, an invalid project, an unreachable database, a defect.</summary>
    Unusable = 2,
}
