using System.Collections.Immutable;
using CareTally.Core.Projects.Targets;

namespace CareTally.Adapters.DuckDb;

/// <summary>Which DuckDB database to work on, and how.</summary>
public sealed record DuckDbTarget
{
    /// <summary>The path that means a database in memory, gone when the warehouse is disposed.</summary>
    public const string InMemory = ":memory:";

    /// <summary>The database file, created where it does not exist, or <see cref="InMemory"/>.</summary>
    public required string Path { get; init; }

    /// <summary>What a database in memory is called in SQL; null for what DuckDB calls it. That of a file is the file's name.</summary>
    public string? Name { get; init; }

    /// <summary>Opens the file for reading only; several processes can then do so at once.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// DuckDB's threads, which all sessions share; null for its default, the number of cores. The default serves both many small
    /// models on as many sessions as cores and one big model on its own, so there is rarely a reason to change it.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>How long to keep trying while another process holds the file; null to give up at once.</summary>
    public TimeSpan? LockWait { get; init; }

    /// <summary>What to call this process for others that find the file held, for example its command line.</summary>
    public string Command { get; init; } = "tally";

    /// <summary>DuckDB settings by name, set on every session after those that CareTally needs.</summary>
    public ImmutableSortedDictionary<string, string> Settings { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Extensions to load. They must be installed: nothing is ever fetched from the network.</summary>
    public ImmutableArray<string> Extensions { get; init; } = [];

    /// <summary>Secrets to create, before others are attached.</summary>
    public ImmutableArray<DatabaseSecret> Secrets { get; init; } = [];

    /// <summary>Other databases to attach.</summary>
    public ImmutableArray<DatabaseAttachment> Attach { get; init; } = [];

    /// <summary>What a target of a project says of its DuckDB database.</summary>
    public static DuckDbTarget Of(Target target) => new()
    {
        Path = target.Path,
        Settings = target.Settings.ToImmutableSortedDictionary(),
        Extensions = [.. target.Extensions],
        Secrets = target.Secrets,
    };

    /// <summary>An empty database in memory that looks like a target's: for checks and unit tests.</summary>
    public static DuckDbTarget InMemoryOf(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);

        // The statements are many and tiny: to share one out costs more than it saves.
        return Of(target) with { Path = InMemory, Name = target.Database, Threads = 1 };
    }

    internal bool IsInMemory => Path == InMemory;

    // In memory a database is called "memory" anyway.
    internal bool IsNamed => IsInMemory && Name is not null && !Name.Equals("memory", StringComparison.OrdinalIgnoreCase);
}
