using System.Text;
using CareTally.Docs.Figures;
using CareTally.Docs.Html;

namespace CareTally.Docs.Charts;

/// <summary>Draws charts as SVG: vectors that print, in the colours of the page's theme, with no script.</summary>
internal static class ChartSvg
{
    private const double Width = 760;
    private const double Height = 250;
    private const double Top = 14;
    private const double Bottom = 30;
    private const double Right = 20;
    private const int MostHits = 400;

    public static void Write(HtmlWriter html, ChartData data, string id)
    {
        if (data.Series.Length > 1) WriteLegend(html, data);
        if (data.Kind == ChartKind.Bar && !data.IsContinuous) HorizontalBars.Write(html, data, id);
        else WriteUpright(html, data, id);
    }

    /// <summary>Opens the picture with its text alternative.</summary>
    internal static void Open(HtmlWriter html, ChartData data, string id, double width, double height) => html.Add(
        $"<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Chart\"><svg class=\"chart\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}\"><title id=\"{id}\">{ChartSentence.Of(data)}</title>");

    private static void WriteLegend(HtmlWriter html, ChartData data)
    {
        html.Add($"<ul class=\"legend\">");
        for (var i = 0; i < data.Series.Length; i++)
        {
            html.Add($"<li><svg width=\"22\" height=\"10\" aria-hidden=\"true\">");
            if (data.Kind == ChartKind.Line) html.Add($"<path class=\"line s{i}\" d=\"M1 5H21\"/>");
            else html.Add($"<rect class=\"bar s{i}\" x=\"6\" width=\"10\" height=\"10\" rx=\"2\"/>");
            html.Add($"</svg>{data.Series[i].Label}</li>");
        }

        html.Add($"</ul>");
    }

    private static void WriteUpright(HtmlWriter html, ChartData data, string id)
    {
        var values = data.Series.SelectMany(series => series.Values).OfType<double>();
        var y = Scale.Over(values, Height - Bottom, Top, mustHaveZero: data.Kind == ChartKind.Bar);
        var ticks = y.Ticks.Select(tick => (At: y.At(tick), Label: AxisText.Of(tick, y, data.Unit))).ToArray();
        var left = (ticks.Max(tick => tick.Label.Length) * 7.4) + 14;
        var places = Places(data, left);

        Open(html, data, id, Width, Height);
        foreach (var (at, label) in ticks)
            html.Add($"<path class=\"grid\" d=\"M{left} {at}H{Width - Right}\"/><text class=\"tick\" x=\"{left - 8}\" y=\"{at + 4}\" text-anchor=\"end\">{label}</text>");
        WriteXLabels(html, data, places);
        if (data.Kind == ChartKind.Line) WriteLines(html, data, y, places);
        else WriteColumns(html, data, y, places, left);
        WriteHits(html, data, places, left);
        html.Add($"</svg></div>");
    }

    private static double[] Places(ChartData data, double left)
    {
        var (count, from, to) = (data.X.Length, left, Width - Right);
        var band = (to - from) / count;
        if (data.Kind == ChartKind.Bar || !data.IsContinuous) return [.. Enumerable.Range(0, count).Select(i => from + (band * (i + 0.5)))];
        var positions = data.X.Select(x => ChartData.Position(x)!.Value).ToArray();
        var (first, last) = (positions[0], positions[^1]);
        var inset = Math.Min(16, band / 2);
        return [.. positions.Select(x => last > first ? from + inset + ((x - first) / (last - first) * (to - from - (2 * inset))) : (from + to) / 2)];
    }

    private static void WriteXLabels(HtmlWriter html, ChartData data, double[] places)
    {
        var labels = data.X.Select(data.Label).ToArray();
        var widest = (labels.Max(label => Math.Min(label.Length, 18)) * 7.2) + 18;
        var step = Math.Max(1, (int)Math.Ceiling(data.X.Length / Math.Max(1, (Width - 80) / widest)));
        for (var i = (data.X.Length - 1) % step; i < data.X.Length; i += step)
        {
            var label = labels[i].Length > 18 ? labels[i][..17] + "…" : labels[i];
            var half = label.Length * 3.7;
            html.Add($"<text class=\"tick\" x=\"{Math.Min(places[i], Width - half - 2)}\" y=\"{Height - 10}\" text-anchor=\"middle\">{label}</text>");
        }
    }

