using System.Text;
using CareTally.Templating;

namespace CareTally.Tests.Templating;

public class FuzzTests
{
    private const string Pieces = "{{|}}|{%|%}|{#|#}|-|(|)|[|]|{|}|'|\"|\\|,|:|.|~|+|*|**|/|%| if | else |endif|for| in |macro|set |do |not |is |none|0|99999999999999999999|1e308|''|a|x.y|[0]|(1)|\n|\r|é|😀|\0||upper|return(1)|caller()|loop|namespace()|range(9)";

    [Fact]
    public void Whatever_is_in_a_template_only_template_exceptions_come_out()
    {
        var random = new Random(20250101);
        var pieces = Pieces.Split('|');
        var limits = new RenderOptions { Limits = new TemplateLimits(5_000, 40, 50_000, TimeSpan.FromSeconds(20)) };
        var scopes = JinjaCorpus.All.Select(found => found.Context).Distinct().ToDictionary(context => context, context => JinjaCorpus.ContextOf(context));
        for (var i = 0; i < 6_000; i++)
        {
            var found = JinjaCorpus.All[random.Next(JinjaCorpus.All.Count)];
            var text = Mutate(found.Template, pieces, random);
            try
            {
                var template = Jinja.Parse(text);
                var scope = new Scope(scopes[found.Context]);
                if (i % 4 == 0) TemplateRenderer.RenderNative(template, scope, limits);
                else TemplateRenderer.Render(template, scope, limits);
            }
            catch (TemplateException e)
            {
                Diagnostics.DiagnosticRenderer.Render(e.Diagnostic).ShouldNotBeEmpty();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"case {i}: {text}", e);
            }
        }
    }

    private static string Mutate(string template, string[] pieces, Random random)
    {
        var text = new StringBuilder(template);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(6), text.Length - at);
            if (random.Next(3) > 0) text.Remove(at, length);
            if (random.Next(3) > 0) text.Insert(at, pieces[random.Next(pieces.Length)]);
        }

        return text.ToString();
    }
}
