using CareTally.Adapters.DuckDb;
using CareTally.Core.Projects.Targets;
using CareTally.Core.Warehouses;
using CareTally.Templating.Values;
using Microsoft.Extensions.Time.Testing;

namespace CareTally.Tests.Adapters;

public sealed class DuckDbOpeningTests : DuckDbTestBase
{
    [Fact]
    public async Task A_missing_folder_is_named()
    {
        var failure = await FailureOf(new DuckDbTarget { Path = Path.Combine(Folder, "nowhere", "care.duckdb") });

        failure.Message.ShouldContain("the folder of the database file");
        failure.Hint.ShouldNotBeNull().ShouldContain(Path.Combine(Folder, "nowhere"));
    }

    [Fact]
    public async Task A_folder_in_place_of_the_file_is_refused() =>
        (await FailureOf(new DuckDbTarget { Path = Folder })).Message.ShouldEndWith("is a folder");

    [Fact]
    public async Task A_folder_without_permission_to_write_is_refused()
    {
        // /sys refuses new files even to the superuser, for whom chmod changes nothing.
        var failure = await FailureOf(new DuckDbTarget { Path = "/sys/care.duckdb" });

        failure.Message.ShouldBe("no permission to write the database file /sys/care.duckdb");
        failure.Hint.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("care.duckdb", "this is no database, whatever its name says, and it is long enough to be read as one")]
    [InlineData("care.duckdb", "")]
    [InlineData("calls.csv", "id,seconds\n1,20\n")]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone(string name, string content)
    {
        var path = WriteFile(name, content);

        (await FailureOf(new DuckDbTarget { Path = path })).Message.ShouldBe($"the file {path} is not a DuckDB database");

        File.ReadAllText(path).ShouldBe(content);
    }

    [Fact]
    public async Task Reading_only_needs_the_file() =>
        (await FailureOf(new DuckDbTarget { Path = Database, ReadOnly = true })).Message.ShouldEndWith("care.duckdb does not exist");

    [Fact]
    public async Task Reading_only_reads_and_refuses_to_write()
    {
        await using (var writer = Warehouse())
        {
            await using var session = await writer.OpenSessionAsync(CancellationToken.None);
            await RunAsync(session, "create table calls as select 42 as id");
        }

        var reader = await SessionAsync(Warehouse(new DuckDbTarget { Path = Database, ReadOnly = true }));

        (await ScalarAsync(reader, "select id from calls")).ShouldBe(42L);
        (await FailureAsync(reader, "create table t (i int)")).Message.ShouldContain("read-only");
    }

    [Fact]
    public async Task A_missing_native_library_is_explained()
    {
        using var host = await SqlHostProcess.StartAsync(Database, ("DUCKDB_LIBRARY", Path.Combine(Folder, "libduckdb.so")));

        host.Answer.ShouldStartWith("Unavailable: DuckDB's native library could not be loaded");
    }

    [Fact]
    public async Task A_file_held_by_another_process_names_the_process_its_command_and_since_when()
    {
        using var host = await SqlHostProcess.StartAsync(Database);
        host.Answer.ShouldBe("ok");

        var failure = await Should.ThrowAsync<WarehouseException>(() => SessionAsync());

        failure.Failure.ShouldBe(WarehouseFailure.Locked);
        failure.Message.ShouldMatch($@"care\.duckdb is in use by \S*dotnet \(pid {host.Id}, ""tally build --select calls"", since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC\)");
        failure.Hint.ShouldBe("wait until it ends, or let --wait try again");
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("""{"Pid": 1, "Started": "2001-01-01T00:00:00Z", "Command": "somebody else"}""")]
    public async Task A_stale_note_is_not_believed(string note)
    {
        using var host = await SqlHostProcess.StartAsync(Database);
        await File.WriteAllTextAsync(Database + ".lock", note.Replace("\"Pid\": 1", $"\"Pid\": {host.Id}", StringComparison.Ordinal));

        var failure = await Should.ThrowAsync<WarehouseException>(() => SessionAsync());

        failure.Message.ShouldMatch($@"\(pid {host.Id}, running since \d{{4}}-.* UTC\)$");
    }

    [Fact]
    public async Task A_note_left_by_a_killed_process_blocks_nothing()
    {
        using var host = await SqlHostProcess.StartAsync(Database);
        await host.KillAsync();
        File.Exists(Database + ".lock").ShouldBeTrue();

        await using (var warehouse = Warehouse()) await SessionAsync(warehouse);

        File.Exists(Database + ".lock").ShouldBeFalse();
    }

    [Fact]
    public async Task Waiting_gets_the_file_once_it_is_free()
    {
        using var host = await SqlHostProcess.StartAsync(Database);
        var waiting = SessionAsync(Warehouse(new DuckDbTarget { Path = Database, LockWait = TimeSpan.FromMinutes(1) }));
        waiting.IsCompleted.ShouldBeFalse();

        await host.EndAsync();

        await RunAsync(await waiting, "create table calls (id int)");
    }

