using CareTally.Core.Manifests;
using CareTally.Diagnostics;
using CareTally.Docs.Charts;
using CareTally.Docs.Figures;
using CareTally.Docs.Html;

namespace CareTally.Tests.Docs;

public sealed class ChartTests
{
    [Fact]
    public void A_missing_value_breaks_the_line()
    {
        var svg = Draw(ChartKind.Line, null, [Day(1), 5L], [Day(2), 6L], [Day(3), null], [Day(4), 7L], [Day(5), 8L]);

        svg.ShouldMatch("class=\"line s0\" d=\"M[^\"]*L[^\"]*M[^\"]*L[^\"]*\"");
        svg.ShouldNotContain("class=\"area");
    }

    [Fact]
    public void Time_runs_from_left_to_right_whatever_the_order_of_rows()
    {
        var chart = Data(ChartKind.Line, null, [Day(3), 3L], [Day(1), 1L], [Day(2), 2L]);

        chart.Series.Single().Values.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Splitting_makes_a_series_of_each_value_and_leaves_out_what_cannot_be_told_apart()
    {
        object?[][] rows = [.. Enumerable.Range(0, 8).Select(i => new object?[] { Day(1), (long)i, $"q{i}" })];

        var chart = ChartData.Of(Figure(ChartKind.Line, "split", rows)).Single();

        chart.Series.Select(series => series.Label).ShouldBe(["q0", "q1", "q2", "q3", "q4", "q5"]);
        chart.SeriesLeftOut.ShouldBe(2);
    }

    [Fact]
    public void Columns_of_different_units_get_a_chart_each()
    {
        var figure = Figure(ChartKind.Line, null, [[Day(1), 5L, 0.5]]);
        figure = figure with
        {
            Columns = [figure.Columns[0], figure.Columns[1], figure.Columns[2] with { Format = ValueFormat.Percent }],
            Spec = figure.Spec with { Chart = figure.Spec.Chart! with { Y = ["y", "split"] } },
        };

        ChartData.Of(figure).Select(chart => chart.Unit.Format).ShouldBe([ValueFormat.Number, ValueFormat.Percent]);
    }

    [Fact]
    public void A_chart_says_what_it_shows() =>
        ChartSentence.Of(Data(ChartKind.Line, null, [Day(1), 5L], [Day(2), 9L], [Day(3), 7L]))
            .ShouldBe("Line chart by x, 3 points from 1 Jun to 3 Jun. Y: first 5, last 7, lowest 5 (1 Jun), highest 9 (2 Jun).");

    [Fact]
    public void Names_get_lying_bars_with_their_values() => Draw(ChartKind.Bar, null, ["sales", 5L], ["help", -2L]).ShouldContain(">sales</text>");

    [Theory]
    [InlineData(ChartKind.Line)]
    [InlineData(ChartKind.Bar)]
    public void Odd_values_do_no_harm(ChartKind kind)
    {
        Draw(kind, null, [Day(1), null]).ShouldNotContain("NaN");
        Draw(kind, null, [Day(1), 0L]).ShouldNotContain("NaN");
        Draw(kind, null, ["a", double.NaN], ["b", double.PositiveInfinity]).ShouldNotContain("NaN");
        Draw(kind, null, [Day(1), 1e300], [Day(2), -1e300]).ShouldNotContain("NaN");
        Draw(kind, null, [5L, 1e-9], [7L, 2e-9]).ShouldNotContain("∞");
    }

    [Theory]
    [InlineData(new[] { 3.0, 180 }, false, 0, 200)]
    [InlineData(new[] { 0.82, 0.86 }, false, 0.82, 0.86)]
    [InlineData(new[] { 0.82, 0.86 }, true, 0, 1)]
    [InlineData(new[] { -5.0, 5 }, false, -5, 5)]
    [InlineData(new double[0], false, 0, 1)]
    public void Scales_end_at_round_numbers(double[] values, bool mustHaveZero, double min, double max)
    {
        var scale = Scale.Over(values, 0, 100, mustHaveZero);

        scale.Min.ShouldBe(min, 1e-9);
        scale.Max.ShouldBe(max, 1e-9);
        scale.Ticks.Length.ShouldBeInRange(3, 8);
    }

    [Theory]
    [InlineData(0.8123, ValueFormat.Percent, null, "81.2\u2009%")]
    [InlineData(35.028, ValueFormat.Seconds, null, "35.0\u2009s")]
    [InlineData(12345.678, ValueFormat.Number, null, "12,345.68")]
    [InlineData(0.1239, ValueFormat.Number, 2, "0.12")]
    public void Numbers_are_written_in_their_unit(double number, ValueFormat format, int? decimals, string text) =>
        CellText.OfNumber(number, new FigureColumn("x", "X", format, decimals)).ShouldBe(text);

    private static DateOnly Day(int day) => new(2026, 6, day);

    private static ChartData Data(ChartKind kind, string? split, params object?[][] rows) => ChartData.Of(Figure(kind, split, rows)).Single();

    private static string Draw(ChartKind kind, string? split, params object?[][] rows)
    {
        var html = new HtmlWriter();
        ChartSvg.Write(html, Data(kind, split, rows), "c");
        return html.ToString();
    }

    private static Figure Figure(ChartKind kind, string? split, object?[][] rows) => FigureSamples.Of(
        new FigureSpec
        {
            Model = new NodeId(NodeKind.Model, "shop.m"),
            Title = "T",
            Chart = new FigureChart(kind, "x", ["y"], split),
            Span = new SourceText("m.yml", "").Span(0, 0),
        },
        rows[0].Length == 3 ? ["x", "y", "split"] : ["x", "y"],
        rows);
}
