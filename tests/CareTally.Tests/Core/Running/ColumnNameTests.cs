using CareTally.Core.Contexts;
using CareTally.Core.Running;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>Columns whose names SQL takes only in quotes.</summary>
public sealed class ColumnNameTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly Builds _builds = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Fact]
    public async Task Every_word_that_the_database_reserves_is_known()
    {
        var reserved = (string)(await _builds.ScalarAsync("select string_agg(keyword_name, ' ') from duckdb_keywords() where keyword_category in ('reserved', 'type_function')"))!;
        reserved.Split(' ').Where(word => !ColumnNames.NeedsQuotes(word)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("order", "", "'order' is a column in SQL only where it is quoted: write  quote: true  beside the column's name")]
    [InlineData("call-id", "", "'call-id' is a column in SQL only where it is quoted: write  quote: true  beside the column's name")]
    [InlineData("order", ", quote: true", null)]
    [InlineData("call-id", ", quote: true", null)]
    [InlineData("namee", "", "did you mean 'name'?")]
    [InlineData("lower(namee)", "", "did you mean 'name'?")]
    public async Task A_test_on_a_column_that_has_to_be_quoted_says_how(string column, string quote, string? hint)
    {
        _builds.Project.Write($$"""
            -- file: models/m.sql
            select 1 as "order", 2 as "call-id", 'a' as name
            -- file: models/m.yml
            models: [{name: m, columns: [{name: "{{column}}", data_tests: [not_null]{{quote}}}]}]
            """);
        var results = await _builds.BuildAsync();
        results.Results.OfType<NodeResult.Errored>().SingleOrDefault()?.Diagnostic.Hint.ShouldBe(hint);
        results.IsSuccess.ShouldBe(hint is null);
    }
}