    private static void WriteLines(HtmlWriter html, ChartData data, Scale y, double[] places)
    {
        for (var s = data.Series.Length - 1; s >= 0; s--)
        {
            var values = data.Series[s].Values;
            var path = new StringBuilder();
            var isDrawing = false;
            for (var i = 0; i < values.Length; i++)
            {
                // A missing value breaks the line: nothing is made up between its neighbours.
                if (values[i] is not { } value)
                {
                    isDrawing = false;
                    continue;
                }

                path.Append(isDrawing ? 'L' : 'M').Append(Escaping.Coordinate(places[i])).Append(' ').Append(Escaping.Coordinate(y.At(value)));
                isDrawing = true;
            }

            if (data.Series.Length == 1 && y.Min == 0 && values.All(value => value is not null) && values.Length > 1)
                html.Add($"<path class=\"area s{s}\" d=\"{path.ToString()}V{y.From}H{places[0]}Z\"/>");
            html.Add($"<path class=\"line s{s}\" d=\"{path.ToString()}\"/>");
            WriteDots(html, values, y, places, s);
        }
    }

    // Points that no line reaches would be invisible, and the last one is the news.
    private static void WriteDots(HtmlWriter html, System.Collections.Immutable.ImmutableArray<double?> values, Scale y, double[] places, int series)
    {
        var last = values.Length - 1;
        while (last >= 0 && values[last] is null) last--;
        for (var i = 0; i <= last; i++)
        {
            var isAlone = (i == 0 || values[i - 1] is null) && (i == values.Length - 1 || values[i + 1] is null);
            if (values[i] is { } value && (i == last || isAlone)) html.Add($"<circle class=\"dot s{series}\" cx=\"{places[i]}\" cy=\"{y.At(value)}\" r=\"3.5\"/>");
        }
    }

    private static void WriteColumns(HtmlWriter html, ChartData data, Scale y, double[] places, double left)
    {
        var band = (Width - Right - left) / data.X.Length;
        var bar = Math.Max(0.8, Math.Min(34, band * 0.76 / data.Series.Length));
        var zero = y.At(Math.Clamp(0, y.Min, y.Max));
        for (var i = 0; i < data.X.Length; i++)
        {
            for (var s = 0; s < data.Series.Length; s++)
            {
                if (data.Series[s].Values[i] is not { } value) continue;
                var x = places[i] + ((s - (data.Series.Length / 2.0)) * bar);
                html.Add($"<rect class=\"bar s{s}\" x=\"{x}\" y=\"{Math.Min(zero, y.At(value))}\" width=\"{bar - (bar > 4 ? 1 : 0)}\" height=\"{Math.Abs(zero - y.At(value))}\"/>");
            }
        }
    }

    // A strip for each place, which shows its values when it is pointed at.
    private static void WriteHits(HtmlWriter html, ChartData data, double[] places, double left)
    {
        if (places.Length > MostHits) return;
        for (var i = 0; i < places.Length; i++)
        {
            var from = i == 0 ? left : (places[i - 1] + places[i]) / 2;
            var to = i == places.Length - 1 ? Width - Right : (places[i] + places[i + 1]) / 2;
            var text = new StringBuilder(CellText.Of(data.X[i], data.XColumn));
            foreach (var series in data.Series)
                text.Append('\n').Append(series.Label).Append(": ").Append(series.Values[i] is { } value ? CellText.OfNumber(value, data.Unit) : CellText.Nothing);
            html.Add($"<g class=\"hit\"><title>{text.ToString()}</title><rect x=\"{from}\" y=\"{Top}\" width=\"{to - from}\" height=\"{Height - Bottom - Top}\"/></g>");
        }
    }
}

/// <summary>Labels of an axis.</summary>
internal static class AxisText
{
    /// <summary>A tick's label, with only as many decimals as the step needs.</summary>
    public static string Of(double tick, Scale scale, FigureColumn unit)
    {
        var factor = unit.Format == ValueFormat.Percent ? 100 : 1;
        var step = scale.Ticks.Length > 1 ? (scale.Ticks[1] - scale.Ticks[0]) * factor : 1;
        var decimals = step >= 1 && Math.Abs(step - Math.Round(step)) < 1e-9 ? 0 : Math.Clamp((int)Math.Ceiling(-Math.Log10(step) + 0.5), 1, 6);
        return CellText.OfNumber(Math.Abs(tick) < 1e-12 ? 0 : tick, unit with { Decimals = decimals });
    }
}
