using CareTally.Core.Manifests;
using CareTally.Docs.Html;
using CareTally.Docs.Lineage;

namespace CareTally.Docs.Pages;

/// <summary>The whole project as one graph.</summary>
internal static class LineagePage
{
    public const string Path = "lineage.html";

    public static SiteFile Build(SiteContents contents) => Page.Build(contents, Path, "Lineage", Path, page =>
    {
        var nodes = contents.Manifest.Order.Select(id => contents.Manifest.Nodes[id]).Where(node => node is RelationNode or ExposureNode).ToArray();
        page.Html.Add($"<h1>Lineage</h1>\n");
        if (nodes.Length == 0)
        {
            page.Html.Add($"<p class=\"empty\">The project has nothing to draw yet.</p>\n");
            return;
        }

        page.Html.Add($"<p class=\"lead\">{Page.Count(nodes.Length, "node")}, read from left to right. Point at one to see what it is built from and what is built from it.</p>\n");
        WriteLegend(page);
        LineageSvg.Write(page, nodes, (_, _) => true, null, "Lineage of the whole project");
    });

    /// <summary>What the shapes mean.</summary>
    public static void WriteLegend(Page page) => page.Html.Add($"""
        <ul class="legend lineage-legend"><li><svg class="lineage" width="30" height="16" aria-hidden="true"><g class="n source"><rect x="1" y="1" width="28" height="14" rx="7"/></g></svg>source</li><li><svg class="lineage" width="30" height="16" aria-hidden="true"><g class="n seed"><rect x="1" y="1" width="28" height="14" rx="3"/></g></svg>seed</li><li><svg class="lineage" width="30" height="16" aria-hidden="true"><g class="n model"><rect x="1" y="1" width="28" height="14" rx="3"/></g></svg>model</li>{LegendOfExposures(page)}</ul>

        """);

    private static Markup LegendOfExposures(Page page) => page.Contents.Exposures.IsEmpty
        ? Markup.Empty
        : Markup.Of($"<li><svg class=\"lineage\" width=\"30\" height=\"16\" aria-hidden=\"true\"><g class=\"n exposure\"><rect x=\"1\" y=\"1\" width=\"28\" height=\"14\"/></g></svg>exposure</li>");
}
