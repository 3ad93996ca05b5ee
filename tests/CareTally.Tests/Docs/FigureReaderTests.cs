using CareTally.Adapters.DuckDb;
using CareTally.Diagnostics;
using CareTally.Docs;
using CareTally.Docs.Figures;

namespace CareTally.Tests.Docs;

public sealed class FigureReaderTests : IAsyncLifetime, IDisposable
{
    private readonly ProjectFolder _folder = new();
    private DuckDbWarehouse _warehouse = null!;

    public async Task InitializeAsync()
    {
        _warehouse = new DuckDbWarehouse(new DuckDbTarget { Path = Path.Combine(_folder.Root, "t.duckdb") }, TimeProvider.System);
        await using var session = await _warehouse.OpenSessionAsync(default);
        await session.ExecuteAsync(
            "create table days as select date '2026-06-01' + i::int as day, case when i % 2 = 0 then 'sales' else 'help' end as queue, i as calls, i / 10.0 as share, "
            + "'secret' || i as caller from range(10) t(i)", default);
    }

    public async Task DisposeAsync() => await _warehouse.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_figure_has_the_rows_it_asks_for_in_order()
    {
        var (figures, problems) = await ReadAsync("{title: Calls, where: calls > 2, order_by: day desc, limit: 3, columns: [day, {name: share, label: Share, format: percent}], chart: {kind: line, x: day, y: calls}}");

        problems.ShouldBeEmpty();
        var figure = figures.ShouldHaveSingleItem();
        figure.Columns.Select(column => column.Label).ShouldBe(["Day", "Share", "Calls"]);
        figure.Rows.Select(row => row[2]).ShouldBe([9L, 8L, 7L]);
        figure.IsTruncated.ShouldBeTrue();
    }

    [Fact]
    public async Task A_model_may_ask_for_several_figures()
    {
        var (figures, problems) = await ReadAsync("[{title: One, columns: day}, {title: Two, columns: calls, order_by: [queue, calls desc]}]");

        problems.ShouldBeEmpty();
        figures.Select(figure => figure.Spec.Title).ShouldBe(["One", "Two"]);
        figures[1].Rows.Select(row => row[0]).ShouldBe([9L, 7L, 5L, 3L, 1L, 8L, 6L, 4L, 2L, 0L]);
    }

    [Theory]
    [InlineData("{title: T}")]
    [InlineData("{title: T, columns: [caller, calls]}")]
    [InlineData("{title: T, columns: [CALLER, calls], chart: {kind: bar, x: caller, y: calls}}")]
    [InlineData("{title: T, columns: [calls], chart: {kind: bar, x: day, y: calls, split_by: Caller}}")]
    public async Task Values_of_a_column_marked_pii_never_reach_the_site(string figure)
    {
        var (figures, problems) = await ReadAsync(figure);

        problems.ShouldBeEmpty();
        var manifest = _folder.Load();
        var site = SiteBuilder.Build(_folder.Input() with { Figures = figures.GroupBy(f => f.Spec.Model).ToDictionary(g => g.Key, g => System.Collections.Immutable.ImmutableArray.CreateRange(g)) });
        site.Files.ShouldAllBe(file => !file.Content.Contains("secret", StringComparison.Ordinal));
        site.Files.Single(file => file.Path == "figures.html").Content.ShouldContain("marked as personal data", Case.Insensitive);
    }

    [Fact]
    public async Task A_figure_of_a_relation_that_does_not_exist_says_so()
    {
        _folder.Write("models/later.sql", "select 1").Write("models/later.yml", "models: [{name: later, config: {meta: {figures: {title: Soon}}}}]");

        var (figures, problems) = await ReadAsync("{title: T, columns: day}");

        problems.ShouldBeEmpty();
        figures.Single(figure => figure.Spec.Title == "Soon").Exists.ShouldBeFalse();
    }

    [Theory]
    [InlineData("{titel: T}", "TLY7503", null, "title")]
    [InlineData("{title: T, ordr_by: day}", "TLY7501", "ordr_by", "order_by")]
    [InlineData("{title: T, chart: {kind: line, x: day, y: calls, spilt_by: queue}}", "TLY7501", "spilt_by", "split_by")]
    [InlineData("{title: T, chart: {kind: lin, x: day, y: calls}}", "TLY7504", "kind", "line")]
    [InlineData("{title: T, chart: {x: day, y: calls}}", "TLY7503", "chart", "kind")]
    [InlineData("{title: T, chart: {kind: line, x: day}}", "TLY7503", "chart", "y")]
    [InlineData("{title: T, chart: {kind: line, x: day, y: [calls, share], split_by: queue}}", "TLY7507", "split_by", "queue")]
    [InlineData("{title: T, limit: many}", "TLY7502", "limit", "whole number")]
    [InlineData("{title: T, limit: 0}", "TLY7502", "limit", "whole number")]
    [InlineData("{title: T, columns: [day, cals]}", "TLY7506", "cals", "calls")]
    [InlineData("{title: T, order_by: cals desc}", "TLY7506", "cals", "calls")]
    [InlineData("{title: T, chart: {kind: line, x: day, y: queue}}", "TLY7508", "queue", "VARCHAR")]
    [InlineData("{title: T, columns: day, order_by: caller}", "TLY7511", "caller", "pii")]
    [InlineData("{title: T, columns: day, where: cals > 1}", "TLY7509", "where", "cals")]
    [InlineData("{title: T, columns: [{name: day, format: pct}]}", "TLY7504", "format", "percent")]
    [InlineData("[{title: T}, {title: T}]", "TLY7512", "T", "two figures")]
    [InlineData("yes please", "TLY7502", "figures", "mapping")]
    public async Task What_is_wrong_with_a_figure_is_said_where_it_stands(string figure, string code, string? place, string words)
    {
        var (_, problems) = await ReadAsync(figure);

        var problem = problems.First(p => p.Kind.Code == code);
        if (place is not null) problem.Span!.Value.Text.ShouldBe(place);
        problem.Span!.Value.Source.Path.ShouldBe("models/days.yml");
        $"{problem.Message} {problem.Hint}".ShouldContain(words);
    }

    [Fact]
    public async Task A_broken_figure_does_not_stop_the_others()
    {
        var (figures, problems) = await ReadAsync("[{title: One, columns: nothing}, {title: Two, columns: calls}]");

        problems.ShouldHaveSingleItem();
        figures.ShouldHaveSingleItem().Spec.Title.ShouldBe("Two");
    }

    private async Task<(IReadOnlyList<Figure> Figures, IReadOnlyList<Diagnostic> Problems)> ReadAsync(string figures)
    {
        _folder.Write("models/days.sql", "select 1").Write("models/days.yml", $$"""
            models:
              - name: days
                config:
                  meta:
                    owner: Titles and limits
                    figures: {{figures}}
                columns:
                  - {name: caller, meta: {pii: true} }
            """);
        var problems = new Problems();
        var catalog = await _warehouse.ReadCatalogAsync(["main"], default);
        var read = await FigureReader.ReadAsync(_folder.Load(), catalog, _warehouse, problems, default);
        return ([.. read.Values.SelectMany(list => list)], problems.All);
    }
}
