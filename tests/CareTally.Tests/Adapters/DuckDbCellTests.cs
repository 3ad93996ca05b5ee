using CareTally.Core.Warehouses;

namespace CareTally.Tests.Adapters;

/// <summary>The cell of each expression in Fixtures/Adapters/cells.txt: a line is expression, type, kind of value and text.</summary>
public sealed class DuckDbCellTests : DuckDbTestBase
{
    private const string Separator = "  ==>  ";

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Adapters", "cells.txt"));

    private static string[] Expressions => [.. Lines.Select(l => l.Split(Separator)[0])];

    [Fact]
    public async Task A_cell_of_every_type_becomes_a_value_or_the_text_that_the_database_prints()
    {
        var session = await MemorySessionAsync();
        var actual = new List<string>();
        foreach (var expression in Expressions)
        {
            var result = await ReadAsync(session, $"select {expression} as v");
            actual.Add(Describe(expression, result.Columns.Single(), result.Rows.Single().Single()));
        }

        actual.ShouldBe(Lines);
    }

    [Fact]
    public async Task Cells_are_the_same_where_the_database_renders_their_neighbours()
    {
        var session = await MemorySessionAsync();
        var result = await ReadAsync(session, $"select {string.Join(",\n", Expressions.Select(e => $"(select {e}) as v"))}");

        result.Columns.ShouldAllBe(c => c.Name == "v");
        Expressions.Select((e, i) => Describe(e, result.Columns[i], result.Rows.Single()[i])).ShouldBe(Lines);
    }

    [Fact]
    public async Task A_null_may_stand_beside_any_value()
    {
        var session = await MemorySessionAsync();
        foreach (var line in Lines)
        {
            var expression = line.Split(Separator)[0];
            var result = await ReadAsync(session, $"select null as v union all (select {expression} as v)");

            result.Rows.Length.ShouldBe(2);
            result.Rows[0].Single().ShouldBeNull();
            Describe(expression, result.Columns.Single(), result.Rows[1].Single()).ShouldBe(line);
        }
    }

    [Fact]
    public async Task Text_is_what_the_database_prints()
    {
        var session = await MemorySessionAsync();
        foreach (var expression in Expressions)
        {
            if ((await ReadAsync(session, $"select {expression} as v")).Rows.Single().Single() is string text)
                (await ScalarAsync(session, $"select v::varchar from (select {expression} as v)")).ShouldBe(text);
        }
    }

    [Fact]
    public async Task A_limit_reads_no_more_rows_and_says_whether_there_were_any()
    {
        var session = await MemorySessionAsync();

        var endless = await ReadAsync(session, "select i, [i] as l from range(100000000000) t(i)", limit: 3);
        endless.Rows.Select(r => string.Join(" ", r)).ShouldBe(["0 [0]", "1 [1]", "2 [2]"]);
        endless.IsTruncated.ShouldBeTrue();
        var exact = await ReadAsync(session, "select i from range(3) t(i) order by i desc", limit: 3);
        exact.Rows.Select(r => r.Single()).ShouldBe([2L, 1L, 0L]);
        exact.IsTruncated.ShouldBeFalse();
        var none = await ReadAsync(session, "select i from range(3) t(i)", limit: 0);
        none.Rows.ShouldBeEmpty();
        none.IsTruncated.ShouldBeTrue();
    }

    [Theory]
    [InlineData("select 1 as a, 2 as a, [3] as A", "a INTEGER, a INTEGER, A INTEGER[]", "1 2 [3]")]
    [InlineData("select i, [i] as l from range(3) t(i) order by i desc limit 2 -- the last", "i BIGINT, l BIGINT[]", "2 [2]/1 [1]")]
    [InlineData("with t as (select 1 as i) from t;", "i INTEGER", "1")]
    [InlineData("values (1, uuid '4ac7a9e9-607c-4c8a-84f3-843f0191e3fd')", "col0 INTEGER, col1 UUID", "1 4ac7a9e9-607c-4c8a-84f3-843f0191e3fd")]
    [InlineData("pivot (select 'x' as k, 2 as v) on k using sum(v)", "x HUGEINT", "2")]
    [InlineData("show all tables", "database VARCHAR, schema VARCHAR, name VARCHAR, column_names VARCHAR[], column_types VARCHAR[], temporary BOOLEAN", "memory main t [i, d] [INTEGER, 'DECIMAL(5,1)'] False")]
    [InlineData("describe select 1 as a", "column_name VARCHAR, column_type VARCHAR, null VARCHAR, key VARCHAR, default VARCHAR, extra VARCHAR", "a INTEGER YES   ")]
    [InlineData("select * from t where false", "i INTEGER, d DECIMAL(5,1)", "")]
    [InlineData("insert into t values (1, 2.5) returning i, d", "i INTEGER, d DECIMAL", "1 2.5")]
    [InlineData("create table u (i int)", "", "")]
    public async Task Any_statement_can_be_read(string sql, string columns, string rows)
    {
        var session = await MemorySessionAsync();
        await RunAsync(session, "create table t (i int, d decimal(5, 1))");

        var result = await ReadAsync(session, sql);

        string.Join(", ", result.Columns.Select(c => $"{c.Name} {c.DataType}")).ShouldBe(columns);
        string.Join("/", result.Rows.Select(r => string.Join(" ", r))).ShouldBe(rows);
    }

    [Fact]
    public async Task Types_that_only_a_select_returns_are_refused_elsewhere()
    {
        var session = await MemorySessionAsync();
        await RunAsync(session, "create table t (l int[])");

        var failure = await Should.ThrowAsync<WarehouseException>(() => ReadAsync(session, "insert into t values ([1]) returning l"));

        failure.Hint.ShouldBe("cast them to varchar");
    }

    [Theory]
    [InlineData("insert into t values (2, 'x') returning v")]
    [InlineData("explain select 'x' as v")]
    [InlineData("pragma table_info('t')")]
    [InlineData("call pragma_version()")]
    [InlineData("select [1] as l, 'x' as v")]
    [InlineData("select date 'infinity' as d")]
    public async Task Reading_leaves_an_open_transaction_as_it_is(string sql)
    {
        var session = await MemorySessionAsync();
        await RunAsync(session, "create table t (i int, v varchar); begin; insert into t values (1, 'a')");

        (await ReadAsync(session, sql)).Rows.ShouldNotBeEmpty();
        await RunAsync(session, "commit");

        (await ScalarAsync(session, "select count(*) from t where i = 1")).ShouldBe(1L);
    }

    private static string Describe(string expression, Column column, object? cell) =>
        string.Join(Separator, expression, column.DataType, cell?.GetType().Name ?? "null", Escape(CellText.Of(cell, "")));

    private static string Escape(string text) =>
        text.Replace("\0", "\\0", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
}
