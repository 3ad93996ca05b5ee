namespace CareTally.Core.Projects.Targets;

/// <summary>How to reach a PostgreSQL server, as profiles of dbt say it.</summary>
public sealed record PostgresServer
{
    /// <summary>Name or address of the machine.</summary>
    public required string Host { get; init; }

    /// <summary>Port; 5432 by default.</summary>
    public int Port { get; init; } = 5432;

    /// <summary>Who connects.</summary>
    public required string User { get; init; }

    /// <summary>The password; never shown.</summary>
    public required string Password { get; init; }

    /// <summary>Other settings of the connection as they were written, such as <c>sslmode</c> and <c>role</c>, by name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{User}@{Host}:{Port}";
}
