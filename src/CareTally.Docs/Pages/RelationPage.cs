using CareTally.Core.Manifests;
using CareTally.Core.Running;
using CareTally.Docs.Html;
using CareTally.Docs.Lineage;

namespace CareTally.Docs.Pages;

/// <summary>The page of a model, a seed, a snapshot, a function or a source table: what it means, what is in it, and whether it can be relied on.</summary>
internal static class RelationPage
{
    private const int MostNeighbours = 14;

    public static SiteFile Build(SiteContents contents, RelationNode node)
    {
        var section = node switch { ModelNode => "models/index.html", SeedNode => "seeds/index.html", SnapshotNode => ListPage.Snapshots, FunctionNode => ListPage.Functions, _ => "sources/index.html" };
        return Page.Build(contents, contents.PathOf(node.Id), SiteContents.Name(node), section, page =>
        {
            WriteHead(page, node);
            WriteFigures(page, node);
            if (node is FunctionNode function) SignatureTable.Write(page, function);
            WriteColumns(page, node);
            WriteTests(page, node);
            WriteLineage(page, node);
            WriteCode(page, node);
        });
    }

    private static void WriteHead(Page page, RelationNode node)
    {
        var (contents, html) = (page.Contents, page.Html);
        var tests = contents.TestsOf(node.Id);
        html.Add($"<div class=\"title\"><h1>{SiteContents.Name(node)}</h1><p class=\"chips\"><span class=\"kind\">{Parts.KindOf(node)}</span> {ListPage.Ending(contents, node)} {Parts.TestCounts(contents, tests)}</p></div>\n");
        if (node.Description.Length > 0) html.Add($"<div class=\"prose\">{MarkdownText.Block(node.Description)}</div>\n");
        else html.Add($"<p class=\"empty\">No description.</p>\n");

        html.Add($"<dl class=\"facts\">");
        Fact(html, "Owner", Parts.OwnerOf(contents, node));
        if (node is ModelNode model) GovernanceFacts.Write(page, model);
        if (node is SourceNode { External: { } files }) Fact(html, "Files", Markup.Of($"<code>{files.Location}</code> ({files.Format})"));
        else if (node is not ModelNode { Materialization: Materialization.Ephemeral }) Fact(html, "Relation", Where(contents, node));
        Fact(html, "Last run", Ending(page, node));
        Fact(html, "Tags", Markup.Escaped(string.Join(", ", node.Tags)));
        Fact(html, "Defined in", Markup.Of($"<code>{node.Path}</code>"));
        html.Add($"</dl>\n");
        if (node is SourceNode { SourceDescription.Length: > 0 } source) html.Add($"<details class=\"about\"><summary>About {source.SourceName}</summary><div class=\"prose\">{MarkdownText.Block(source.SourceDescription)}</div></details>\n");
    }

    private static Markup Where(SiteContents contents, RelationNode node) =>
        contents.Existing(node) is not null || node is SourceNode or FunctionNode
            ? Markup.Of($"<code>{node.Relation.ToString()}</code>")
            : Markup.Of($"<code>{node.Relation.ToString()}</code> <span class=\"dim\">does not exist in target {contents.Manifest.Project.Target.Name}</span>");

    public static void Fact(HtmlWriter html, string name, Markup value)
    {
        if (value.Text.Length > 0) html.Add($"<div><dt>{name}</dt><dd>{value}</dd></div>");
    }