    [Fact]
    public async Task Waiting_ends_with_its_time()
    {
        using var host = await SqlHostProcess.StartAsync(Database);
        var clock = new FakeTimeProvider();
        var waiting = SessionAsync(Warehouse(new DuckDbTarget { Path = Database, LockWait = TimeSpan.FromHours(1) }, clock));
        while (!waiting.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(10));
            await Task.Delay(10);
        }

        (await Should.ThrowAsync<WarehouseException>(() => waiting)).Failure.ShouldBe(WarehouseFailure.Locked);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var host = await SqlHostProcess.StartAsync(Database);
        using var cancellation = new CancellationTokenSource();
        var warehouse = Warehouse(new DuckDbTarget { Path = Database, LockWait = TimeSpan.FromHours(1) });
        var waiting = warehouse.OpenSessionAsync(cancellation.Token);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Settings_extensions_and_attached_files_are_there_in_every_session()
    {
        var other = Path.Combine(Folder, "other file.duckdb");
        await using (var first = Warehouse(new DuckDbTarget { Path = other })) await RunAsync(await SessionAsync(first), "create table t as select 7 as i");
        var warehouse = Warehouse(new DuckDbTarget
        {
            Path = Path.Combine(Folder, "it's; odd.duckdb"),
            Threads = 3,
            Settings = DuckDbTargetSettings(("default_order", "desc"), ("TimeZone", "Europe/Berlin")),
            Extensions = ["json"],
            Attach = [new DatabaseAttachment(other, "other", "duckdb", IsReadOnly: true)],
        });
        await SessionAsync(warehouse);
        var session = await SessionAsync(warehouse);

        (await ScalarAsync(session, "select i from other.t")).ShouldBe(7L);
        (await ScalarAsync(session, "select current_setting('threads')")).ShouldBe(3L);
        (await ScalarAsync(session, "select current_setting('TimeZone')")).ShouldBe("Europe/Berlin");
        (await ScalarAsync(session, "select list(i order by i)::varchar from range(3) t(i)")).ShouldBe("[2, 1, 0]");
        (await ScalarAsync(session, "select current_setting('autoinstall_known_extensions')")).ShouldBe(false);
    }

    [Fact]
    public async Task Secrets_are_there_in_every_session()
    {
        var session = await SessionAsync(Warehouse(new DuckDbTarget { Path = Database, Secrets = [Secret("http", ("bearer_token", "hush-hush"), ("scope", "https://it's.example"))] }));

        (await ScalarAsync(session, "select name || ' ' || type || ' ' || scope::varchar || ' ' || persistent from duckdb_secrets()")).ShouldBe(@"web http ['https://it\'s.example'] false");
        (await ScalarAsync(session, "select count(*) from duckdb_secrets() where secret_string like '%hush-hush%'")).ShouldBe(0L);
    }

    [Theory]
    [InlineData("s3", "key_id", "httpfs")]
    [InlineData("http", "berer_token", "create secret")]
    [InlineData("bogus", "token", "create secret")]
    [InlineData("http", "verify_ssl", "create secret")]
    public async Task A_secret_that_cannot_be_created_is_named_and_not_shown(string type, string parameter, string hint)
    {
        var target = new DuckDbTarget { Path = Database, Secrets = [Secret(type, (parameter, "hush-hush"))] };

        var failure = await FailureOf(target);

        failure.Message.ShouldStartWith("secret 'web' of the target cannot be created: ");
        failure.ToString().ShouldNotContain("hush");
        failure.Hint.ShouldNotBeNull().ShouldContain(hint);
    }

    private static DatabaseSecret Secret(string type, params (string Key, string Value)[] parameters) =>
        new("web", type, [.. parameters.Select(pair => KeyValuePair.Create(pair.Key, Value.Of(pair.Value)))]);

    [Fact]
    public async Task An_unknown_setting_is_an_error_with_a_suggestion()
    {
        var target = new DuckDbTarget { Path = DuckDbTarget.InMemory, Settings = DuckDbTargetSettings(("memry_limit", "1GB")) };

        var failure = await Should.ThrowAsync<WarehouseException>(() => SessionAsync(Warehouse(target)));

        failure.Message.ShouldBe("unrecognized configuration parameter \"memry_limit\"");
        failure.Hint.ShouldBe("did you mean 'memory_limit'?");
    }

    private async Task<WarehouseException> FailureOf(DuckDbTarget target)
    {
        var failure = await Should.ThrowAsync<WarehouseException>(() => SessionAsync(Warehouse(target)));
        failure.Failure.ShouldBe(WarehouseFailure.Unavailable);
        return failure;
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, string> DuckDbTargetSettings(params (string Name, string Value)[] settings) =>
        System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(settings.Select(s => KeyValuePair.Create(s.Name, s.Value)));
}
