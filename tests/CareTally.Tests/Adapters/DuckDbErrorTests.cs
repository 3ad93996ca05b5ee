using CareTally.Adapters.DuckDb;
using CareTally.Core.Warehouses;

namespace CareTally.Tests.Adapters;

public sealed class DuckDbErrorTests : DuckDbTestBase
{
    // A bar stands where the database points; none where it does not say.
    [Theory]
    [InlineData("select |custmer_id from calls", "Binder Error", "did you mean 'customer_id'?")]
    [InlineData("select 'é😀漢', |custmer_id from calls", "Binder Error", "did you mean 'customer_id'?")]
    [InlineData("-- ünï\nselect 'é'\n  , calls.wait, |custmer_id -- é\nfrom calls", "Binder Error", "did you mean 'customer_id'?")]
    [InlineData("select 'é'; /* ; é */ select 1, |custmer_id from calls", "Binder Error", "did you mean 'customer_id'?")]
    [InlineData("select * from |cals", "Catalog Error", "did you mean 'calls'?")]
    [InlineData("select * from |zzz", "Catalog Error", null)]
    [InlineData("select |c.q from calls c", "Binder Error", null)]
    [InlineData("select |lenght('x')", "Catalog Error", "did you mean 'length'?")]
    [InlineData("|selct 1", "Parser Error", "did you mean 'select'?")]
    [InlineData("select 'é'; |selct 1", "Parser Error", "did you mean 'select'?")]
    [InlineData("select 1 as a |form calls", "Parser Error", "did you mean 'from'?")]
    [InlineData("select wait fron |calls", "Parser Error", "'fron' is taken for a name; did you mean 'from'?")]
    [InlineData("select 'é'; select wait from calls wher |wait = 1", "Parser Error", "'wher' is taken for a name; did you mean 'where'?")]
    [InlineData("select * from orders |5", "Parser Error", null)]
    [InlineData("select 'é' from calls where|", "Parser Error", null)]
    [InlineData("select 'é😀漢' x |y from calls", "Parser Error", null)]
    [InlineData("select 'é😀漢', |'open", "Parser Error", null)]
    [InlineData("select 'x'|::int", "Conversion Error", null)]
    [InlineData("select |sum(id) from calls", "Binder Error", "there is sum(DECIMAL) -> DECIMAL, sum(BOOLEAN) -> HUGEINT, sum(SMALLINT) -> HUGEINT, sum(INTEGER) -> HUGEINT, sum(BIGINT) -> HUGEINT, ...")]
    [InlineData("select * from |read_csv('/missing.csv')", "IO Error", null)]
    [InlineData("select 1 union select 1, 2", "Binder Error", null)]
    [InlineData("select error('boom')", "Invalid Input Error", null)]
    [InlineData("insert into calls values ('a', 1, 1), ('a', 2, 2)", "Constraint Error", null)]
    [InlineData("select * from broken", "Conversion Error", null)]
    public async Task An_error_points_at_the_place_the_database_means(string marked, string kind, string? hint)
    {
        var session = await MemorySessionAsync();
        await RunAsync(session, "create table calls (id varchar primary key, customer_id int, wait int); create view broken as select 1 as one, 2 as two, 'x'::int as three");
        var sql = marked.Replace("|", "", StringComparison.Ordinal);

        var failure = await FailureAsync(session, sql);

        failure.Failure.ShouldBe(WarehouseFailure.Statement);
        failure.Class.ShouldBe(kind);
        (failure.Position is { } position ? sql.Insert(position, "|") : sql).ShouldBe(marked);
        failure.Hint.ShouldBe(hint);
        failure.Message.ShouldNotContain("{");
        failure.Message.ShouldNotContain("Did you mean");
        failure.Message.ShouldNotContain("Candidate");
    }

    [Theory]
    [InlineData("select custmer_id from calls", 7)]
    [InlineData("  select [1], 'é', ''::int", 21)]
    public async Task A_query_points_into_the_text_it_was_given(string sql, int position)
    {
        var session = await MemorySessionAsync();
        await RunAsync(session, "create table calls (customer_id int)");

        (await Should.ThrowAsync<WarehouseException>(() => ReadAsync(session, sql))).Position.ShouldBe(position);
    }