    // A message of the database may quote the data, so only its code and place are shown.
    private static Markup Ending(Page page, RelationNode node) => page.Contents.ResultOf(node.Id) switch
    {
        NodeResult.Built { Rows: { } rows } built => Markup.Of($"{Page.Time(built.StartedAt)}, {Page.Count(rows, "row")} in {Page.Duration(built.Elapsed)}"),
        NodeResult.Rejected rejected => Markup.Of($"{Page.Time(rejected.StartedAt)}: new rows failed their tests{(rejected.RejectedRelation is { } aside ? $" and lie in {aside}" : "")}; what is shown is the version before"),
        NodeResult.PartlyBuilt { Batches: { } batches } partly => Markup.Of($"{Page.Time(partly.StartedAt)}: {Page.Count(batches.Failed.Length, "batch")} of {batches.Failed.Length + batches.Successful.Length} failed; the run's output says more"),
        NodeResult.Errored errored => Markup.Of($"{Page.Time(errored.StartedAt)}: {errored.Diagnostic.Kind.Code}{(errored.Diagnostic.Span is { } span ? $" at {span}" : "")}; the run's output says more"),
        NodeResult.Skipped { BecauseOf: { } culprit } when culprit.Kind is not (NodeKind.Test or NodeKind.UnitTest) => Markup.Of($"skipped because of {page.Link(culprit)}"),
        NodeResult.Skipped { BecauseOf: { } culprit } => Markup.Of($"skipped because of {page.Contents.Manifest.Nodes[culprit].Name}"),
        NodeResult.Skipped => Markup.Of($"skipped: the run was interrupted"),
        null => Markup.Empty,
        { } result => Markup.Of($"{Page.Time(result.StartedAt)}, in {Page.Duration(result.Elapsed)}"),
    };

    private static void WriteFigures(Page page, RelationNode node)
    {
        var figures = page.Contents.Input.Figures.GetValueOrDefault(node.Id, []);
        if (figures.IsEmpty) return;
        page.Html.Add($"<section><h2 id=\"figures\">Figures</h2><div class=\"figures\">\n");
        foreach (var figure in figures) FigureView.Write(page, figure, linksToModel: false);
        page.Html.Add($"</div></section>\n");
    }

    private static void WriteColumns(Page page, RelationNode node) => ColumnsTable.Write(page, node);

    private static void WriteTests(Page page, RelationNode node)
    {
        var tests = page.Contents.TestsOf(node.Id).Where(test => test.Generic?.Column is null).ToArray();
        if (tests.Length == 0) return;
        page.Html.Add($"<section><h2 id=\"tests\">Tests of the whole</h2><ul class=\"rows\">\n");
        foreach (var test in tests)
        {
            page.Html.Add($"<li>{Parts.Test(page, test)}");
            if (test.Description.Length > 0) page.Html.Add($" <span class=\"dim\">{MarkdownText.FirstSentence(test.Description)}</span>");
            page.Html.Add($"</li>\n");
        }

        page.Html.Add($"</ul></section>\n");
    }

    private static void WriteLineage(Page page, RelationNode node)
    {
        var manifest = page.Contents.Manifest;
        var parents = node.DependsOn.Where(id => id.Kind is not (NodeKind.Test or NodeKind.UnitTest)).ToArray();
        var children = manifest.ChildrenOf(node.Id).Where(id => manifest.Nodes[id] is RelationNode or ExposureNode).ToArray();
        if (parents.Length + children.Length == 0) return;

        page.Html.Add($"<section><h2 id=\"lineage\">Lineage</h2>\n");
        Node[] shown = [.. parents.Take(MostNeighbours).Append(node.Id).Concat(children.Take(MostNeighbours)).Distinct().Select(id => manifest.Nodes[id])];
        LineageSvg.Write(page, shown, (from, to) => from == node.Id || to == node.Id, node.Id, $"Lineage of {SiteContents.Name(node)}");
        page.Html.Add($"<div class=\"halves\">");
        WriteLinks(page, "Built from", parents);
        WriteLinks(page, "Used by", children);
        page.Html.Add($"</div></section>\n");
    }

    public static void WriteLinks(Page page, string title, NodeId[] nodes)
    {
        page.Html.Add($"<div><h3>{title} <span class=\"dim\">{nodes.Length}</span></h3><ul class=\"rows\">");
        foreach (var id in nodes)
            page.Html.Add($"<li>{page.Link(id)} <span class=\"dim\">{Parts.KindOf(page.Contents.Manifest.Nodes[id])}</span></li>");
        page.Html.Add($"</ul></div>\n");
    }

    private static void WriteCode(Page page, RelationNode node)
    {
        if (MacroUses.RawCode(node) is not { } template) return;
        page.Html.Add($"<section><h2 id=\"sql\">SQL</h2>\n");
        Parts.Sql(page.Html, "Template", template);
        if (page.Contents.Input.CompiledSql.GetValueOrDefault(node.Id) is { } sql) Parts.Sql(page.Html, "Compiled", sql);
        page.Html.Add($"</section>\n");
    }
}
