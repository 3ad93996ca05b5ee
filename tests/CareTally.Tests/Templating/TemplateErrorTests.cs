using System.Text;
using CareTally.Diagnostics;
using CareTally.Templating;

namespace CareTally.Tests.Templating;

public class TemplateErrorTests
{
    [Fact]
    public void Errors_say_what_where_and_what_to_do()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Templating", "errors.cases"));
        var result = new StringBuilder();
        foreach (var entry in ("\n" + text).Split("\n=== ").Skip(1))
        {
            var end = entry.IndexOf('\n');
            var exception = Should.Throw<TemplateException>(() => Jinja.Render(entry[(end + 1)..]), entry[..end]);
            result.Append("=== ").Append(entry, 0, end).Append('\n').Append(DiagnosticRenderer.Render(exception.Diagnostic)).Append('\n');
        }

        Snapshot.Match("Templating/errors.cases.expected", result.ToString());
    }

    [Fact]
    public void Codes_are_used_once()
    {
        var kinds = typeof(TemplateProblems).GetFields().Select(field => field.GetValue(null)).OfType<DiagnosticKind>().ToList();
        kinds.Count.ShouldBeGreaterThan(30);
        kinds.Select(kind => kind.Code).ShouldBeUnique();
        kinds.ShouldAllBe(kind => kind.Code.StartsWith("TLY1"));
    }

    [Fact]
    public void An_unknown_filter_in_a_branch_is_a_warning()
    {
        var template = Template.Parse(new SourceText("t.sql", "{% if x %}{{ 1 | uper }}{{ 1 is nummber }}{% endif %}{{ 'a' | nothing if x }}"));
        template.Warnings.Select(warning => warning.Kind).ShouldBe(
            [TemplateProblems.UnknownFilterInBranch, TemplateProblems.UnknownTestInBranch, TemplateProblems.UnknownFilterInBranch]);
        template.Warnings[0].Hint.ShouldBe("did you mean 'upper'?");
        template.Warnings[0].Span!.Value.Text.ShouldBe("uper");
    }
}
