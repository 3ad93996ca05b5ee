using System.Collections.Immutable;
using CareTally.Core.Warehouses;
using Dapper;
using DuckDB.NET.Data;

namespace CareTally.Adapters.DuckDb;

/// <summary>Reads what the database knows of its relations, in one query.</summary>
internal static class DuckDbDetails
{
    // In every database that is attached: sources may live in another one. DuckDB knows no owners.
    private const string Sql =
        """
        with relations as (
            select database_oid, table_oid as oid, false as is_view, comment, estimated_size from duckdb_tables() where not internal
            union all
            select database_oid, view_oid, true, comment, null from duckdb_views() where not internal
        )

        select
            case when c.database_name <> current_database() then c.database_name end as "database", c.schema_name as "schema", c.table_name as relation,
            r.is_view as isview, r.comment as comment, r.estimated_size::bigint as rows,
            c.column_name as "column", c.data_type as datatype, c.comment as columncomment
        from duckdb_columns() as c
        inner join relations as r on r.database_oid = c.database_oid and r.oid = c.table_oid
        where lower(c.schema_name) in $schemas
        order by c.database_name, c.schema_name, c.table_name, c.column_index
        """;

    public static ImmutableArray<RelationDetails> Read(DuckDBConnection connection, IReadOnlyCollection<string> schemas)
    {
        var parameters = new { schemas = schemas.Select(schema => schema.ToLowerInvariant()).Distinct().ToArray() };
        return
        [
            .. connection.Query<Row>(Sql, parameters)
                .GroupBy(row => (row.Database, row.Schema, row.Relation, row.IsView, row.Comment, row.Rows))
                .Select(group => new RelationDetails(
                    new Relation(group.Key.Database, group.Key.Schema, group.Key.Relation),
                    group.Key.IsView ? RelationKind.View : RelationKind.Table,
                    group.Key.Comment,
                    null,
                    group.Key.Rows,
                    [.. group.Select(row => new ColumnDetails(row.Column, row.DataType, row.ColumnComment))])),
        ];
    }

    private sealed record Row(string? Database, string Schema, string Relation, bool IsView, string? Comment, long? Rows, string Column, string DataType, string? ColumnComment);
}