    [Theory]
    [InlineData("", "there is no statement to run", null)]
    [InlineData("select 1; select 2", "one query was expected, not 2 statements", 10)]
    [InlineData("select $a", "Invalid number of parameters. Expected 1, got 0", null)]
    public async Task What_is_no_query_is_refused(string sql, string message, int? position)
    {
        var session = await MemorySessionAsync();

        var failure = await Should.ThrowAsync<WarehouseException>(() => ReadAsync(session, sql));

        failure.Message.ShouldBe(message);
        failure.Position.ShouldBe(position);
    }

    [Theory]
    [InlineData("id,wait\n1,20\n2é,30\n", "", "line 3: Error when converting column \"id\". Could not convert string \"2é\" to 'INTEGER'\n  2é,30")]
    [InlineData("id,wait\n1,20\n2,30,40\n", "auto_detect = false, ", "line 3: Expected Number of Columns: 2 Found: 3\n  2,30,40")]
    [InlineData("id,wait\n1,20\n2\n", "auto_detect = false, ", "line 3: Expected Number of Columns: 2 Found: 1\n  2")]
    [InlineData("id,wait\n1,20\n2,30,40\n", "", " 2 columns are declared, 3 were found")]
    [InlineData("id,wait\n1,\"20\n2,30\n", "auto_detect = false, ", "line 2: Value with unterminated quote found.\n  1,\"20")]
    public async Task A_bad_row_of_a_CSV_file_is_named_by_file_and_line(string content, string options, string expected)
    {
        var file = WriteFile("calls.csv", content);
        var session = await MemorySessionAsync();

        var failure = await FailureAsync(
            session, $"create table t as from read_csv('{file}', header = true, {options}columns = {{'id': 'int', 'wait': 'int'}})");

        failure.Message.ShouldBe(expected.StartsWith("line", StringComparison.Ordinal) ? $"{file}, {expected}" : $"{file}:{expected}");
    }

    [Theory]
    [InlineData("insert into people values ('jane@example.com', 2)", "Duplicate key of \"email\" violates primary key constraint.")]
    [InlineData("insert into people values ('a \"b: c\" d', 2), ('a \"b: c\" d', 2)", "PRIMARY KEY or UNIQUE constraint violation: duplicate key")]
    [InlineData("insert into people values ('b: c', 2), ('b: c', 2)", "PRIMARY KEY or UNIQUE constraint violation: duplicate key")]
    [InlineData("insert into calls values ('jim@example.com')", "Violates foreign key constraint because key of \"email\" does not exist in the referenced table")]
    public async Task A_broken_constraint_does_not_tell_values(string sql, string expected)
    {
        var session = await MemorySessionAsync();
        await RunAsync(session, "create table people (email varchar primary key, n int); insert into people values ('jane@example.com', 1); create table calls (email varchar references people (email))");

        (await FailureAsync(session, sql)).Message.ShouldStartWith(expected);
    }

    [Fact]
    public async Task A_commit_that_is_refused_does_not_tell_values()
    {
        var warehouse = Warehouse(new DuckDbTarget { Path = DuckDbTarget.InMemory });
        var (first, second) = (await SessionAsync(warehouse), await SessionAsync(warehouse));
        await RunAsync(first, "create table people (email varchar primary key)");
        foreach (var session in new[] { first, second }) await RunAsync(session, "begin transaction; insert into people values ('jane@example.com')");
        await RunAsync(first, "commit");
        var message = (await FailureAsync(second, "commit")).Message;
        message.ShouldContain("constraint");
        message.ShouldNotContain("example.com");
    }

    [Fact]
    public async Task Names_that_the_database_offers_are_kept()
    {
        var session = await MemorySessionAsync();
        await RunAsync(session, "create table calls (\"a,b\" int, customer_id int)");

        (await FailureAsync(session, "select custmer_id from calls")).Candidates.ShouldContain("customer_id");
    }
}
