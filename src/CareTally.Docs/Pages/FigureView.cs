using CareTally.Docs.Charts;
using CareTally.Docs.Figures;
using CareTally.Docs.Html;

namespace CareTally.Docs.Pages;

/// <summary>A figure: its title, its charts and its rows.</summary>
internal static class FigureView
{
    /// <summary>The anchor of a figure.</summary>
    public static string AnchorOf(Figure figure) => $"f-{Slug.Hash($"{figure.Spec.Model}|{figure.Spec.Title}", 12)}";

    /// <summary>All of it.</summary>
    public static void Write(Page page, Figure figure, bool linksToModel)
    {
        Open(page, figure, linksToModel);
        if (figure.Exists && !figure.Columns.IsEmpty) WriteTable(page.Html, figure, isOpen: figure.Spec.Chart is null);
        page.Html.Add($"</figure>\n");
    }

    /// <summary>The charts alone, for an overview; a figure without chart shows its table.</summary>
    public static void WriteSmall(Page page, Figure figure)
    {
        Open(page, figure, linksToModel: true);
        if (figure.Spec.Chart is null && figure.Exists && !figure.Columns.IsEmpty) WriteTable(page.Html, figure, isOpen: true);
        page.Html.Add($"</figure>\n");
    }

    private static void Open(Page page, Figure figure, bool linksToModel)
    {
        var html = page.Html;
        var anchor = AnchorOf(figure);
        html.Add($"<figure id=\"{anchor}\"><figcaption><h3>{figure.Spec.Title}</h3>");
        if (linksToModel) html.Add($"<p class=\"from\">{page.Link(figure.Spec.Model)}{OwnerLine(page, figure)}</p>");
        html.Add($"</figcaption>");
        var charts = ChartData.Of(figure);
        if (charts is [{ Kind: ChartKind.Line, IsContinuous: true, Series: [{ Values: [.., { } latest] }] } line])
            html.Add($"<p class=\"latest\"><b>{CellText.OfNumber(latest, line.Unit)}</b> <span class=\"dim\">{line.Label(line.X[^1])}</span></p>");
        for (var i = 0; i < charts.Length; i++) ChartSvg.Write(html, charts[i], $"{anchor}-{i}");
        foreach (var note in Notes(figure, charts)) html.Add($"<p class=\"note\">{note}</p>");
    }

    private static Markup OwnerLine(Page page, Figure figure)
    {
        var owner = Parts.OwnerOf(page.Contents, page.Contents.Manifest.Nodes[figure.Spec.Model]);
        return owner == Markup.Empty ? owner : Markup.Of($" · {owner}");
    }

    private static IEnumerable<string> Notes(Figure figure, IReadOnlyCollection<ChartData> charts)
    {
        if (!figure.Exists)
        {
            yield return "Not built yet: there are no values to show.";
            yield break;
        }

        if (figure.Rows.IsEmpty && !figure.Columns.IsEmpty) yield return "No rows.";
        if (figure.IsTruncated) yield return $"The first {Page.Count(figure.Rows.Length, "row")} of more.";
        if (!figure.HiddenColumns.IsEmpty)
        {
            var isUndrawn = figure.Spec.Chart is not null && charts.Count == 0 && !figure.Rows.IsEmpty;
            yield return $"Left out because it is marked as personal data: {string.Join(", ", figure.HiddenColumns)}.{(isUndrawn ? " Without it there is no chart." : "")}";
        }

        foreach (var chart in charts.Where(chart => chart.SeriesLeftOut > 0))
            yield return $"The chart shows {Page.Count(chart.Series.Length)} of {Page.Count(chart.Series.Length + chart.SeriesLeftOut)} series; the table has all.";
    }

    private static void WriteTable(HtmlWriter html, Figure figure, bool isOpen)
    {
        if (isOpen) html.Add($"<details open><summary>Data</summary>");
        else html.Add($"<details><summary>Data</summary>");
        html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Data of {figure.Spec.Title}\"><table class=\"sortable data\"><thead><tr>");
        var isNumeric = figure.Columns.Select((_, i) => figure.Rows.All(row => row[i] is null || CellText.Number(row[i]) is not null)).ToArray();
        for (var i = 0; i < figure.Columns.Length; i++)
        {
            if (isNumeric[i]) html.Add($"<th scope=\"col\" class=\"num\" title=\"{figure.Columns[i].Name}\">{figure.Columns[i].Label}</th>");
            else html.Add($"<th scope=\"col\" title=\"{figure.Columns[i].Name}\">{figure.Columns[i].Label}</th>");
        }

        html.Add($"</tr></thead><tbody>\n");
        foreach (var row in figure.Rows)
        {
            html.Add($"<tr>");
            for (var i = 0; i < row.Length; i++)
            {
                if (isNumeric[i]) html.Add($"<td class=\"num\">{CellText.Of(row[i], figure.Columns[i])}</td>");
                else html.Add($"<td>{CellText.Of(row[i], figure.Columns[i])}</td>");
            }

            html.Add($"</tr>\n");
        }

        html.Add($"</tbody></table></div></details>");
    }
}
