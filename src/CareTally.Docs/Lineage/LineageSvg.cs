using System.Text;
using CareTally.Core.Manifests;
using CareTally.Docs.Html;
using CareTally.Docs.Pages;

namespace CareTally.Docs.Lineage;

/// <summary>Draws nodes and what they read. Shape tells the kind, not only colour: sources are round, seeds dashed, exposures angular.</summary>
internal static class LineageSvg
{
    private const double CharacterWidth = 7.25;
    private const double BoxHeight = 26;
    private const double Margin = 8;
    private const int LongestLabel = 44;

    /// <summary>The graph of some nodes.</summary>
    /// <param name="page">The page it is on.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="keep">Which of the edges between them to draw.</param>
    /// <param name="here">The node the page is about, or null.</param>
    /// <param name="label">What a screen reader calls it.</param>
    public static void Write(Page page, IReadOnlyList<Node> nodes, Func<NodeId, NodeId, bool> keep, NodeId? here, string label)
    {
        var index = nodes.Select((node, i) => (node.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        var edges = nodes.SelectMany((node, to) => node.DependsOn
            .Where(parent => index.ContainsKey(parent) && keep(parent, node.Id))
            .Select(parent => (From: index[parent], To: to))).ToArray();
        var labels = nodes.Select(node => Shorten(SiteContents.Name(node))).ToArray();
        var layout = LayeredLayout.Of([.. labels.Select(text => new Box((text.Length * CharacterWidth) + 22, BoxHeight))], edges);

        var html = page.Html;
        var (width, height) = (layout.Width + (2 * Margin), layout.Height + (2 * Margin));
        html.Add($"<div class=\"scroll dag\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\"><svg class=\"lineage\" width=\"{width}\" height=\"{height}\" viewBox=\"{-Margin} {-Margin} {width} {height}\">\n<g class=\"edges\">");
        foreach (var edge in layout.Edges) html.Add($"<path d=\"{PathOf(edge)}\" data-e=\"{edge.From} {edge.To}\"/>");
        html.Add($"</g>\n");
        // In order of layers, so that the tab key goes the way the data go.
        foreach (var i in Enumerable.Range(0, nodes.Count).OrderBy(i => layout.Boxes[i].Layer).ThenBy(i => layout.Boxes[i].Y))
            WriteNode(page, nodes[i], layout.Boxes[i], labels[i], i, nodes[i].Id == here);
        html.Add($"</svg></div>\n");
    }

    private static void WriteNode(Page page, Node node, PlacedBox box, string label, int index, bool isHere)
    {
        var html = page.Html;
        var kind = NodeId.Word(node.Id.Kind);
        if (isHere) html.Add($"<g class=\"n {kind} here\" data-n=\"{index}\">");
        else html.Add($"<a class=\"n {kind}\" href=\"{page.To(node.Id)}\" data-n=\"{index}\">");
        if (label.EndsWith('…')) html.Add($"<title>{SiteContents.Name(node)}</title>");
        html.Add($"<rect x=\"{box.X}\" y=\"{box.Y}\" width=\"{box.Width}\" height=\"{box.Height}\" rx=\"{(node switch { SourceNode => BoxHeight / 2, ExposureNode => 0, _ => 4 })}\"/><text x=\"{box.X + 11}\" y=\"{box.Y + 17}\">{label}</text>");
        if (isHere) html.Add($"</g>\n");
        else html.Add($"</a>\n");
    }

    private static string PathOf(PlacedEdge edge)
    {
        var path = new StringBuilder();
        var (x, y) = edge.Points[0];
        path.Append('M').Append(Escaping.Coordinate(x)).Append(' ').Append(Escaping.Coordinate(y));
        foreach (var (nextX, nextY) in edge.Points.Skip(1))
        {
            if (Math.Abs(nextY - y) < 0.05)
            {
                path.Append('H').Append(Escaping.Coordinate(nextX));
            }
            else
            {
                var middle = Escaping.Coordinate((x + nextX) / 2);
                path.Append('C').Append(middle).Append(' ').Append(Escaping.Coordinate(y)).Append(' ').Append(middle).Append(' ')
                    .Append(Escaping.Coordinate(nextY)).Append(' ').Append(Escaping.Coordinate(nextX)).Append(' ').Append(Escaping.Coordinate(nextY));
            }

            (x, y) = (nextX, nextY);
        }

        return path.ToString();
    }

    private static string Shorten(string name) => name.Length > LongestLabel ? name[..(LongestLabel - 1)] + "…" : name;
}
