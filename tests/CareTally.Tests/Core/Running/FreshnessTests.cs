using CareTally.Core.Planning;
using CareTally.Core.Running;
using CareTally.Core.Selecting;
using Microsoft.Extensions.Time.Testing;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>How fresh sources and models are, asked of a real database at noon of 14 June 2026.</summary>
public sealed class FreshnessTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Warn = "warn_after: {count: 6, period: hour}";
    private const string Error = "error_after: {count: 1, period: day}";

    private readonly Builds _builds = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Theory]
    [InlineData("timestamp '2026-06-14 06:00:00'", "pass")]
    [InlineData("timestamp '2026-06-14 05:59:59'", "warn")]
    [InlineData("timestamptz '2026-06-14 07:59:59+02'", "warn")]
    [InlineData("timestamp '2026-06-13 11:59:59'", "error")]
    [InlineData("date '2026-06-14'", "warn")]
    [InlineData("cast(null as timestamp)", "error")]
    public async Task The_newest_row_must_not_be_older_than_the_threshold(string at, string expected)
    {
        await _builds.ExecuteAsync($"create table calls as select {at} as seen union all select null");
        Source($"freshness: {{{Warn}, {Error}}}, loaded_at_field: seen", "");
        (await CheckAsync()).ShouldBe([$"raw.calls {expected}"]);
    }

    [Theory]
    [InlineData("freshness: {warn_after: {count: 1, period: minute}}, loaded_at_field: old", "loaded_at_field: seen", "raw.calls warn")]
    [InlineData("freshness: {warn_after: {count: 1, period: day}, error_after: {count: 1, period: minute}}, loaded_at_field: seen", "freshness: {error_after: null}", "raw.calls pass")]
    [InlineData("freshness: {warn_after: {count: 1, period: day}, error_after: {count: 1, period: minute}}, loaded_at_field: seen", "freshness: {error_after: {count: 600}}", "raw.calls pass")]
    [InlineData("freshness: {error_after: {count: 1, period: minute}}, loaded_at_field: seen", "freshness: null", "")]
    [InlineData("freshness: null", "freshness: {error_after: {count: 1, period: minute}}, loaded_at_field: seen", "raw.calls error")]
    [InlineData("freshness: {error_after: {count: 1, period: day}}, loaded_at_field: no_such_column", "config: {loaded_at_query: \"select max(seen) from {{ this }}\"}", "raw.calls pass")]
    [InlineData("config: {freshness: {error_after: {count: 1, period: day}}, loaded_at_query: select no_such_column}", "loaded_at_field: seen", "raw.calls pass")]
    [InlineData("freshness: {error_after: {count: 1, period: minute}}, loaded_at_field: seen", "config: {freshness: {filter: \"seen > timestamp '2026-06-14 11:59:00'\"}}", "raw.calls error")]
    [InlineData("loaded_at_field: seen", "freshness: {warn_after: {count: 1}}", "")]
    public async Task A_table_says_more_than_its_source(string source, string table, string expected)
    {
        await _builds.ExecuteAsync("create table calls as select timestamp '2026-06-14 11:50:00' as seen, timestamp '2020-01-01' as old");
        Source(source, table);
        (await CheckAsync()).ShouldBe(expected.Length == 0 ? [] : [expected]);
    }

    [Fact]
    public async Task Files_are_read_and_where_nothing_in_them_tells_their_own_age_counts()
    {
        _builds.Project.Write("data/a.csv", "seen\n2026-06-14 11:00:00\n").Write("data/b.csv", "id\n1\n");
        File.SetLastWriteTimeUtc(_builds.Project.PathOf("data/b.csv"), new DateTime(2026, 6, 1));
        _builds.Project.Write("models/s.yml",
            $$"""
            sources:
              - name: files
                freshness: { {{Error}} }
                tables:
                  - {name: a, external: {location: data/a.csv}, loaded_at_field: seen}
                  - {name: b, external: {location: data/b.csv} }
            """);
        (await CheckAsync()).ShouldBe(["files.a pass", "files.b error"]);
    }

    [Fact]
    public async Task Models_are_asked_only_where_that_is_wanted()
    {
        _builds.Project.Write(
            $$"""
            -- file: models/daily.sql
            select timestamp '2026-06-10' as day
            -- file: models/m.yml
            models: [{name: daily, config: {freshness: { {{Error}} }, loaded_at_field: day} }]
            """);
        (await _builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        (await CheckAsync()).ShouldBeEmpty();
        (await CheckAsync(includesModels: true)).ShouldBe(["daily error"]);
    }

    [Theory]
    [InlineData("loaded_at_field: 5", "TLY5260", "models/s.yml:1:105")]
    [InlineData("loaded_at_field: no_such_column", "TLY5001", "models/s.yml:1:105")]
    [InlineData("loader: x", "TLY4260", "models/s.yml:1:48")]
    public async Task What_cannot_be_told_is_an_error_of_that_source(string more, string code, string place)
    {
        await _builds.ExecuteAsync("create table calls as select 1 as seen");
        Source("freshness: {error_after: {count: 1, period: day}}, " + more, "");
        var error = (await RunAsync(false)).Results.OfType<NodeResult.Errored>().Single().Diagnostic;
        (error.Kind.Code, error.Span!.Value.ToString()).ShouldBe((code, place), error.Message);
    }

    [Theory]
    [InlineData("{error_after: {count: 1, period: week}}", "week")]
    [InlineData("{error_after: {count: x, period: day}}", "x,")]
    [InlineData("{warn_after: {count: 1, period: day}, error_afer: {count: 1, period: day}}", "error_afer")]
    [InlineData("{error_after: {count: 1, perido: day}}", "perido")]
    [InlineData("{error_after: soon}", "soon")]
    public void A_mistake_is_shown_at_its_key(string freshness, string where)
    {
        Source($"freshness: {freshness}", "");
        var line = File.ReadAllLines(_builds.Project.PathOf("models/s.yml"))[0];
        _builds.Project.LoadErrors().ShouldHaveSingleItem().ShouldContain($" models/s.yml:1:{line.IndexOf(where, StringComparison.Ordinal) + 1} ");
    }

    [Theory]
    [InlineData("freshness: {error_after: {count: 1, perido: day}}", "TLY3260 freshness of source raw.calls: unknown key 'perido' in error_after")]
    [InlineData("freshness: {error_after: {count: 1, period: week}}", "TLY3260 freshness of source raw.calls: the period of error_after cannot be 'week'")]
    [InlineData("freshness: {error_after: {count: x, period: day}}", "TLY3260 freshness of source raw.calls: the count of error_after must be a whole number, not 'x'")]
    [InlineData("freshness: {error_afer: {count: 1, period: day}}", "TLY3260 freshness of source raw.calls: unknown key 'error_afer'")]
    [InlineData("freshness: soon", "TLY3011 config 'freshness' must be a mapping with warn_after or error_after, not 'soon'")]
    [InlineData("freshness: {error_after: 3}", "TLY3260 freshness of source raw.calls: error_after must be a mapping with count and period, not '3'")]
    [InlineData("loaded_at_field: a, loaded_at_query: select 1", "TLY3262 loaded_at_field and loaded_at_query exclude each other")]
    public void What_cannot_be_is_refused(string source, string expected)
    {
        Source(source, "");
        _builds.Project.LoadErrors().ShouldHaveSingleItem().Replace("models/s.yml:", "", StringComparison.Ordinal).ShouldMatch(
            System.Text.RegularExpressions.Regex.Escape(expected).Replace(expected[..7] + "\\ ", expected[..7] + " \\d+:\\d+ ", StringComparison.Ordinal));
    }

    private void Source(string source, string table) =>
        _builds.Project.Write("models/s.yml", $"sources: [{{name: raw, schema: main, {source}, tables: [{{name: calls{(table.Length > 0 ? ", " + table : "")}}}]}}]\n");

    private async Task<string[]> CheckAsync(bool includesModels = false) => [.. (await RunAsync(includesModels)).Results
        .Select(result => $"{result.Node.Name.Replace("shop.", "", StringComparison.Ordinal)} {result.Status}").Order(StringComparer.Ordinal)];

    private async Task<RunResults> RunAsync(bool includesModels)
    {
        var manifest = _builds.Project.Load();
        var selection = Selector.Select(manifest, SelectionCriteria.All, _builds.Project.Problems);
        var plan = FreshnessPlanner.Plan(manifest, selection, includesModels, _ => { }, _builds.Project.Problems);
        return await new Runner(_builds.Warehouse, new FakeTimeProvider(SampleProject.Noon), 2).RunAsync(plan, _ => { }, CancellationToken.None);
    }
}
