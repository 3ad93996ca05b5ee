using CareTally.Adapters.DuckDb;
using CareTally.Core.Warehouses;

namespace CareTally.Tests.Adapters;

public sealed class DuckDbSessionTests : DuckDbTestBase
{
    private const string Endless = "select count(*) from range(100000000000) t(i) where hash(i) = 1";

    // A statement that is not stopped runs for hours.
    private static readonly TimeSpan ForEver = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("")]
    [InlineData("  -- nothing\n;; /* at /* all */ */")]
    public async Task Nothing_to_run_is_no_error(string sql) => (await RunAsync(await MemorySessionAsync(), sql)).ShouldBeNull();

    [Theory]
    [InlineData("insert into t values (1), (2); insert into t values (3)", 1L)]
    [InlineData("insert into t values (1); delete from t where i > 5", 0L)]
    [InlineData("-- first\ninsert into t select * from range(7)", 7L)]
    [InlineData("with q as (select 1) insert into t from q", 1L)]
    [InlineData("create table u as select 1", null)]
    [InlineData("insert into t values (1); create table u as select ';' as \";\" -- ;", null)]
    public async Task Rows_written_are_those_of_the_last_statement(string sql, long? rows)
    {
        var session = await MemorySessionAsync();
        await RunAsync(session, "create table t (i int)");

        (await RunAsync(session, sql)).ShouldBe(rows);
    }

    [Fact]
    public async Task The_caller_keeps_its_thread()
    {
        var session = await SessionAsync();
        using var cancellation = new CancellationTokenSource();

        var query = session.QueryAsync(Endless, null, cancellation.Token);

        query.IsCompleted.ShouldBeFalse();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => query);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(300)]
    public async Task A_long_statement_stops_promptly_when_cancelled(int afterMilliseconds)
    {
        var session = await SessionAsync();
        using var cancellation = new CancellationTokenSource();
        var running = session.ExecuteAsync($"create table t as {Endless}", cancellation.Token);
        await Task.Delay(afterMilliseconds);

        await cancellation.CancelAsync();
        var stopped = await Should.ThrowAsync<OperationCanceledException>(() => running.WaitAsync(ForEver));

        stopped.CancellationToken.ShouldBe(cancellation.Token);
        (await ScalarAsync(session, "select 1")).ShouldBe(1L);
    }

    [Fact]
    public async Task Reading_the_rows_of_a_query_can_be_cancelled()
    {
        var session = await SessionAsync();
        using var cancellation = new CancellationTokenSource();
        var running = session.QueryAsync("select i from range(100000000000) t(i)", int.MaxValue, cancellation.Token);
        await Task.Delay(200);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_cancelled_token_runs_nothing()
    {
        var session = await SessionAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => session.ExecuteAsync("create table t (i int)", new CancellationToken(true)));

        (await FailureAsync(session, "drop table t")).Class.ShouldBe("Catalog Error");
    }

    [Fact]
    public async Task Readers_see_the_old_table_until_commit()
    {
        var warehouse = Warehouse();
        var (writer, reader) = (await SessionAsync(warehouse), await SessionAsync(warehouse));
        await RunAsync(writer, "create table t as select 'old' as v; create view w as from t");

        await RunAsync(writer, "begin; create table t__new as select 'new' as v; drop table t; alter table t__new rename to t");
        (await ScalarAsync(reader, "select v from t")).ShouldBe("old");
        (await ScalarAsync(reader, "select v from w")).ShouldBe("old");

        await RunAsync(writer, "commit");
        (await ScalarAsync(reader, "select v from t")).ShouldBe("new");
        (await ScalarAsync(reader, "select v from w")).ShouldBe("new");
    }

    [Fact]
    public async Task After_an_error_commit_discards_so_the_caller_rolls_back()
    {
        var session = await SessionAsync();
        await RunAsync(session, "create table t as select 1 as i; begin; insert into t values (2)");
        await FailureAsync(session, "insert into t select 'x'::int");

        (await FailureAsync(session, "select 1")).Class.ShouldBe("TransactionContext Error");
        await RunAsync(session, "rollback");

        (await ScalarAsync(session, "select count(*) from t")).ShouldBe(1L);
    }

    [Fact]
    public async Task After_a_cancel_the_transaction_can_be_rolled_back()
    {
        var session = await SessionAsync();
        await RunAsync(session, "create table t as select 1 as i; begin; insert into t values (2)");
        using var cancellation = new CancellationTokenSource(50);
        await Should.ThrowAsync<OperationCanceledException>(() => session.ExecuteAsync($"insert into t {Endless}", cancellation.Token));

        await RunAsync(session, "rollback");

        (await ScalarAsync(session, "select count(*) from t")).ShouldBe(1L);
    }

    [Fact]
    public async Task A_killed_process_leaves_the_old_tables()
    {
        using var host = await SqlHostProcess.StartAsync(Database);
        (await host.RunAsync("create table t as select i from range(100000) r(i)")).ShouldBe("ok");
        (await host.RunAsync("begin; create table t__new as select 1 as i; drop table t; alter table t__new rename to t")).ShouldBe("ok");
        host.Send($"create table u as {Endless}");
        await host.KillAsync();

        var session = await SessionAsync();

        (await ScalarAsync(session, "select count(*) from t")).ShouldBe(100_000L);
        (await FailureAsync(session, "drop table u")).Class.ShouldBe("Catalog Error");
    }

    [Fact]
    public async Task An_internal_error_breaks_every_session_and_the_database_is_opened_again()
    {
        var warehouse = Warehouse();
        var (culprit, bystander) = (await SessionAsync(warehouse), await SessionAsync(warehouse));
        await RunAsync(culprit, "create table t as select 42 as i; prepare p as select typeof($1), $1::varchar");

        var failure = await FailureAsync(culprit, "execute p('x')");

        failure.Failure.ShouldBe(WarehouseFailure.Invalidated);
        failure.Message.ShouldBe("DuckDB failed internally: Invalid PhysicalType for GetTypeIdSize");
        (await FailureAsync(bystander, "from t")).Failure.ShouldBe(WarehouseFailure.Invalidated);
        (await Should.ThrowAsync<WarehouseException>(() => SessionAsync(warehouse))).Failure.ShouldBe(WarehouseFailure.Invalidated);
        await warehouse.FinishAsync(CancellationToken.None);

        await culprit.DisposeAsync();
        await bystander.DisposeAsync();
        (await ScalarAsync(await SessionAsync(warehouse), "select i from t")).ShouldBe(42L);
    }

    [Fact]
    public async Task Finishing_folds_the_log_into_the_file()
    {
        var warehouse = Warehouse();
        var session = await SessionAsync(warehouse);
        await RunAsync(session, "create table t as select i from range(1000) r(i)");
        new FileInfo(Database + ".wal").Length.ShouldBeGreaterThan(0);

        await warehouse.FinishAsync(CancellationToken.None);

        File.Exists(Database + ".wal").ShouldBeFalse();
    }

    [Fact]
    public async Task Finishing_under_an_open_transaction_neither_hangs_nor_commits_it()
    {
        var warehouse = Warehouse();
        var session = await SessionAsync(warehouse);
        await RunAsync(session, "create table t (i int); begin; insert into t values (1)");

        await warehouse.FinishAsync(CancellationToken.None).WaitAsync(ForEver);

        (await ScalarAsync(await SessionAsync(warehouse), "select count(*) from t")).ShouldBe(0L);
        await RunAsync(session, "commit");
        (await ScalarAsync(session, "select count(*) from t")).ShouldBe(1L);
    }

    [Fact]
    public async Task Looking_at_a_database_that_does_not_exist_finds_nothing_and_creates_nothing()
    {
        var warehouse = Warehouse();

        (await warehouse.ReadCatalogAsync(["main"], CancellationToken.None)).Relations.ShouldBeEmpty();
        await warehouse.FinishAsync(CancellationToken.None);

        File.Exists(Database).ShouldBeFalse();
    }

    [Fact]
    public async Task The_catalog_holds_tables_and_views_of_the_schemas_asked_for()
    {
        var warehouse = Warehouse();
        var session = await SessionAsync(warehouse);
        await RunAsync(
            session,
            """
            create schema Marts; create schema other;
            create table marts.Calls (id bigint, "Wait é" decimal(18, 3), tags varchar[]);
            create view marts.waits as select "Wait é" as wait from marts.calls;
            create table gone (i int); create view broken as from gone; drop table gone;
            create table other.hidden (i int); create temp table scratch (i int);
            """);

        var catalog = await warehouse.ReadCatalogAsync(["MARTS", "main", "missing"], CancellationToken.None);

        catalog.Relations.Select(r => $"{r.Kind} {r.Relation}").ShouldBe(["View main.broken", "Table Marts.Calls", "View Marts.waits"], ignoreOrder: true);
        catalog.Find(new Relation(null, "marts", "calls")).ShouldNotBeNull().Columns
            .ShouldBe([new("id", "BIGINT"), new("Wait é", "DECIMAL(18,3)"), new("tags", "VARCHAR[]")]);
        catalog.Find(new Relation(null, "marts", "waits")).ShouldNotBeNull().Columns.ShouldBe([new("wait", "DECIMAL(18,3)")]);
    }

    [Fact]
    public async Task Sessions_in_memory_share_one_database()
    {
        var warehouse = Warehouse(new DuckDbTarget { Path = DuckDbTarget.InMemory });
        await RunAsync(await SessionAsync(warehouse), "create table t as select 1 as i");

        (await ScalarAsync(await SessionAsync(warehouse), "select i from t")).ShouldBe(1L);
        (await warehouse.ReadCatalogAsync(["main"], CancellationToken.None)).Relations.Count.ShouldBe(1);
    }
}
