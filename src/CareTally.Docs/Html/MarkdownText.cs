using System.Buffers;
using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CareTally.Docs.Html;

/// <summary>
/// Descriptions as markup. They are other people's text: raw HTML is shown as text, images become links (nothing is loaded from
/// elsewhere), and only web and mail addresses are linked.
/// </summary>
internal static class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();
    private static readonly SearchValues<char> Special = SearchValues.Create("`*_[]<>#|\\&~\n");
    private static readonly string[] Schemes = ["https://", "http://", "mailto:"];

    /// <summary>Paragraphs, lists, tables.</summary>
    public static Markup Block(string markdown) =>
        IsPlain(markdown) ? Markup.Of($"<p>{markdown.Trim()}</p>") : new Markup(Render(markdown));

    /// <summary>The same, without the paragraph around it where it is a single one: for table cells.</summary>
    public static Markup Cell(string markdown)
    {
        if (IsPlain(markdown)) return Markup.Escaped(markdown.Trim());
        var html = Render(markdown).Trim();
        return new Markup(html.StartsWith("<p>", StringComparison.Ordinal) && html.IndexOf("</p>", StringComparison.Ordinal) == html.Length - 4 ? html[3..^4] : html);
    }

    /// <summary>The first sentence as plain text: for lists.</summary>
    public static string FirstSentence(string markdown)
    {
        var text = IsPlain(markdown) ? markdown : Markdown.ToPlainText(markdown, Pipeline);
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        for (var i = 0; i < text.Length - 1; i++)
        {
            if (text[i] is '.' or '!' or '?' && text[i + 1] == ' ' && i > 1 && !char.IsUpper(text[i - 1])) return text[..(i + 1)];
        }

        return text;
    }

    // Most descriptions are a plain sentence, which needs no parser.
    private static bool IsPlain(string text) => text.AsSpan().IndexOfAny(Special) < 0 && (text.Length == 0 || char.IsLetter(text[0]));

    private static string Render(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>()) heading.Level = Math.Min(6, heading.Level + 2);
        foreach (var link in document.Descendants<LinkInline>().ToArray()) Restrict(link);
        foreach (var link in document.Descendants<AutolinkInline>().ToArray())
        {
            if (!link.IsEmail && !IsAllowed(link.Url)) link.ReplaceBy(new LiteralInline(link.Url));
        }

        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        return writer.ToString();
    }

    private static void Restrict(LinkInline link)
    {
        link.IsImage = false;
        if (IsAllowed(link.Url)) return;
        var text = new ContainerInline();
        link.ReplaceBy(text, copyChildren: true);
    }

    private static bool IsAllowed(string? url) => url is not null && Schemes.Any(scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
}
