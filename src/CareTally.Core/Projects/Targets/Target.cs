namespace CareTally.Core.Projects.Targets;

/// <summary>A warehouse to run on.</summary>
public sealed record Target
{
    /// <summary>Its name, for example <c>dev</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The profile it belongs to; the project's name where the project itself defines it.</summary>
    public required string Profile { get; init; }

    /// <summary>Kind of database: <c>duckdb</c> or <c>postgres</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Database or catalog that relations live in by default.</summary>
    public required string Database { get; init; }

    /// <summary>Schema that relations live in by default.</summary>
    public required string Schema { get; init; }

    /// <summary>How many nodes are run at once.</summary>
    public required int Threads { get; init; }

    /// <summary>How to reach the server, where the database is PostgreSQL.</summary>
    public PostgresServer? Postgres { get; init; }

    /// <summary>The DuckDB file, absolute, or <c>:memory:</c>, which it also is where the database is no file.</summary>
    public required string Path { get; init; }

    /// <summary>Settings for every connection, by name.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>DuckDB extensions to load; they must be installed already.</summary>
    public required IReadOnlyList<string> Extensions { get; init; }

    /// <summary>What DuckDB is told before it opens others or reads files elsewhere.</summary>
    public System.Collections.Immutable.ImmutableArray<DatabaseSecret> Secrets { get; init; } = [];

    /// <summary>Other databases that DuckDB opens beside its own.</summary>
    public System.Collections.Immutable.ImmutableArray<DatabaseAttachment> Attachments { get; init; } = [];
}
