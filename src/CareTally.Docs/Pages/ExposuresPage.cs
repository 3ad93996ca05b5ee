using CareTally.Core.Manifests;
using CareTally.Docs.Html;

namespace CareTally.Docs.Pages;

/// <summary>What uses the project from outside: dashboards, applications, and what each is built from.</summary>
internal static class ExposuresPage
{
    public const string Path = "exposures/index.html";

    public static SiteFile Build(SiteContents contents) => Page.Build(contents, Path, "Exposures", Path, page =>
    {
        page.Html.Add($"<h1>Exposures</h1>\n<p class=\"lead\">What uses the project from outside: {Page.Count(contents.Exposures.Length, "exposure")}.</p>\n");
        foreach (var exposure in contents.Exposures) WriteOne(page, exposure);
    });

    private static void WriteOne(Page page, ExposureNode exposure)
    {
        var html = page.Html;
        html.Add($"<section><h2 id=\"{SiteContents.AnchorOf(exposure)}\">{SiteContents.Name(exposure)}</h2>\n<p class=\"chips\"><span class=\"kind\">{exposure.Type}</span>");
        if (exposure.Maturity is { } maturity) html.Add($" <span class=\"kind\">{maturity} maturity</span>");
        html.Add($"</p>\n");
        if (exposure.Description.Length > 0) html.Add($"<div class=\"prose\">{MarkdownText.Block(exposure.Description)}</div>\n");
        html.Add($"<dl class=\"facts\">");
        RelationPage.Fact(html, "Owner", Parts.OwnerOf(page.Contents, exposure));
        RelationPage.Fact(html, "Address", AddressOf(exposure.Url));
        RelationPage.Fact(html, "Tags", Markup.Escaped(string.Join(", ", exposure.Tags)));
        RelationPage.Fact(html, "Defined in", Markup.Of($"<code>{exposure.Path}</code>"));
        html.Add($"</dl>\n");
        RelationPage.WriteLinks(page, "Built from", [.. exposure.DependsOn]);
        html.Add($"</section>\n");
    }

    // Anything else, a script say, is shown and not linked.
    private static Markup AddressOf(string? url) => url switch
    {
        null => Markup.Empty,
        _ when Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" => Markup.Of($"<a href=\"{url}\" rel=\"noreferrer\">{url}</a>"),
        _ => Markup.Escaped(url),
    };
}
