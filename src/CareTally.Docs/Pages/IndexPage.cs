using CareTally.Core.Manifests;
using CareTally.Core.Running;

namespace CareTally.Docs.Pages;

/// <summary>The project at a glance: how the last run ended, its figures, and what it delivers.</summary>
internal static class IndexPage
{
    private const string Path = "index.html";
    private const int MostFigures = 6;
    private const int MostTroubles = 12;

    public static SiteFile Build(SiteContents contents) => Page.Build(contents, Path, "Overview", Path, page =>
    {
        var project = contents.Manifest.Project;
        page.Html.Add($"<h1>{project.Name}</h1>\n<p class=\"lead\">");
        if (project.Version is { } version) page.Html.Add($"Version {version}. ");
        page.Html.Add($"Target <b>{project.Target.Name}</b>, {project.Target.Type}. Values as of {Page.Time(contents.Input.GeneratedAt)}.</p>\n");
        WriteCards(page);
        WriteTroubles(page);
        WriteFigures(page);
        WriteMarts(page);
    });

    private static void WriteCards(Page page)
    {
        var (contents, html) = (page.Contents, page.Html);
        html.Add($"<ul class=\"cards\">\n");
        WriteRunCard(page);
        var kinds = contents.Models.GroupBy(model => model.Materialization).OrderBy(group => group.Key)
            .Select(group => $"{Page.Count(group.Count())} {Parts.MaterializationOf(group.First())}{(group.Count() == 1 || group.Key == Materialization.Ephemeral ? "" : "s")}");
        WriteCard(page, "models/index.html", "Models", contents.Models.Count(), string.Join(", ", kinds));
        WriteCard(page, "sources/index.html", "Source tables", contents.Sources.Count(), Page.Count(contents.Sources.Select(source => source.SourceName).Distinct().Count(), "source"));
        WriteCard(page, "seeds/index.html", "Seeds", contents.Seeds.Count(), "reference tables");
        if (contents.Functions.Any()) WriteCard(page, ListPage.Functions, "Functions", contents.Functions.Count(), "called by queries");
        if (contents.Snapshots.Any()) WriteCard(page, ListPage.Snapshots, "Snapshots", contents.Snapshots.Count(), "histories");
        html.Add($"<li><a href=\"{page.To("tests/index.html")}\"><span class=\"label\">Tests</span><b>{Page.Count(contents.Tests.Length)}</b></a><span class=\"sub\">{Parts.TestCounts(contents, contents.Tests)}</span></li>\n");
        html.Add($"</ul>\n");
    }

    private static void WriteCard(Page page, string path, string label, int count, string detail) =>
        page.Html.Add($"<li><a href=\"{page.To(path)}\"><span class=\"label\">{label}</span><b>{Page.Count(count)}</b></a><span class=\"sub\">{detail}</span></li>\n");

    private static void WriteRunCard(Page page)
    {
        if (page.Contents.Input.Results is not { } results)
        {
            page.Html.Add($"<li><span class=\"label\">Last run</span><b class=\"word\">None yet</b><span class=\"sub\">run <code>tally build</code></span></li>\n");
            return;
        }

        var (word, style) = results.IsInterrupted ? ("Interrupted", "warn")
            : !results.IsSuccess ? ("Failed", "bad")
            : results.Results.Any(result => result is NodeResult.Warned) ? ("Warnings", "warn") : ("Succeeded", "ok");
        page.Html.Add($"<li><span class=\"label\">Last run</span><b class=\"word state {style}\">{word}</b><span class=\"sub\">{Page.Time(results.StartedAt)}, took {Page.Duration(results.Elapsed)}</span></li>\n");
    }

    private static void WriteTroubles(Page page)
    {
        var (contents, html) = (page.Contents, page.Html);
        var troubles = contents.Manifest.Order
            .Select(id => (Node: contents.Manifest.Nodes[id], Result: contents.ResultOf(id)))
            .Where(pair => pair.Result is { IsFailure: true } and not NodeResult.Skipped or NodeResult.Warned)
            .OrderByDescending(pair => Status.Of(pair.Result).Rank).ToArray();
        var skipped = contents.Input.Results?.Results.Count(result => result is NodeResult.Skipped) ?? 0;
        if (troubles.Length == 0 && skipped == 0) return;

        html.Add($"<section><h2>Needs attention</h2><ul class=\"rows\">\n");
        foreach (var (node, result) in troubles.Take(MostTroubles))
        {
            var address = node switch
            {
                DataTestNode test => page.To(test),
                UnitTestNode { Model: null } => page.To("tests/index.html"),
                UnitTestNode { Model: { } model } => page.To(model),
                _ => page.To(node.Id),
            };
            html.Add($"<li>{Status.Of(result).Chip} <a href=\"{address}\">{SiteContents.Name(node)}</a>");
            if (Parts.Failures(result) is > 0 and var failures) html.Add($" <span class=\"dim\">{Page.Count(failures, "row")}</span>");
            html.Add($"</li>\n");
        }

        html.Add($"</ul>");
        if (troubles.Length > MostTroubles) html.Add($"<p class=\"note\">and {Page.Count(troubles.Length - MostTroubles)} more, see <a href=\"{page.To("tests/index.html")}\">tests</a> and <a href=\"{page.To("models/index.html")}\">models</a>.</p>");
        if (skipped > 0) html.Add($"<p class=\"note\">{Page.Count(skipped, "node was", "nodes were")} skipped.</p>");
        html.Add($"</section>\n");
    }

    private static void WriteFigures(Page page)
    {
        var figures = page.Contents.Figures;
        if (figures.IsEmpty) return;
        page.Html.Add($"<section><h2>Figures</h2><div class=\"figures small\">\n");
        foreach (var figure in figures.Take(MostFigures)) FigureView.WriteSmall(page, figure);
        page.Html.Add($"</div><p class=\"more\"><a href=\"{page.To(FiguresPage.Path)}\">All figures with their data</a></p></section>\n");
    }

    private static void WriteMarts(Page page)
    {
        var contents = page.Contents;
        var ends = contents.Models.Where(model => !contents.Manifest.ChildrenOf(model.Id).Any(child => child.Kind == NodeKind.Model)).ToArray();
        if (ends.Length == 0) return;
        page.Html.Add($"<section><h2>What it delivers</h2><p class=\"dim\">{Page.Count(ends.Length, "model")} that no other model is built from.</p>\n");
        ListPage.WriteTable(page, ends, "Delivered models");
        page.Html.Add($"</section>\n");
    }
}
