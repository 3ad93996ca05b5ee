using CareTally.Diagnostics;
using CareTally.Templating;

namespace CareTally.Tests.Templating;

public class JinjaCorpusTests
{
    public static IEnumerable<object[]> Cases() => JinjaCorpus.All.Select(found => new object[] { found.File, found.Name });

    [Theory, MemberData(nameof(Cases))]
    public void Gives_what_Jinja2_gives(string file, string name)
    {
        var found = JinjaCorpus.All.Single(candidate => candidate.File == file && candidate.Name == name);
        string Render()
        {
            var template = Template.Parse(new SourceText(file, found.Template));
            return TemplateRenderer.Render(template, new Scope(JinjaCorpus.ContextOf(found.Context)), RenderOptions.Default).Text;
        }

        if (found.Fails) Should.Throw<TemplateException>(Render, found.Expected).Diagnostic.Span.ShouldNotBeNull();
        else Render().ShouldBe(found.ExpectedText);
    }

    [Fact]
    public void The_corpus_is_wide_and_every_name_in_a_file_is_used_once()
    {
        JinjaCorpus.All.Count.ShouldBeGreaterThan(1000);
        JinjaCorpus.All.Select(found => (found.File, found.Name)).Distinct().Count().ShouldBe(JinjaCorpus.All.Count);
    }
}
