using CareTally.Adapters.DuckDb;

namespace CareTally.Tests.Adapters;

public sealed class CompactionTests
{
    [Fact]
    public async Task A_compacted_file_has_all_that_is_there_and_nothing_that_was_deleted()
    {
        var folder = Directory.CreateTempSubdirectory("tally-compact-");
        try
        {
            var path = Path.Combine(folder.FullName, "a b.duckdb");
            await using (var warehouse = new DuckDbWarehouse(new DuckDbTarget { Path = path }, TimeProvider.System))
            {
                await using (var session = await warehouse.OpenSessionAsync(CancellationToken.None))
                {
                    await session.ExecuteAsync(
                        """
                        create schema audit;
                        create table audit.people (id integer primary key, name varchar not null check (name <> ''), mood varchar default 'fine');
                        create view people as select p.id, p.name from audit.people as p;
                        create view all_people as select * from people;
                        create index by_name on audit.people (name);
                        create sequence numbers start 7;
                        create macro twice(x) as 2 * x;
                        create macro rows_of(n) as table select * from range(n) as t(i);
                        comment on table audit.people is 'People.';
                        comment on column audit.people.name is 'Their name.';
                        comment on view people is 'A view.';
                        insert into audit.people (id, name) select i, 'Sentinel number ' || i from range(5000) as t(i);
                        delete from audit.people where id > 0;
                        """,
                        CancellationToken.None);
                }

                await warehouse.CompactAsync(CancellationToken.None);
                await using var after = await warehouse.OpenSessionAsync(CancellationToken.None);
                var row = (await after.QueryAsync(
                    """
                    select (select count(*) from all_people), nextval('numbers'), twice(2), (select count(*) from rows_of(3)),
                      (select count(*) from duckdb_indexes()), (select comment from duckdb_tables()), (select comment from duckdb_columns() where table_name = 'people' and column_name = 'name' and comment is not null), (select comment from duckdb_views() where view_name = 'people'),
                      (select count(*) from duckdb_constraints())
                    """,
                    null,
                    CancellationToken.None)).Rows[0];
                row.Select(cell => cell?.ToString()).ShouldBe(["1", "7", "4", "3", "1", "People.", "Their name.", "A view.", "4"]);
            }

            var text = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path));
            text.ShouldContain("Sentinel number 0");
            text.ShouldNotContain("Sentinel number 4999");
            folder.GetFiles().Select(file => file.Name).ShouldBe(["a b.duckdb"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
