namespace CareTally.Core.Warehouses;

/// <summary>What differs between the databases, as values.</summary>
/// <param name="Name">dbt's adapter type: <c>duckdb</c> or <c>postgres</c>.</param>
/// <param name="MaxIdentifierLength">Longest relation name, in bytes.</param>
/// <param name="ReadsFiles">Whether a query can read CSV, JSON and Parquet files in place.</param>
public sealed record SqlDialect(string Name, int MaxIdentifierLength, bool ReadsFiles)
{
    /// <summary>DuckDB.</summary>
    public static readonly SqlDialect DuckDb = new("duckdb", int.MaxValue, ReadsFiles: true);

    /// <summary>PostgreSQL and its family.</summary>
    public static readonly SqlDialect Postgres = new("postgres", 63, ReadsFiles: false);
}
