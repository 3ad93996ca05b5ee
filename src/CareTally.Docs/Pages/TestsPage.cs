using CareTally.Core.Manifests;
using CareTally.Core.Running;
using CareTally.Docs.Html;

namespace CareTally.Docs.Pages;

/// <summary>Every test with how it ended, worst first.</summary>
internal static class TestsPage
{
    public const string Path = "tests/index.html";

    public static SiteFile Build(SiteContents contents) => Page.Build(contents, Path, "Tests", Path, page =>
    {
        var html = page.Html;
        html.Add($"<h1>Tests</h1>\n");
        if (contents.Tests.IsEmpty)
        {
            html.Add($"<p class=\"empty\">The project has no tests.</p>\n");
            return;
        }

        html.Add($"<p class=\"counts\">{Parts.TestCounts(contents, contents.Tests)}</p>\n");
        html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Tests\"><table class=\"sortable filterable list\"><thead><tr><th scope=\"col\">Status</th><th scope=\"col\">Test</th><th scope=\"col\">Of</th><th scope=\"col\">Column</th><th scope=\"col\" class=\"num\">Failures</th><th scope=\"col\">Severity</th><th scope=\"col\" class=\"num\">Time</th></tr></thead><tbody>\n");
        var ordered = contents.Tests.Select(test => (Test: test, Result: contents.ResultOf(test.Id)))
            .OrderByDescending(pair => Status.Of(pair.Result).Rank).ThenBy(pair => pair.Test.Name, StringComparer.OrdinalIgnoreCase).ThenBy(pair => pair.Test.Id);
        foreach (var (test, result) in ordered) WriteRow(page, test, result);
        html.Add($"</tbody></table></div>\n");
        WriteSingular(page);
    });

    private static void WriteRow(Page page, DataTestNode test, NodeResult? result)
    {
        var html = page.Html;
        html.Add($"<tr id=\"{SiteContents.AnchorOf(test)}\"><td>{Status.Of(result).Chip}</td><th scope=\"row\">{Name(test)}{Because(page, result)}</th><td>");
        var subjects = SiteContents.Subjects(test);
        for (var i = 0; i < subjects.Length; i++)
        {
            if (i > 0) html.Add($", ");
            html.Add(page.Link(subjects[i]));
        }

        var failures = Parts.Failures(result) is { } count ? Page.Count(count) : "";
        var time = result is null or NodeResult.Skipped ? "" : Page.Duration(result.Elapsed);
        html.Add($"</td><td>{test.Generic?.Column}</td><td class=\"num\">{failures}</td><td>{(test.Rules.IsWarning ? "warn" : "error")}</td><td class=\"num\">{time}</td></tr>\n");
    }

    private static Markup Name(DataTestNode test)
    {
        if (test.Template is not null) return Markup.Of($"<a href=\"#{SqlAnchor(test)}\">{test.Name}</a>");
        var arguments = test.Generic is { } generic ? string.Join(", ", generic.Arguments.Entries.Select(entry => $"{entry.Key.ToText()}: {entry.Value.ToText()}")) : "";
        if (test.Rules.Where is { } where) arguments += $"{(arguments.Length > 0 ? ", " : "")}where {where}";
        var name = Markup.Of($"<span title=\"{test.Name}\">{Parts.ShortName(test)}</span>");
        return arguments.Length == 0 ? name : Markup.Of($"{name}<span class=\"args\">{arguments}</span>");
    }

    // A message of the database may quote the data, so only its code and place are shown.
    private static Markup Because(Page page, NodeResult? result) => result switch
    {
        NodeResult.Errored { Diagnostic: var why } => Markup.Of($"<span class=\"args\">{why.Kind.Code}{(why.Span is { } span ? $" at {span}" : "")}</span>"),
        NodeResult.Skipped { BecauseOf: { } culprit } when culprit.Kind is not (NodeKind.Test or NodeKind.UnitTest) => Markup.Of($"<span class=\"args\">because of {page.Link(culprit)}</span>"),
        NodeResult.Skipped { BecauseOf: { } culprit } => Markup.Of($"<span class=\"args\">because of {page.Contents.Manifest.Nodes[culprit].Name}</span>"),
        _ => Markup.Empty,
    };

    private static void WriteSingular(Page page)
    {
        var singular = page.Contents.Tests.Where(test => test.Template is not null).OrderBy(test => test.Name, StringComparer.Ordinal).ToArray();
        if (singular.Length == 0) return;
        page.Html.Add($"<section><h2>Queries of singular tests</h2>\n");
        foreach (var test in singular)
        {
            page.Html.Add($"<h3 id=\"{SqlAnchor(test)}\">{test.Name}</h3>{MarkdownText.Block(test.Description)}<p class=\"dim\"><code>{test.Path}</code></p>\n");
            Parts.Sql(page.Html, "Template", test.Template!.Source.Text);
            if (page.Contents.Input.CompiledSql.GetValueOrDefault(test.Id) is { } sql) Parts.Sql(page.Html, "Compiled SQL", sql);
        }

        page.Html.Add($"</section>\n");
    }

    private static string SqlAnchor(DataTestNode test) => $"q-{SiteContents.AnchorOf(test)}";
}
