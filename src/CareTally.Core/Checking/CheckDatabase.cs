using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CareTally.Core.Planning;
using CareTally.Core.Running;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Checking;

/// <summary>The database in memory that nodes are checked in: empty relations with the columns of the real ones.</summary>
/// <param name="session">A session of it.</param>
internal sealed partial class CheckDatabase(IWarehouseSession session)
{
    private const string Probe = "tally_probe";

    // Columns of this type are lost in a table, and become integers.
    private const string NullType = "\"NULL\"";

    /// <summary>The columns that a query returns, and no more of it is run than that takes.</summary>
    public Task<ImmutableArray<Column>> DescribeAsync(string query, CancellationToken cancellationToken) => session.DescribeAsync(query, cancellationToken);

    /// <summary>From now on no statement reads a file.</summary>
    public Task ForbidFilesAsync(CancellationToken cancellationToken) => session.ExecuteAsync("set enable_external_access = false", cancellationToken);

    /// <summary>Makes an empty relation. A column that is nothing but null stays so, as in a view.</summary>
    public async Task CreateAsync(Relation relation, IEnumerable<Column> columns, CancellationToken cancellationToken)
    {
        var all = columns.ToArray();
        var sql = all.Any(column => column.DataType.Contains(NullType, StringComparison.Ordinal))
            ? $"create view {relation.ToSql()} as select {string.Join(", ", all.Select(column => $"cast(null as {column.DataType}) as {SqlText.Identifier(column.Name)}"))} where false"
            : $"create table {relation.ToSql()} ({string.Join(", ", all.Select(column => $"{SqlText.Identifier(column.Name)} {column.DataType}"))})";
        await session.ExecuteAsync(sql, cancellationToken);
    }

    /// <summary>Runs statements that make something.</summary>
    /// <exception cref="WarehouseException">They are wrong.</exception>
    public Task ExecuteAsync(CompiledSql statements, CancellationToken cancellationToken) => session.ExecuteAsync(statements.Text, cancellationToken);

    /// <summary>Makes an empty table of what a query returns.</summary>
    /// <exception cref="WarehouseException">The query is wrong.</exception>
    public Task CreateAsync(Relation relation, CompiledSql query, CancellationToken cancellationToken) =>
        session.ExecuteAsync(query.Wrap($"create table {relation.ToSql()} as\n", "\nwith no data").Text, cancellationToken);

    /// <summary>Removes a table that was made.</summary>
    public Task DropAsync(Relation relation, CancellationToken cancellationToken) => session.ExecuteAsync($"drop table {relation.ToSql()}", cancellationToken);

    /// <summary>What templates make that look at this database.</summary>
    public Task<T> RenderAsync<T>(Func<LiveRendering, T> render, CancellationToken cancellationToken) => new LateRendering(session, _ => { }, cancellationToken).RunAsync(render);

    /// <summary>The columns that a query returns as a view has them, in which a null has no type yet.</summary>
    /// <exception cref="WarehouseException">The query is wrong; positions are those of <see cref="AsProbe"/>.</exception>
    public async Task<ImmutableArray<Column>> ProbeAsync(CompiledSql query, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(AsProbe(query).Text, cancellationToken);
        var columns = await session.QueryAsync($"select name, type from pragma_table_info('temp.main.{Probe}')", null, cancellationToken);
        return [.. columns.Rows.Select(row => new Column((string)row[0]!, (string)row[1]!))];
    }

    /// <summary>Binds a query whose columns do not matter and may have the same name twice.</summary>
    /// <exception cref="WarehouseException">The query is wrong; positions are those of <see cref="AsTest"/>.</exception>
    public Task BindAsync(CompiledSql query, CancellationToken cancellationToken) => session.ExecuteAsync(AsTest(query).Text, cancellationToken);

    /// <summary>Binds many queries at once, which takes a small part of the time.</summary>
    /// <exception cref="WarehouseException">One of them is wrong.</exception>
    public Task BindAllAsync(IEnumerable<string> queries, CancellationToken cancellationToken) => session.ExecuteAsync(
        $"create or replace temp view {Probe} as {string.Join("\nunion all ", queries.Select(query => $"select 1 as one from (\n{query}\n) dbt_internal_test"))}", cancellationToken);

    /// <summary>Whether a query takes the names of its columns from data, which only its execution can tell.</summary>
    public async Task<bool> HasDynamicPivotAsync(string query, CancellationToken cancellationToken)
    {
        if (!Pivot().IsMatch(query)) return false;
        var tree = await session.QueryAsync($"select json_serialize_sql({SqlText.Literal(query)}::varchar)", 1, cancellationToken);
        return tree.Rows[0][0] is not string text || !text.StartsWith("{\"error\":false", StringComparison.Ordinal);
    }

    /// <summary>All columns of what was made, by relation.</summary>
    public async Task<ILookup<Relation, Column>> ReadColumnsAsync(CancellationToken cancellationToken)
    {
        var all = await session.QueryAsync(
            "select database_name = current_database(), database_name, schema_name, table_name, column_name, data_type from duckdb_columns() where not internal order by 2, 3, 4, column_index",
            null, cancellationToken);
        return all.Rows.ToLookup(
            row => new Relation((bool)row[0]! ? null : (string)row[1]!, (string)row[2]!, (string)row[3]!),
            row => new Column((string)row[4]!, (string)row[5]!));
    }

    /// <summary>The statement of <see cref="ProbeAsync"/>.</summary>
    public static CompiledSql AsProbe(CompiledSql query) => query.Wrap($"create or replace temp view {Probe} as\n", "");

    /// <summary>The statement of <see cref="BindAsync"/>.</summary>
    public static CompiledSql AsTest(CompiledSql query) => query.Wrap($"create or replace temp view {Probe} as select 1 as one from (\n", "\n) dbt_internal_test");

    /// <summary>Makes the schemas of relations, and databases for those of others.</summary>
    public async Task CreateSchemasAsync(IEnumerable<Relation> relations, CancellationToken cancellationToken)
    {
        foreach (var (database, schema) in relations.Select(relation => (relation.Database?.ToLowerInvariant(), relation.Schema.ToLowerInvariant())).Distinct())
        {
            if (database is not null) await session.ExecuteAsync($"attach if not exists ':memory:' as {SqlText.Identifier(database)}", cancellationToken);
            await session.ExecuteAsync($"create schema if not exists {(database is null ? "" : $"{SqlText.Identifier(database)}.")}{SqlText.Identifier(schema)}", cancellationToken);
        }
    }

    [GeneratedRegex(@"\bpivot(_wider)?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Pivot();
}
