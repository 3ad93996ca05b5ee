using CareTally.Core.Manifests;
using CareTally.Core.Projects.Properties;
using CareTally.Docs.Html;

namespace CareTally.Docs.Pages;

/// <summary>How a function is called: its arguments, and what it returns.</summary>
internal static class SignatureTable
{
    public static void Write(Page page, FunctionNode function)
    {
        var html = page.Html;
        html.Add($"<section><h2 id=\"signature\">Signature</h2><p><code>{function.Call}</code> returns <code>{function.ReturnType}</code>{Described(function.Signature.Returns?.Description)}</p>\n");
        if (!function.Signature.Arguments.IsEmpty)
        {
            html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Arguments\"><table class=\"columns\"><thead><tr><th scope=\"col\">Argument</th><th scope=\"col\">Type</th><th scope=\"col\">Default</th><th scope=\"col\">Description</th></tr></thead><tbody>\n");
            foreach (var argument in function.Signature.Arguments) WriteRow(html, argument);
            html.Add($"</tbody></table></div>\n");
        }

        html.Add($"</section>\n");
    }

    private static void WriteRow(HtmlWriter html, FunctionArgument argument) => html.Add(
        $"<tr><th scope=\"row\"><code>{argument.Name}</code></th><td><code>{argument.DataType}</code></td><td>{argument.DefaultValue?.ToText() ?? ""}</td><td class=\"text\">{MarkdownText.Block(argument.Description ?? "")}</td></tr>\n");

    private static Markup Described(string? description) => description is null ? Markup.Empty : Markup.Of($": {MarkdownText.FirstSentence(description)}");
}
