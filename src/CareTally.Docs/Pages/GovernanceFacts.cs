using System.Globalization;
using CareTally.Core.Manifests;
using CareTally.Core.Projects.Properties;
using CareTally.Docs.Html;

namespace CareTally.Docs.Pages;

/// <summary>What a model's page says of its versions, its group, its access and its contract.</summary>
internal static class GovernanceFacts
{
    public static void Write(Page page, ModelNode model)
    {
        var html = page.Html;
        if (model.Version is not null) RelationPage.Fact(html, "Versions", VersionsOf(page, model));
        if (model.DeprecationDate is { Date: var date }) RelationPage.Fact(html, "Deprecated", Markup.Escaped(date.ToString("d MMM yyyy", CultureInfo.InvariantCulture)));
        RelationPage.Fact(html, "Group", Markup.Escaped(model.Group ?? ""));
        if (model.Access != ModelAccess.Protected) RelationPage.Fact(html, "Access", Markup.Escaped(model.Access.ToString().ToLowerInvariant()));
        if (model.Contract.IsEnforced) RelationPage.Fact(html, "Contract", Markup.Escaped(string.Join(", ", ["enforced", .. model.Constraints.Select(Words)])));
    }

    /// <summary>A constraint in a few words.</summary>
    public static string Words(Constraint constraint)
    {
        var word = Constraint.Word(constraint.Kind).Replace('_', ' ');
        return constraint switch
        {
            { Kind: ConstraintKind.Check or ConstraintKind.Custom, Expression: { } expression } => $"{word} {expression}",
            { Columns.IsEmpty: false } => $"{word} ({string.Join(", ", constraint.Columns)})",
            _ => word,
        };
    }

    private static Markup VersionsOf(Page page, ModelNode model)
    {
        var html = new HtmlWriter(128);
        foreach (var other in page.Contents.Models.Where(other => other.Name == model.Name && other.Package == model.Package).OrderByDescending(other => other.Version))
        {
            if (other.Id == model.Id) html.Add($"<b>{other.Version!.Text}</b>");
            else html.Add($"<a href=\"{page.To(other.Id)}\">{other.Version!.Text}</a>");
            if (other.IsLatestVersion) html.Add($" (the latest)");
            html.Add($" ");
        }

        return new Markup(html.ToString().TrimEnd());
    }
}
