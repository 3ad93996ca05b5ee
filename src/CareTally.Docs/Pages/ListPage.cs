using CareTally.Core.Manifests;
using CareTally.Docs.Html;

namespace CareTally.Docs.Pages;

/// <summary>Lists of models, seeds, snapshots, functions and sources.</summary>
internal static class ListPage
{
    /// <summary>The list of snapshots, which a project without any does not have.</summary>
    public const string Snapshots = "snapshots/index.html";

    /// <summary>The list of functions, which a project without any does not have.</summary>
    public const string Functions = "functions/index.html";

    public static SiteFile OfSnapshots(SiteContents contents) => Build(contents, Snapshots, "Snapshots", contents.Snapshots);

    public static SiteFile OfFunctions(SiteContents contents) => Build(contents, Functions, "Functions", contents.Functions);

    public static SiteFile OfModels(SiteContents contents) => Build(contents, "models/index.html", "Models", contents.Models);

    public static SiteFile OfSeeds(SiteContents contents) => Build(contents, "seeds/index.html", "Seeds", contents.Seeds);

    public static SiteFile OfSources(SiteContents contents) => Page.Build(contents, "sources/index.html", "Sources", "sources/index.html", page =>
    {
        page.Html.Add($"<h1>Sources</h1>\n");
        if (!contents.Sources.Any()) page.Html.Add($"<p class=\"empty\">The project has no sources.</p>\n");
        foreach (var source in contents.Sources.GroupBy(source => source.SourceName))
        {
            page.Html.Add($"<section><h2>{source.Key}</h2>{MarkdownText.Block(source.First().SourceDescription)}\n");
            WriteTable(page, [.. source], $"Tables of {source.Key}");
            page.Html.Add($"</section>\n");
        }
    });

    /// <summary>A table of relations, with a box to filter it.</summary>
    public static void WriteTable(Page page, IReadOnlyCollection<RelationNode> nodes, string label)
    {
        var html = page.Html;
        html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\"><table class=\"sortable filterable list relations\"><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Description</th><th scope=\"col\">Folder</th><th scope=\"col\">Kind</th><th scope=\"col\">Owner</th><th scope=\"col\">Tests</th><th scope=\"col\">Last run</th></tr></thead><tbody>\n");
        foreach (var node in nodes)
        {
            html.Add($"<tr><th scope=\"row\">{page.Link(node.Id)}</th><td class=\"text\">{MarkdownText.FirstSentence(node.Description)}</td><td class=\"dim\">{Folder(node)}</td><td>{Parts.KindOf(node)}</td>");
            html.Add($"<td>{Parts.OwnerOf(page.Contents, node)}</td><td>{Parts.TestCounts(page.Contents, page.Contents.TestsOf(node.Id))}</td><td>{Ending(page.Contents, node)}</td></tr>\n");
        }

        html.Add($"</tbody></table></div>\n");
    }

    /// <summary>How the last run of a relation ended; nothing for what is never run.</summary>
    public static Markup Ending(SiteContents contents, RelationNode node) =>
        node is SourceNode or ModelNode { Materialization: Materialization.Ephemeral } ? Markup.Empty : Status.Of(contents.ResultOf(node.Id)).Chip;

    private static SiteFile Build(SiteContents contents, string path, string title, IEnumerable<RelationNode> nodes) => Page.Build(contents, path, title, path, page =>
    {
        var all = nodes.ToArray();
        page.Html.Add($"<h1>{title}</h1>\n");
        if (all.Length == 0) page.Html.Add($"<p class=\"empty\">The project has no {title.ToLowerInvariant()}.</p>\n");
        else WriteTable(page, all, title);
    });

    private static string Folder(RelationNode node) => string.Join(" / ", node.Fqn.Skip(1).SkipLast(node is SourceNode or ModelNode { Version: not null } ? 2 : 1));
}
