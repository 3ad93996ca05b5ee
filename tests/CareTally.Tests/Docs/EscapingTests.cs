using CareTally.Docs;
using CareTally.Docs.Html;

namespace CareTally.Tests.Docs;

public sealed class EscapingTests
{
    private const string Attack = "</script></pre><img src=x onerror=alert(1)>\"' onmouseover=\"alert(2)";

    [Fact]
    public void Nothing_a_project_says_becomes_markup()
    {
        using var folder = new ProjectFolder();
        var yaml = Attack.Replace("'", "''", StringComparison.Ordinal);
        folder.Write("models/a.sql", $"select '{Attack}' -- {Attack}").Write("tests/t.sql", $"select '{Attack}' from {{{{ ref('a') }}}}").Write("models/a.yml", $$"""
            models:
              - name: a
                description: '{{yaml}}'
                config: {tags: ['{{yaml}}'], meta: {owner: {name: '{{yaml}}', email: 'a@b" onclick="alert(3)'} } }
                columns:
                  - name: '{{yaml}}'
                    quote: true
                    description: '{{yaml}}'
                    data_type: '{{yaml}}'
                    data_tests: [accepted_values: {arguments: {values: ['{{yaml}}'] }, config: {where: '{{yaml}}'} } ]
            sources:
              - name: s
                description: '{{yaml}}'
                tables: [{name: t, description: '{{yaml}}', config: {external: {location: '{{yaml}}.csv'} } } ]
            """);
        var input = folder.Input();
        var model = input.Manifest.Nodes.Values.OfType<Core.Manifests.ModelNode>().Single();
        var spec = new CareTally.Docs.Figures.FigureSpec
        {
            Model = model.Id,
            Title = Attack,
            Chart = new(CareTally.Docs.Figures.ChartKind.Bar, Attack, ["n"], null),
            Span = model.Span,
        };

        var site = SiteBuilder.Build(input with
        {
            TallyVersion = Attack,
            CompiledSql = new Dictionary<Core.Manifests.NodeId, string> { [model.Id] = Attack },
            Figures = new Dictionary<Core.Manifests.NodeId, System.Collections.Immutable.ImmutableArray<CareTally.Docs.Figures.Figure>>
            {
                [model.Id] = [FigureSamples.Of(spec, [Attack, "n"], [Attack, 1L])],
            },
        });

        foreach (var file in site.Files.Where(file => file.Path.EndsWith(".html", StringComparison.Ordinal)))
        {
            file.Content.ShouldNotContain("<img");
            file.Content.ShouldNotContain("\" onmouseover=\"");
            file.Content.ShouldNotContain("\" onclick=\"");
            file.Content.Split("</script>").Length.ShouldBe(2, file.Path);
        }
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))", "<p>x</p>")]
    [InlineData("[x](JaVaScRiPt:alert(1))", "<p>x</p>")]
    [InlineData("[x](&#106;avascript:alert(1))", "<p>x</p>")]
    [InlineData("<javascript:alert(1)>", "<p>javascript:alert(1)</p>")]
    [InlineData("[x](data:text/html,1)", "<p>x</p>")]
    [InlineData("[x](other.html)", "<p>x</p>")]
    [InlineData("[x](//example.com)", "<p>x</p>")]
    [InlineData("[x][y]\n\n[y]: javascript:alert(1)", "<p>x</p>")]
    [InlineData("![x](https://example.com/x.png)", "<p><a href=\"https://example.com/x.png\">x</a></p>")]
    [InlineData("<b onclick=alert(1)>x</b>", "<p>&lt;b onclick=alert(1)&gt;x&lt;/b&gt;</p>")]
    [InlineData("`a < b` & **c**", "<p><code>a &lt; b</code> &amp; <strong>c</strong></p>")]
    [InlineData("Calls < 5 & more", "<p>Calls &lt; 5 &amp; more</p>")]
    [InlineData("# Title", "<h3>Title</h3>")]
    [InlineData("Write to <me@example.com>.", "<p>Write to <a href=\"mailto:me@example.com\">me@example.com</a>.</p>")]
    public void Markdown_keeps_to_harmless_links(string markdown, string html) => MarkdownText.Block(markdown).Text.Trim().ShouldBe(html);

    [Theory]
    [InlineData("Plain.", "Plain.")]
    [InlineData("One *two*.", "One <em>two</em>.")]
    [InlineData("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>")]
    public void A_single_paragraph_in_a_cell_needs_no_paragraph(string markdown, string html) => MarkdownText.Cell(markdown).Text.ShouldBe(html);

    [Theory]
    [InlineData("One. Two.", "One.")]
    [InlineData("Made in the U.S. by them. Two.", "Made in the U.S. by them.")]
    [InlineData("Some `code` here\nand there. More.", "Some code here and there.")]
    [InlineData("No stop", "No stop")]
    public void Lists_show_the_first_sentence(string markdown, string text) => MarkdownText.FirstSentence(markdown).ShouldBe(text);

    [Fact]
    public void Sql_is_coloured_and_nothing_of_it_is_lost()
    {
        const string Sql = "select 'a''<b>' as \"x\", {{ ref('m') }} -- <end>\n/* open {# c #} from_x '";
        var html = new HtmlWriter();

        SqlMarkup.Write(html, Sql);

        html.ToString().ShouldStartWith("<i class=\"k\">select</i> <i class=\"s\">&#39;a&#39;</i><i class=\"s\">&#39;&lt;b&gt;&#39;</i> <i class=\"k\">as</i> &quot;x&quot;, <i class=\"j\">{{");
        System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(html.ToString(), "</?i[^>]*>", "")).ShouldBe(Sql);
    }

    [Theory]
    [InlineData("fct_calls", "fct_calls")]
    [InlineData("a.b-c", "a.b-c")]
    public void A_harmless_name_is_its_own_slug(string name, string slug) => Slug.Of(name).ShouldBe(slug);

    [Theory]
    [InlineData("Orders")]
    [InlineData("con")]
    [InlineData("nul.x")]
    [InlineData("../../etc/passwd")]
    [InlineData("日本")]
    [InlineData("index")]
    [InlineData(".hidden")]
    public void Other_names_get_a_hash(string name) => Slug.Of(name).ShouldMatch("^([a-z0-9_.-]*[a-z0-9_]-)?[0-9a-f]{8}$");

    [Fact]
    public void Long_names_are_cut() => Slug.Of(new string('a', 400)).Length.ShouldBeLessThan(120);
}
