using CareTally.Core.Warehouses;
using Dapper;
using DuckDB.NET.Data;

namespace CareTally.Adapters.DuckDb;

/// <summary>Reads which relations exist, with their columns, in one query.</summary>
internal static class DuckDbCatalog
{
    private const string Sql =
        """
        select c.schema_name as "schema", c.table_name as relation, v.view_oid is not null as isview, c.column_name as "column", c.data_type as datatype
        from duckdb_columns() c
        left join duckdb_views() v on v.database_oid = c.database_oid and v.view_oid = c.table_oid
        where c.database_name = current_database() and not c.internal and lower(c.schema_name) in $schemas
        order by c.schema_name, c.table_name, c.column_index
        """;

    private sealed record Row(string Schema, string Relation, bool IsView, string Column, string DataType);

    public static Catalog Read(DuckDBConnection connection, IReadOnlyCollection<string> schemas)
    {
        var parameters = new { schemas = schemas.Select(s => s.ToLowerInvariant()).Distinct().ToArray() };
        var rows = connection.Query<Row>(Sql, parameters);
        return new Catalog(rows
            .GroupBy(r => (r.Schema, r.Relation, r.IsView))
            .Select(g => new CatalogRelation(
                new Relation(null, g.Key.Schema, g.Key.Relation),
                g.Key.IsView ? RelationKind.View : RelationKind.Table,
                [.. g.Select(r => new Column(r.Column, r.DataType))])));
    }
}
