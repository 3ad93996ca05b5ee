using System.Collections.Immutable;
using CareTally.Core.Warehouses;
using Dapper;
using DuckDB.NET.Data;

namespace CareTally.Adapters.DuckDb;

/// <summary>Reads which relations exist, with their columns, in one query.</summary>
internal static class DuckDbCatalog
{
    private const string Sql =
        """
        select c.schema_name as "schema", c.table_name as relation, v.sql as viewsql, c.column_name as "column", c.data_type as datatype
        from duckdb_columns() c
        left join duckdb_views() v on v.database_oid = c.database_oid and v.view_oid = c.table_oid
        where c.database_name = current_database() and not c.internal and lower(c.schema_name) in $schemas
        order by c.schema_name, c.table_name, c.column_index
        """;

    private sealed record Row(string Schema, string Relation, string? ViewSql, string Column, string DataType);

    public static Catalog Read(DuckDBConnection connection, IReadOnlyCollection<string> schemas)
    {
        var parameters = new { schemas = schemas.Select(s => s.ToLowerInvariant()).Distinct().ToArray() };
        var rows = connection.Query<Row>(Sql, parameters);
        return new Catalog(rows
            .GroupBy(r => (r.Schema, r.Relation, r.ViewSql))
            .Select(g => new CatalogRelation(
                new Relation(null, g.Key.Schema, g.Key.Relation),
                g.Key.ViewSql is null ? RelationKind.Table : RelationKind.View,
                [.. g.Select(r => new Column(r.Column, r.DataType))])
            {
                ViewSql = g.Key.ViewSql,
            }));
    }

    public static ImmutableArray<Column> Columns(DuckDBConnection connection, Relation relation)
    {
        // A temporary table hides one of the same name.
        const string sql =
            """
            select c.column_name as name, c.data_type as datatype
            from duckdb_columns() c
            where lower(c.schema_name) = lower($schema) and lower(c.table_name) = lower($identifier)
              and lower(c.database_name) = lower(coalesce($database, current_database()))
            order by c.column_index
            """;
        var columns = connection.Query<ColumnRow>(sql, new { schema = relation.Schema, identifier = relation.Identifier, database = relation.Database });
        return [.. columns.Select(row => new Column(row.Name, row.DataType))];
    }

    public static ImmutableArray<RelationEntry> Relations(DuckDBConnection connection, string? database, string schema)
    {
        const string sql =
            """
            select database_name as "database", schema_name as "schema", table_name as relation, false as isview
            from duckdb_tables() where not internal and lower(schema_name) = lower($schema) and lower(database_name) = lower(coalesce($database, current_database()))
            union all
            select database_name, schema_name, view_name, true
            from duckdb_views() where not internal and lower(schema_name) = lower($schema) and lower(database_name) = lower(coalesce($database, current_database()))
            order by relation
            """;
        var relations = connection.Query<RelationRow>(sql, new { schema, database });
        return [.. relations.Select(row => new RelationEntry(new Relation(row.Database, row.Schema, row.Relation), row.IsView ? RelationKind.View : RelationKind.Table))];
    }

    public static ImmutableArray<string> Schemas(DuckDBConnection connection, string? database) =>
    [
        .. connection.Query<string>(
            "select schema_name from duckdb_schemas() where lower(database_name) = lower(coalesce($database, current_database())) order by schema_name", new { database }),
    ];

    private sealed record ColumnRow(string Name, string DataType);

    private sealed record RelationRow(string Database, string Schema, string Relation, bool IsView);
}
