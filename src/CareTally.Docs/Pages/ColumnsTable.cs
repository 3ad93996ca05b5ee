using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Docs.Html;

namespace CareTally.Docs.Pages;

/// <summary>The columns of a relation: those that exist, in their order, and those that are only described.</summary>
internal static class ColumnsTable
{
    private const int LongestType = 60;

    public static void Write(Page page, RelationNode node)
    {
        var existing = page.Contents.Existing(node)?.Columns ?? [];
        var described = node.Columns.Select(column => node is ModelNode { Contract.IsEnforced: true } ? column : column with { Constraints = [] }).DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        var names = existing.Select(column => column.Name).Concat(described.Keys).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (names.Length == 0) return;

        var types = existing.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        var tests = page.Contents.TestsOf(node.Id).Where(test => test.Generic?.Column is not null)
            .ToLookup(test => test.Generic!.Column!, StringComparer.OrdinalIgnoreCase);
        page.Html.Add($"<section><h2 id=\"columns\">Columns <span class=\"dim\">{names.Length}</span></h2><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Columns\"><table class=\"columns\"><thead><tr><th scope=\"col\">Column</th><th scope=\"col\">Type</th><th scope=\"col\">Description</th><th scope=\"col\">Tests</th></tr></thead><tbody>\n");
        foreach (var name in names)
            WriteRow(page, types.GetValueOrDefault(name), described.GetValueOrDefault(name), tests[name], isKnown: !existing.IsEmpty);
        page.Html.Add($"</tbody></table></div></section>\n");
    }

    private static void WriteRow(Page page, Column? column, NodeColumn? described, IEnumerable<DataTestNode> tests, bool isKnown)
    {
        var html = page.Html;
        var name = column?.Name ?? described!.Name;
        html.Add($"<tr id=\"c-{Slug.Of(name)}\"><th scope=\"row\"><code>{name}</code>");
        if (described is not null && PersonalData.IsMarked(described)) html.Add($" <span class=\"kind\" title=\"Its values are never shown\">personal data</span>");
        if (column is null && isKnown) html.Add($" <span class=\"chip warn\">not in the relation</span>");
        html.Add($"</th><td>{Type(column?.DataType ?? described?.DataType ?? "")}</td><td class=\"text\">{MarkdownText.Cell(described?.Description ?? "")}</td><td class=\"chips\">");
        foreach (var constraint in described?.Constraints ?? []) html.Add($"<span class=\"kind\" title=\"Part of the contract\">{GovernanceFacts.Words(constraint)}</span> ");
        foreach (var test in tests) html.Add($"{Parts.Test(page, test)} ");
        html.Add($"</td></tr>\n");
    }

    private static Markup Type(string type) => type.Length == 0 ? Markup.Empty : type.Length <= LongestType
        ? Markup.Of($"<code>{type}</code>")
        : Markup.Of($"<details class=\"type\"><summary><code>{type.Split('(')[0].Trim()}</code></summary><code>{type}</code></details>");
}
