using CareTally.Templating;
using CareTally.Templating.Syntax;

namespace CareTally.Tests.Templating;

public class SyntaxTests
{
    private sealed class RefFinder : SyntaxWalker
    {
        public List<(string Name, string Text)> Found { get; } = [];

        public override void Visit(SyntaxNode node)
        {
            if (node is CallExpression { Name: "ref", Arguments.Positional: [LiteralExpression literal, ..] } call) Found.Add((literal.Value.AsString, call.Span.Text));
            base.Visit(node);
        }
    }

    private sealed class Checker : SyntaxWalker
    {
        public override void Visit(SyntaxNode node)
        {
            foreach (var child in node.Children)
            {
                (child.Span.Start >= node.Span.Start && child.Span.End <= node.Span.End).ShouldBeTrue($"{child.Kind} '{child.Span.Text}' within {node.Kind} '{node.Span.Text}'");
                (child.Span.Length > 0).ShouldBeTrue($"{child.Kind} of {node.Kind} '{node.Span.Text}'");
            }

            base.Visit(node);
        }
    }

    [Fact]
    public void The_tree_can_be_walked()
    {
        var finder = new RefFinder();
        finder.Visit(Jinja.Parse(
            "{% if x %}{{ ref('a') }}{% else %}{% for r in [ref('b')] if ref('c') %}{{ r | join(ref('d')) }}{% endfor %}{% endif %}"
            + "{% macro m(x=ref('e')) %}{% set y %}{{ {'k': ref('f')}['k'][ref('g'):] ~ -ref('h') }}{% endset %}{% do ref('i') %}{% endmacro %}"
            + "{% call m(ref('j')) %}{% filter replace(ref('k'), '') %}{% endfilter %}{{ x is eq ref('l') }}{% endcall %}"
            + "{% with a = ref('m') %}{{ f(k=ref('n'), *ref('o'), **ref('p')) if ref('q') else not ref('r') and 1 < ref('s') + ref('t') }}{% endwith %}").Root);
        string.Concat(finder.Found.Select(found => found.Name).Order()).ShouldBe("abcdefghijklmnopqrst");
        finder.Found[0].Text.ShouldBe("ref('a')");
    }

    [Fact]
    public void Every_node_lies_within_its_parent()
    {
        foreach (var found in JinjaCorpus.All)
        {
            Template template;
            try
            {
                template = Jinja.Parse(found.Template);
            }
            catch (TemplateException) when (found.Fails)
            {
                continue;
            }

            new Checker().Visit(template.Root);
        }
    }

    [Fact]
    public void Definitions_are_listed_with_what_they_declare()
    {
        var macros = Jinja.Parse(
            "text {% macro m(a, b=1) %}x{% endmacro %}\n{% test unique_combination(model, columns) %}select 1{% endtest %}"
            + "{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}{% endmaterialization %}"
            + "{% materialization view, default %}{% endmaterialization %}"
            + "{% snapshot calls_history %}{{ config(a=1) }} select 1{% endsnapshot %}"
            + "{% docs service_level %}\nShare {{ of % calls {% if \n{%- enddocs %}").Macros;
        macros.Select(macro => (macro.MacroKind, macro.Name, macro.Adapter, string.Join(",", macro.Parameters.Select(p => p.Name)))).ShouldBe(
        [
            (MacroKind.Macro, "m", null, "a,b"),
            (MacroKind.Test, "unique_combination", null, "model,columns"),
            (MacroKind.Materialization, "table", "duckdb", ""),
            (MacroKind.Materialization, "view", "default", ""),
            (MacroKind.Snapshot, "calls_history", null, ""),
            (MacroKind.Docs, "service_level", null, ""),
        ]);
        macros[0].NameSpan.Text.ShouldBe("m");
        macros[0].BodySpan.Text.ShouldBe("x");
        macros[0].Parameters[1].Span.Text.ShouldBe("b=1");
        macros[2].SupportedLanguages.ShouldBe(["sql", "python"]);
        macros[5].RawText.ShouldBe("Share {{ of % calls {% if");
    }
}
