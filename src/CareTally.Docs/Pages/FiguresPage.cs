namespace CareTally.Docs.Pages;

/// <summary>All figures together.</summary>
internal static class FiguresPage
{
    public const string Path = "figures.html";

    public static SiteFile Build(SiteContents contents) => Page.Build(contents, Path, "Figures", Path, page =>
    {
        var html = page.Html;
        html.Add($"<h1>Figures</h1>\n");
        if (contents.Figures.IsEmpty)
        {
            html.Add($"<p class=\"empty\">No model asks for figures yet. Put <code>meta: &lbrace;figures: …&rbrace;</code> into a model's config to see its values here.</p>\n");
            return;
        }

        html.Add($"<p class=\"lead\">{Page.Count(contents.Figures.Length, "figure")}, as they were in the warehouse when this page was generated, {Page.Time(contents.Input.GeneratedAt)}.</p>\n<div class=\"figures\">\n");
        foreach (var figure in contents.Figures) FigureView.Write(page, figure, linksToModel: true);
        html.Add($"</div>\n");
    });
}
