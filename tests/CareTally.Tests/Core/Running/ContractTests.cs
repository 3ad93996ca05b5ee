using CareTally.Core.Running;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>Contracts, held on DuckDB.</summary>
public sealed class ContractTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly Builds _builds = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    private async Task<string> BuildAsync(string sql, string columns, string more = "", string materialized = "table")
    {
        _builds.Project.Write("models/orders.sql", sql);
        _builds.Project.Write("models/m.yml", $"models: [{{name: orders, config: {{materialized: {materialized}, contract: {{enforced: true}}}}, {more}columns: {columns}}}]");
        return (await _builds.BuildAsync()).Results.Single(result => result.Node.ToString() == "model.shop.orders") switch
        {
            NodeResult.Errored errored => SampleProject.Line(errored.Diagnostic),
            var other => other.Status,
        };
    }

    [Theory]
    [InlineData("int")]
    [InlineData("INT4")]
    [InlineData("Integer")]
    public async Task A_type_may_have_any_of_its_names(string type) =>
        (await BuildAsync("select 1 as id", $"[{{name: ID, data_type: {type}}}]")).ShouldBe("success");

    [Theory]
    [InlineData("table")]
    [InlineData("view")]
    public async Task What_differs_is_said_as_a_table_and_nothing_is_built(string materialized)
    {
        (await BuildAsync("select 'a' as id, 1 as extra", "[{name: id, data_type: int}, {name: note, data_type: text}]", materialized: materialized)).ShouldBe(
            "TLY5350 models/m.yml:1:" + (111 + materialized.Length) + " the query of model.shop.orders does not return what its contract says:\n" +
            "    column | definition | contract | reason\n" +
            "    id     | VARCHAR    | INTEGER  | another type\n" +
            "    note   |            | VARCHAR  | missing in the query\n" +
            "    extra  | INTEGER    |          | missing in the contract (change the query in models/orders.sql, or the contract in models/m.yml)");
        (await _builds.RelationsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Columns_come_in_the_order_of_the_contract_and_keep_a_size_it_leaves_open()
    {
        (await BuildAsync("select cast(1.23456 as decimal(20,5)) as amount, cast(2.5 as decimal(9,1)) as rate, 1 as id", "[{name: id, data_type: int}, {name: rate, data_type: 'decimal(5,2)'}, {name: amount, data_type: numeric}]")).ShouldBe("success");
        (await _builds.ScalarAsync("select string_agg(column_name || ' ' || data_type, ', ' order by column_index) from duckdb_columns() where table_name = 'orders'"))
            .ShouldBe("id INTEGER, rate DECIMAL(5,2), amount DECIMAL(20,5)");
    }

    [Fact]
    public async Task A_table_carries_its_constraints_also_when_it_is_replaced()
    {
        const string Columns = "[{name: id, data_type: int, constraints: [{type: not_null}, {type: primary_key}]}, {name: n, data_type: int, constraints: [{type: check, expression: n > 0}, {type: unique}], data_tests: [not_null]}]";
        const string More = "constraints: [{type: check, name: sum, expression: id + n > 0}, {type: unique, columns: [id, n]}], ";
        for (var run = 0; run < 2; run++) (await BuildAsync("select 1 as id, 2 as n", Columns, More)).ShouldBe("success");
        (await _builds.ScalarAsync("select string_agg(constraint_text, '; ' order by constraint_text) from duckdb_constraints() where table_name = 'orders'"))
            .ShouldBe("CHECK(((id + n) > 0)); CHECK((n > 0)); NOT NULL; PRIMARY KEY(id); UNIQUE(id, n); UNIQUE(n)");
        (await _builds.RelationsAsync()).ShouldBe(["orders"]);
    }

    [Theory]
    [InlineData("select null::int as id", "[{name: id, data_type: int, constraints: [{type: not_null}]}]", "TLY5352 models/m.yml:1:142 the rows of model.shop.orders break its contract: NOT NULL constraint failed: orders.id")]
    [InlineData("select 1 as id from range(2)", "[{name: id, data_type: int, constraints: [{type: unique}]}]", "TLY5352 models/m.yml:1:142 the rows of model.shop.orders break its contract: PRIMARY KEY or UNIQUE constraint violation: duplicate key")]
    [InlineData("select 1 as id", "[{name: id, data_type: int, constraints: [{type: check, expression: id > 1}]}]", "TLY5352 models/m.yml:1:142 the rows of model.shop.orders break its contract: CHECK constraint failed on table orders with expression CHECK((id > 1))")]
    public async Task Rows_that_break_a_constraint_leave_the_old_table(string sql, string columns, string error)
    {
        await _builds.ExecuteAsync("create table orders as select 7 as id");
        (await BuildAsync(sql, columns)).ShouldBe($"{error} (nothing was published; what was there before stays)");
        (await _builds.ScalarAsync("select id from orders")).ShouldBe(7L);
        (await _builds.RelationsAsync()).ShouldBe(["orders"]);
    }

    [Fact]
    public async Task A_type_that_the_database_does_not_know_is_an_error_at_the_column() =>
        (await BuildAsync("select 1 as id, 2 as n", "[{name: id, data_type: int}, {name: n, data_type: intgr}]")).ShouldStartWith("TLY5351 models/m.yml:1:143 the database does not know the type 'intgr' of column 'n': ");

    [Fact]
    public async Task A_mistake_in_the_query_is_an_error_at_the_query() =>
        (await BuildAsync("select\n  idd from (select 1 as id)", "[{name: idd, data_type: int}]")).ShouldStartWith("TLY5001 models/orders.sql:2:3 Binder Error: Referenced column \"idd\" not found");

    [Fact]
    public async Task What_is_not_enforced_is_a_warning()
    {
        _builds.Project.Write("models/other.sql", "select 1 as id");
        (await BuildAsync("select 1 as id", "[{name: id, data_type: int, constraints: [{type: foreign_key, to: ref('other'), to_columns: [id]}]}]")).ShouldBe("success");
        _builds.Project.Lines.ShouldBe(["TLY4350 models/m.yml:1:142 the constraint 'foreign_key' of model.shop.orders is not enforced: a table that another one points to could not be replaced (test it with 'relationships'; warn_unenforced: false silences this)"]);
        (await BuildAsync("select 1 as id", "[{name: id, data_type: int, constraints: [{type: not_null}]}]", materialized: "view")).ShouldBe("success");
        _builds.Project.Lines.ShouldBe(["TLY4351 models/m.yml:1:141 model.shop.orders is a view, which holds no constraints: only its columns and their types are checked (make it a table, or say warn_unsupported: false)"]);
    }

    [Fact]
    public async Task Tests_gate_a_table_with_a_contract_too()
    {
        await _builds.ExecuteAsync("create table orders as select 7 as id");
        await BuildAsync("select 1 as id", "[{name: id, data_type: int, data_tests: [{accepted_values: {arguments: {values: [5]}}}]}]");
        (await _builds.ScalarAsync("select id from orders")).ShouldBe(7L);
        (await _builds.RelationsAsync()).ShouldBe(["orders", "orders__rejected"]);
    }

    [Fact]
    public async Task A_materialization_of_ones_own_can_hold_a_contract_by_the_macros_for_it()
    {
        _builds.Project.Write("macros/table.sql", "{% materialization table, default %}{% do adapter.drop_relation(this) %}{% call statement('main') %}{{ create_table_as(false, this, sql) }}{% endcall %}{{ return({'relations': [this]}) }}{% endmaterialization %}");
        (await BuildAsync("select 1 as n, 2 as id", "[{name: id, data_type: int, constraints: [{type: not_null}]}, {name: n, data_type: int}]", "constraints: [{type: primary_key, columns: [id]}], ")).ShouldBe("success");
        (await _builds.ScalarAsync("select string_agg(constraint_text, '; ' order by constraint_text) from duckdb_constraints() where table_name = 'orders'")).ShouldBe("NOT NULL; PRIMARY KEY(id)");
        (await BuildAsync("select 'a' as n, 2 as id", "[{name: id, data_type: int}, {name: n, data_type: int}]")).ShouldContain("n      | VARCHAR    | INTEGER  | another type");
    }

    [Fact]
    public async Task An_incremental_model_holds_its_contract_when_it_is_made_and_when_it_is_changed()
    {
        const string Columns = "[{name: id, data_type: int, constraints: [{type: not_null}]}]";
        const string Incremental = "incremental, on_schema_change: fail";
        (await BuildAsync("select 1 as id", Columns, materialized: Incremental)).ShouldBe("success");
        (await BuildAsync("select 2 as id", Columns, materialized: Incremental)).ShouldBe("success");
        (await BuildAsync("select 'a' as id", Columns, materialized: Incremental)).ShouldContain("id     | VARCHAR    | INTEGER  | another type");
        (await BuildAsync("select null::int as id", Columns, materialized: Incremental)).ShouldBe("TLY5352 models/m.yml:1:172 the rows of model.shop.orders break its contract: NOT NULL constraint failed: orders.id (nothing was published; what was there before stays)");
        (await _builds.ScalarAsync("select string_agg(id::text, ',' order by id) from orders")).ShouldBe("1,2");
        _builds.Project.Write("models/m.yml", $"models: [{{name: orders, config: {{materialized: incremental, contract: {{enforced: true}}}}, columns: {Columns}}}]");
        _builds.Project.LoadErrors().Single().ShouldContain("config 'on_schema_change' must be append_new_columns or fail");
    }

    [Fact]
    public async Task A_row_that_a_unique_index_refuses_breaks_no_contract()
    {
        const string Columns = "[{name: id, data_type: int, constraints: [{type: not_null}]}]";
        const string Incremental = "incremental, on_schema_change: fail, indexes: [{columns: [id], unique: true}]";
        (await BuildAsync("select 1 as id", Columns, materialized: Incremental)).ShouldBe("success");
        (await BuildAsync("select 1 as id", Columns, materialized: Incremental)).ShouldStartWith("TLY5001 models/orders.sql:1:1 Constraint Error: Duplicate key of \"id\" violates unique constraint");
    }

    [Theory]
    [InlineData("table")]
    [InlineData("view")]
    [InlineData("incremental, on_schema_change: fail")]
    [InlineData("table", true)]
    public async Task A_header_is_run_once_before_the_query_is_compared_with_the_contract(string materialized, bool byBlock = false)
    {
        await _builds.ExecuteAsync("create table runs (n int)");
        if (byBlock) _builds.Project.Write("macros/table.sql", "{% materialization table, default %}{% do adapter.drop_relation(this) %}{% call statement('main') %}{{ create_table_as(false, this, sql) }}{% endcall %}{{ return({'relations': [this]}) }}{% endmaterialization %}");
        const string Sql = "{% call set_sql_header(config) %}create temp macro plus1(a) as a + 1; insert into runs values (1);{% endcall %} select plus1(1) as id";
        for (var run = 0; run < 2; run++) (await BuildAsync(Sql, "[{name: id, data_type: int}]", materialized: materialized)).ShouldBe("success");
        (await _builds.ScalarAsync("select count(*) from runs")).ShouldBe(2L);
        if (materialized != "view") (await _builds.ScalarAsync("select min(id) from orders")).ShouldBe(2);
    }

    [Fact]
    public async Task The_name_of_a_model_points_to_its_latest_version()
    {
        _builds.Project.Write("models/c_v1.sql", "select 1 as id").Write("models/c_v2.sql", "{{ config(materialized='table') }} select 2 as id");
        _builds.Project.Write("models/c.yml", "models: [{name: c, config: {latest_version_pointer: true}, versions: [{v: 1}, {v: 2}]}]");
        await _builds.ExecuteAsync("create table c as select 0 as id");
        for (var run = 0; run < 2; run++) Builds.Describe(await _builds.BuildAsync()).ShouldBe(["model.shop.c.v1 success", "model.shop.c.v2 success"], ignoreOrder: true);
        (await _builds.ScalarAsync("select id from c")).ShouldBe(2L);
        (await _builds.RelationsAsync()).ShouldBe(["c", "c_v1", "c_v2"]);
    }
}
