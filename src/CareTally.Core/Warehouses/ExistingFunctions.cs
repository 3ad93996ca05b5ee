namespace CareTally.Core.Warehouses;

/// <summary>Finds the functions that somebody has made in a warehouse.</summary>
public static class ExistingFunctions
{
    /// <summary>Those in some schemas of the target's own database.</summary>
    /// <exception cref="WarehouseException">The database cannot be opened or read.</exception>
    public static async Task<IEnumerable<Relation>> ReadAsync(IWarehouse warehouse, IEnumerable<string> schemas, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(warehouse);
        await using var session = await warehouse.OpenSessionAsync(cancellationToken);
        var found = await session.QueryAsync(
            $"""
            select distinct schema_name, function_name from duckdb_functions()
            where not internal and database_name = current_database() and lower(schema_name) in ({string.Join(", ", schemas.Select(schema => SqlText.Literal(schema.ToLowerInvariant())))})
            """,
            null, cancellationToken);
        return [.. found.Rows.Select(row => new Relation(null, (string)row[0]!, (string)row[1]!))];
    }
}
