using CareTally.Docs.Figures;
using CareTally.Docs.Html;

namespace CareTally.Docs.Charts;

/// <summary>Bars of named things: they lie, so that names are readable and each bar carries its value.</summary>
internal static class HorizontalBars
{
    private const double Width = 760;
    private const double Thickness = 14;

    public static void Write(HtmlWriter html, ChartData data, string id)
    {
        var labels = data.X.Select(x => Shorten(data.Label(x))).ToArray();
        var left = Math.Min(260, (labels.Max(label => label.Length) * 7.6) + 14);
        var values = data.Series.SelectMany(series => series.Values).OfType<double>().ToArray();
        var room = (values.Select(value => CellText.OfNumber(value, data.Unit).Length).DefaultIfEmpty(1).Max() * 7.6) + 10;
        var x = Scale.Over(values, left, Width - room, mustHaveZero: true);
        var row = (Thickness * data.Series.Length) + 10;
        var zero = x.At(0);

        ChartSvg.Open(html, data, id, Width, (row * labels.Length) + 8);
        for (var i = 0; i < labels.Length; i++)
        {
            var top = 4 + (row * i);
            html.Add($"<text class=\"name\" x=\"{left - 8}\" y=\"{top + (row / 2) + 4}\" text-anchor=\"end\">{labels[i]}</text>");
            for (var s = 0; s < data.Series.Length; s++)
            {
                if (data.Series[s].Values[i] is not { } value) continue;
                var y = top + 5 + (Thickness * s);
                var end = x.At(value);
                html.Add($"<rect class=\"bar s{s}\" x=\"{Math.Min(zero, end)}\" y=\"{y + 1}\" width=\"{Math.Max(0.5, Math.Abs(end - zero))}\" height=\"{Thickness - 2}\" rx=\"2\"/>");
                html.Add($"<text class=\"value\" x=\"{Math.Max(zero, end) + 6}\" y=\"{y + (Thickness / 2) + 4}\">{CellText.OfNumber(value, data.Unit)}</text>");
            }
        }

        html.Add($"<path class=\"grid zero\" d=\"M{zero} 2V{(row * labels.Length) + 6}\"/></svg></div>");
    }

    private static string Shorten(string label) => label.Length > 36 ? label[..35] + "…" : label;
}
