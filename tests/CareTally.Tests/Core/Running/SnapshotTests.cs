using CareTally.Core.Running;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>Snapshots of a table that changes between runs, on a real database.</summary>
public sealed class SnapshotTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Timestamp = "strategy: timestamp, updated_at: seen, unique_key: id";
    private const string Check = "strategy: check, check_cols: [name], unique_key: id";
    private const string First = "(1, 'Ann', date '2026-01-01'), (2, 'Bob', date '2026-01-01'), (3, 'Cid', date '2026-01-01')";
    private const string Second = "(1, 'Ann', date '2026-01-01'), (2, 'Bea', date '2026-02-01'), (4, 'Dan', date '2026-02-01')";
    private const string Third = "(1, 'Ann', date '2026-01-01'), (2, 'Bea', date '2026-02-01'), (3, 'Cid', date '2026-01-01'), (4, 'Dan', date '2026-02-01')";

    private readonly Builds _builds = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Theory]
    [InlineData(Timestamp, "ignore", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid, 4 Dan", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid, 4 Dan")]
    [InlineData(Timestamp, "invalidate", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid ended, 4 Dan", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid ended, 3 Cid, 4 Dan")]
    [InlineData(Timestamp, "new_record", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid ended, 3 Cid gone, 4 Dan", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid ended, 3 Cid gone ended, 3 Cid, 4 Dan")]
    [InlineData(Check, "ignore", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid, 4 Dan", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid, 4 Dan")]
    [InlineData(Check, "invalidate", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid ended, 4 Dan", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid ended, 3 Cid, 4 Dan")]
    [InlineData(Check, "new_record", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid ended, 3 Cid gone, 4 Dan", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid ended, 3 Cid gone ended, 3 Cid, 4 Dan")]
    [InlineData("strategy: check, check_cols: all, unique_key: [id, kind]", "invalidate", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid ended, 4 Dan", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid ended, 3 Cid, 4 Dan")]
    [InlineData("strategy: check, check_cols: all, unique_key: [id, kind]", "new_record", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid ended, 3 Cid gone, 4 Dan", "1 Ann, 2 Bob ended, 2 Bea, 3 Cid ended, 3 Cid gone ended, 3 Cid, 4 Dan")]
    public async Task Every_strategy_keeps_what_has_changed_and_what_is_gone(string config, string hardDeletes, string afterSecond, string afterThird)
    {
        Write($"{config}, hard_deletes: {hardDeletes}");
        var isKept = hardDeletes == "new_record";
        await TakeAsync(First);
        (await HistoryAsync(isKept)).ShouldBe("1 Ann, 2 Bob, 3 Cid");
        await TakeAsync(First);
        (await HistoryAsync(isKept)).ShouldBe("1 Ann, 2 Bob, 3 Cid");
        await TakeAsync(Second);
        (await HistoryAsync(isKept)).ShouldBe(afterSecond);
        await TakeAsync(Second);
        (await HistoryAsync(isKept)).ShouldBe(afterSecond);
        await TakeAsync(Third);
        (await HistoryAsync(isKept)).ShouldBe(afterThird);
        (await _builds.RelationsAsync()).ShouldBe(["history", "people"]);
    }

    [Fact]
    public async Task A_state_holds_from_the_moment_the_row_was_updated_to_the_next()
    {
        Write(Timestamp);
        await TakeAsync(First);
        await TakeAsync(Second);
        (await _builds.ScalarAsync("select string_agg(concat(dbt_updated_at, ' ', dbt_valid_from, ' ', dbt_valid_to), ', ' order by rowid) from history where id = 2"))
            .ShouldBe("2026-01-01 2026-01-01 2026-02-01, 2026-02-01 2026-02-01 ");
        (await _builds.ScalarAsync("select bool_and(dbt_scd_id = md5(id || '|' || dbt_updated_at)) from history")).ShouldBe(true);
    }

    [Theory]
    [InlineData(Timestamp, "new_record", "3 Cid 2026-01-01 to now, 3 gone now to now, 3 Cid now to still")]
    [InlineData(Timestamp, "invalidate", "3 Cid 2026-01-01 to now, 3 Cid now to still")]
    [InlineData(Check + ", updated_at: seen", "new_record", "3 Cid 2026-01-01 to now, 3 gone now to now, 3 Cid now to still")]
    [InlineData(Check + ", updated_at: seen", "invalidate", "3 Cid 2026-01-01 to now, 3 Cid now to still")]
    public async Task A_row_that_comes_back_as_it_was_begins_when_it_is_seen_again(string config, string hardDeletes, string expected)
    {
        Write($"{config}, hard_deletes: {hardDeletes}");
        await TakeAsync(First, "timestamp");
        await TakeAsync(Second, "timestamp");
        await TakeAsync(Third, "timestamp");
        await TakeAsync(Third, "timestamp");
        var name = hardDeletes == "new_record" ? "case when dbt_is_deleted = 'True' then 'gone' else name end" : "name";
        const string Moment = "case when {0} is null then 'still' when {0} > now() - interval 1 hour then 'now' else {0}::date::varchar end";
        var (from, to) = (Moment.Replace("{0}", "dbt_valid_from::timestamptz"), Moment.Replace("{0}", "dbt_valid_to::timestamptz"));
        (await _builds.ScalarAsync($"select string_agg(concat(id, ' ', {name}, ' ', {from}, ' to ', {to}), ', ' order by rowid) from history where id = 3")).ShouldBe(expected);
        (await _builds.ScalarAsync("select count(*) from history one join history two using (id) where one.rowid < two.rowid and one.dbt_valid_to > two.dbt_valid_from")).ShouldBe(0L);
        (await _builds.ScalarAsync("select count(*) - count(distinct dbt_scd_id) from history")).ShouldBe(0L);
    }

    [Theory]
    [InlineData("strategy: timestamp, updated_at: when, unique_key: order")]
    [InlineData("strategy: check, check_cols: [group], unique_key: [order, 'my key'], hard_deletes: new_record")]
    [InlineData("strategy: check, check_cols: [group], updated_at: when, unique_key: order, hard_deletes: invalidate")]
    [InlineData("strategy: check, check_cols: all, unique_key: [order]")]
    public async Task Columns_may_have_names_that_have_to_be_quoted(string config)
    {
        Write(config);
        await TakeOddAsync("red", "2026-01-01");
        await TakeOddAsync("blue", "2026-01-02");
        (await _builds.ScalarAsync("select string_agg(\"group\", ' ' order by rowid) from history")).ShouldBe("red blue");

        async Task TakeOddAsync(string group, string when)
        {
            await _builds.ExecuteAsync($"create or replace table people as select 1 as \"order\", 1 as \"my key\", '{group}' as \"group\", 1 as \"all\", date '{when}' as \"when\"");
            Builds.Describe(await _builds.BuildAsync()).ShouldBe(["snapshot.shop.history success"]);
        }
    }

    [Fact]
    public async Task A_change_from_before_a_row_was_seen_again_is_noticed()
    {
        Write($"{Timestamp}, hard_deletes: new_record");
        await TakeAsync(First, "timestamp");
        await TakeAsync(Second, "timestamp");
        await TakeAsync(Third, "timestamp");
        await TakeAsync(Third.Replace("'Cid', date '2026-01-01'", "'Cyd', date '2026-01-02'", StringComparison.Ordinal), "timestamp");
        (await HistoryAsync(true)).ShouldBe("1 Ann, 2 Bob ended, 2 Bea, 3 Cid ended, 3 Cid gone ended, 3 Cid ended, 3 Cyd, 4 Dan");
        (await _builds.ScalarAsync("select count(*) from history where dbt_valid_to < dbt_valid_from")).ShouldBe(0L);
    }

    [Fact]
    public async Task The_columns_of_the_query_come_first_then_those_of_the_snapshot()
    {
        Write($"{Check}, hard_deletes: new_record");
        await TakeAsync(First);
        (await ColumnsAsync()).ShouldBe("id, name, seen, kind, dbt_scd_id, dbt_updated_at, dbt_valid_from, dbt_valid_to, dbt_is_deleted");
        (await _builds.ScalarAsync("select distinct dbt_is_deleted from history")).ShouldBe("False");
    }

    [Fact]
    public async Task A_new_column_is_added_and_one_that_is_gone_stays()
    {
        Write("strategy: check, check_cols: all, unique_key: id");
        await TakeAsync(First);
        await _builds.ExecuteAsync("alter table people add column phone varchar; alter table people drop column kind");
        await TakeAsync();
        (await ColumnsAsync()).ShouldBe("id, name, seen, kind, dbt_scd_id, dbt_updated_at, dbt_valid_from, dbt_valid_to, phone");

        // Nothing is known of what the new column held before, so every row has changed.
        (await HistoryAsync()).ShouldBe("1 Ann ended, 1 Ann, 2 Bob ended, 2 Bob, 3 Cid ended, 3 Cid");
    }

    [Fact]
    public async Task A_change_of_strategy_compares_with_the_beginning_of_the_state()
    {
        Write(Check);
        await TakeAsync(First);
        Write(Timestamp);
        await TakeAsync("(1, 'Ann', date '2026-01-02'), (2, 'Bob', date '2200-01-01'), (3, 'Cid', date '2026-01-01')");
        (await HistoryAsync()).ShouldBe("1 Ann, 2 Bob ended, 2 Bob, 3 Cid");
    }

    [Fact]
    public async Task The_end_of_what_holds_now_and_the_names_of_columns_are_the_users_choice()
    {
        Write($"{Timestamp}, hard_deletes: invalidate, dbt_valid_to_current: \"date '9999-12-31'\", snapshot_meta_column_names: {{dbt_valid_to: until, dbt_valid_from: since, dbt_scd_id: state}}");
        await TakeAsync(First);
        await _builds.ExecuteAsync("update history set until = null where id = 1");
        await TakeAsync("(1, 'Amy', date '2026-03-01'), (2, 'Bob', date '2026-01-01')");
        (await ColumnsAsync()).ShouldBe("id, name, seen, kind, state, dbt_updated_at, since, until");
        (await _builds.ScalarAsync("select string_agg(concat(name, case when until = date '9999-12-31' then '' else ' ended' end), ', ' order by id, rowid) from history"))
            .ShouldBe("Ann ended, Amy, Bob, Cid ended");
    }

    [Theory]
    [InlineData("(1, 'Ann', date '2026-01-01'), (2, 'Bea', date '2026-02-01'), (2, 'Bob', date '2026-01-01')", "1 key stands for 2 rows")]
    [InlineData("(1, 'Ann', date '2026-01-01'), (2, 'Bob', date '2026-01-01'), (3, 'Cid', date '2026-01-01'), (3, 'Cid', date '2026-01-01')", "1 key stands for 2 rows")]
    [InlineData("(5, 'Eve', date '2026-01-01'), (5, 'Eva', date '2026-01-01')", "1 key stands for 2 rows")]
    [InlineData("(1, 'Amy', date '2026-02-01'), (null, 'Eve', date '2026-01-01')", "1 row has no key")]
    public async Task A_key_that_does_not_tell_rows_apart_is_an_error_and_nothing_is_changed(string rows, string expected)
    {
        Write(Check);
        await TakeAsync(First);
        var results = await BuildAsync(rows);
        Builds.Describe(results).ShouldBe([$"snapshot.shop.history error the unique_key (id) of snapshot history does not tell rows apart: {expected}"]);
        var place = results.Results.OfType<NodeResult.Errored>().Single().Diagnostic.Span;
        place!.Value.ToString().ShouldBe("snapshots/history.yml:6:64");
        (await HistoryAsync()).ShouldBe("1 Ann, 2 Bob, 3 Cid");
    }

    [Fact]
    public async Task A_key_that_does_not_tell_rows_apart_leaves_no_first_snapshot()
    {
        Write(Check);
        Builds.Describe(await BuildAsync("(1, 'Ann', date '2026-01-01'), (1, 'Amy', date '2026-01-01')")).ShouldHaveSingleItem().ShouldContain("1 key stands for 2 rows");
        (await _builds.RelationsAsync()).ShouldBe(["people"]);
    }

    [Fact]
    public async Task Keys_are_counted_and_never_named_and_a_query_shows_them()
    {
        Write("strategy: check, check_cols: [seen], unique_key: [name, id]");
        var results = await BuildAsync("(1, 'jane@example.com', date '2026-01-01'), (1, 'jane@example.com', date '2026-01-02'), (2, 'jo@example.com', date '2026-01-01'), (2, 'jo@example.com', date '2026-01-01'), (null, 'jim@example.com', date '2026-01-01')");
        var error = results.Results.OfType<NodeResult.Errored>().Single().Diagnostic;
        error.Message.ShouldBe("the unique_key (name, id) of snapshot history does not tell rows apart: 2 keys stand for 4 rows; 1 row has no key");
        error.Hint!.ShouldEndWith("see them with: tally show --inline \"select name, id, count(*) as copies from (select * from {{ source('raw', 'people') }}) rows group by name, id having count(*) > 1 or (name) is null or (id) is null\"");
        $"{error}".ShouldNotContain("example.com");
    }

    [Fact]
    public async Task A_failing_test_undoes_the_whole_snapshot()
    {
        Write(Check, "    columns: [{name: name, data_tests: [{accepted_values: {arguments: {values: [Ann, Bob, Cid, Bea]}}}]}]\n");
        await TakeAsync(First);
        var results = await BuildAsync(Second);
        Builds.Describe(results).ShouldBe(["test.accepted_values_history_name__Ann__Bob__Cid__Bea fail 1", "snapshot.shop.history error rejected"]);
        (await HistoryAsync()).ShouldBe("1 Ann, 2 Bob, 3 Cid");
    }

    [Fact]
    public async Task Blocks_are_snapshots_too_and_models_read_them_when_they_have_been_taken()
    {
        _builds.Project.Write(
            """
            -- file: snapshots/two.sql
            {% snapshot first %}
            {{ config(strategy='check', check_cols=['name'], unique_key="id || '-' || kind", target_schema='kept', pre_hook="create table if not exists hooked (n integer)", post_hook="insert into hooked select count(*) from {{ this }}") }}
            select * from {{ ref('brief') }} where id > 1;
            {% endsnapshot %}
            {% snapshot second %}
            {{ config(strategy='timestamp', updated_at='dbt_updated_at', unique_key='id', snapshot_meta_column_names={'dbt_updated_at': 'u', 'dbt_valid_from': 'f', 'dbt_valid_to': 't', 'dbt_scd_id': 's'}) }}
            select * from {{ ref('first') }}
            {% endsnapshot %}
            -- file: models/brief.sql
            {{ config(materialized='ephemeral') }} select id, name, kind from {{ source('raw', 'people') }}
            -- file: models/last.sql
            select count(*) as n from {{ ref('second') }}
            -- file: models/sources.yml
            sources: [{name: raw, schema: main, tables: [{name: people}]}]
            """);
        Builds.Describe(await BuildAsync(First)).ShouldBe(["snapshot.shop.first success", "snapshot.shop.second success", "model.shop.last success"]);
        (await _builds.ScalarAsync("select n from last")).ShouldBe(2L);
        (await _builds.ScalarAsync("select string_agg(name, ' ' order by id) from kept.first")).ShouldBe("Bob Cid");
        (await _builds.ScalarAsync("select sum(n) from hooked")).ShouldBe(2L);
    }

    [Fact]
    public async Task The_project_may_bring_a_strategy_and_replace_the_macros()
    {
        _builds.Project.Write(
            """
            -- file: macros/longer.sql
            {% macro snapshot_longer_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
            {% set updated_at = snapshot_get_time() %}
            {{ return({'unique_key': config.get('unique_key'), 'updated_at': updated_at, 'scd_id': snapshot_hash_arguments(['id', updated_at]),
                       'row_changed': 'length(' ~ current_rel ~ '.name) > length(' ~ snapshotted_rel ~ '.name)'}) }}
            {% endmacro %}
            {% macro snapshot_get_time() %}timestamp '2026-05-01'{% endmacro %}
            {% macro default__snapshot_hash_arguments(args) %}concat({{ args | join(", '/', ") }}){% endmacro %}
            """);
        Write("strategy: longer, unique_key: id, hard_deletes: invalidate");
        await TakeAsync(First);
        await TakeAsync("(1, 'Annie', date '2026-01-01'), (2, 'Bo', date '2026-01-01')");
        (await HistoryAsync()).ShouldBe("1 Ann ended, 1 Annie, 2 Bob, 3 Cid ended");
        (await _builds.ScalarAsync("select min(dbt_scd_id) from history")).ShouldBe("1/2026-05-01 00:00:00");
    }

    [Fact]
    public async Task A_query_of_its_own_is_run_once_and_a_mistake_in_it_is_shown_there()
    {
        _builds.Project.Write(
            """
            -- file: snapshots/history.sql
            {% snapshot history %}
            {{ config(strategy='check', check_cols=['name'], unique_key='id', hard_deletes='invalidate') }}
            select id, name, nextval('reads') as reading from people order by id
            {% endsnapshot %}
            """);
        await _builds.ExecuteAsync("create sequence reads");
        await TakeAsync(First);
        await TakeAsync(Second);
        (await _builds.ScalarAsync("select string_agg(reading, ' ' order by rowid) from history")).ShouldBe("1 2 3 5 6");

        _builds.Project.Write("snapshots/history.sql", "{% snapshot history %}\n{{ config(strategy='check', check_cols=['name'], unique_key='id') }}\nselect id, nam from people\n{% endsnapshot %}");
        var error = (await BuildAsync(Third)).Results.OfType<NodeResult.Errored>().Single().Diagnostic;
        error.Span!.Value.ToString().ShouldBe("snapshots/history.sql:3:12");
    }

    [Theory]
    [InlineData("create view history as select 1 as id", Check, "TLY5250", "snapshots/history.yml:4:11")]
    [InlineData("create table history as select 1 as id", Check, "TLY5251", "snapshots/history.yml:4:11")]
    [InlineData("create table history as select *, '' as dbt_scd_id, seen as dbt_updated_at, seen as dbt_valid_from, seen as dbt_valid_to from people", "hard_deletes: new_record, " + Check, "TLY5251", "snapshots/history.yml:4:11")]
    [InlineData("alter table people add column dbt_valid_to date", Check, "TLY5252", "snapshots/history.yml:5:15")]
    [InlineData("select 1", "strategy: check, check_cols: [nam], unique_key: id", "TLY5253", "snapshots/history.yml:6:44")]
    [InlineData("select 1", "strategy: timestamp, updated_at: ats, unique_key: id", "TLY5253", "snapshots/history.yml:6:48")]
    [InlineData("select 1", "strategy: timestamp, updated_at: seen, unique_key: [id, k]", "TLY5253", "snapshots/history.yml:6:66")]
    public async Task What_does_not_go_together_is_said_with_its_place(string before, string config, string code, string place)
    {
        Write(config);
        await _builds.ExecuteAsync($"create table people as select * from (values {First}) rows(id, name, seen); {before}");
        var error = (await _builds.BuildAsync()).Results.OfType<NodeResult.Errored>().Single().Diagnostic;
        (error.Kind.Code, error.Span!.Value.ToString()).ShouldBe((code, place), error.Message);
    }

    [Theory]
    [InlineData("updated_at: seen", "VARCHAR", "ignore", "warn TLY5255 snapshots/history.yml:6:48 the updated_at (seen) of snapshot history is text (VARCHAR): it is compared letter by letter, so that '9:00' is later than '10:00'")]
    [InlineData("updated_at: 'upper(seen)'", "VARCHAR", "invalidate", "warn TLY5255 snapshots/history.yml:6:48 the updated_at (upper(seen)) of snapshot history is text (VARCHAR): it is compared letter by letter, so that '9:00' is later than '10:00'")]
    [InlineData("updated_at: 'seen::timestamp'", "VARCHAR", "new_record", "")]
    [InlineData("updated_at: seen", "TIMESTAMPTZ", "new_record", "")]
    [InlineData("updated_at: seen", "DATE", "invalidate", "")]
    [InlineData("updated_at: length(name)", "DATE", "ignore", "")]
    [InlineData("updated_at: length(name)", "DATE", "invalidate", "error TLY5256 snapshots/history.yml:6:48 the updated_at (length(name)) of snapshot history is no moment but BIGINT")]
    [InlineData("updated_at: name is null", "DATE", "ignore", "error TLY5256 snapshots/history.yml:6:48 the updated_at (name is null) of snapshot history is no moment but BOOLEAN")]
    public async Task An_updated_at_that_is_no_moment_is_told(string updatedAt, string type, string hardDeletes, string expected)
    {
        Write($"strategy: timestamp, {updatedAt}, unique_key: id, hard_deletes: {hardDeletes}");
        await _builds.ExecuteAsync($"create table people as select * replace (seen::{type} as seen) from (values {First}) rows(id, name, seen)");
        var said = new List<string>();
        var results = await _builds.BuildAsync(report: e => said.AddRange(e is RunEvent.Said { Message.Warning: { } warning } ? [$"warn {Told(warning)}"] : []));
        said.AddRange(results.Results.OfType<NodeResult.Errored>().Select(errored => $"error {Told(errored.Diagnostic)}"));
        string.Join("; ", said).ShouldBe(expected);
        static string Told(Diagnostics.Diagnostic one) => $"{one.Kind.Code} {one.Span} {one.Message}";
    }

    private void Write(string config, string more = "") => _builds.Project.Write("snapshots/history.yml",
        $$"""
        sources:
          - {name: raw, schema: main, tables: [{name: people}]}
        snapshots:
          - name: history
            relation: source('raw', 'people')
            config: { {{config}} }
        {{more}}
        """);

    private async Task<RunResults> BuildAsync(string? rows = null, string type = "date")
    {
        if (rows is not null)
            await _builds.ExecuteAsync($"create or replace table people as select * replace (seen::{type} as seen), 'staff' as kind from (values {rows}) rows(id, name, seen)");
        return await _builds.BuildAsync();
    }

    private async Task TakeAsync(string? rows = null, string type = "date") => (await BuildAsync(rows, type)).IsSuccess.ShouldBeTrue();

    private async Task<object?> HistoryAsync(bool isKept = false) => await _builds.ScalarAsync(
        $"select string_agg(concat(id, ' ', name, {(isKept ? "case when dbt_is_deleted = 'True' then ' gone' else '' end, " : "")}case when dbt_valid_to is null then '' else ' ended' end), ', ' order by id, rowid) from history");

    private async Task<object?> ColumnsAsync() => await _builds.ScalarAsync("select string_agg(column_name, ', ' order by column_index) from duckdb_columns() where table_name = 'history'");
}
