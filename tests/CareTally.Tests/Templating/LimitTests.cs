using CareTally.Templating;
using Microsoft.Extensions.Time.Testing;

namespace CareTally.Tests.Templating;

public class LimitTests
{
    private static readonly RenderOptions Small = new() { Limits = new TemplateLimits(20_000, 100, 100_000, TimeSpan.FromSeconds(20)) };

    [Theory]
    [InlineData("{% for i in range(1000000000) %}{% endfor %}")]
    [InlineData("{% for i in range(1000000000000) %}{{ i }}{% endfor %}")]
    [InlineData("{{ range(10 ** 12) | list }}")]
    [InlineData("{{ range(10 ** 12) | sum }}")]
    [InlineData("{{ range(10 ** 12) | map('string') | join }}")]
    [InlineData("{{ range(10 ** 30) }}")]
    [InlineData("{{ 'x' * 10 ** 9 }}")]
    [InlineData("{{ 'x' * 10 ** 30 }}")]
    [InlineData("{{ [0] * 10 ** 9 }}")]
    [InlineData("{{ (0,) * 10 ** 18 }}")]
    [InlineData("{{ 10 ** (10 ** 10) }}")]
    [InlineData("{{ 2 ** 100000 ** 2 }}")]
    [InlineData("{{ 9 ** (9 ** (9 ** 9)) }}")]
    [InlineData("{% set ns = namespace(x='ab') %}{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}")]
    [InlineData("{% set ns = namespace(x='ab') %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}")]
    [InlineData("{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}")]
    [InlineData("{% set l = [1] %}{% for i in range(99) %}{% do l.extend(l) %}{% endfor %}")]
    [InlineData("{% set ns = namespace(x=3) %}{% for i in range(99) %}{% set ns.x = ns.x * ns.x %}{% endfor %}")]
    [InlineData("{% set ns = namespace(x=[]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}")]
    [InlineData("{% set ns = namespace(x=[]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x | tojson }}")]
    [InlineData("{% set a = namespace(x=[]) %}{% set b = namespace(x=[]) %}{% for i in range(99) %}{% set a.x = [a.x, a.x] %}{% set b.x = [b.x, b.x] %}{% endfor %}{{ a.x == b.x }}")]
    [InlineData("{% set ns = namespace(x=[]) %}{% for i in range(15000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}")]
    [InlineData("{% set l = [1] %}{% do l.append(l) %}{{ l | tojson }}")]
    [InlineData("{% set l = [1] %}{% for i in l %}{% do l.append(i) %}{% endfor %}")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}")]
    [InlineData("{% macro f() %}{{ return(f()) }}{% endmacro %}{{ f() }}")]
    [InlineData("{% macro f(x) %}{{ f(f(x)) }}{% endmacro %}{{ f(1) }}")]
    [InlineData("{% macro f() %}{% call f() %}{% endcall %}{{ caller }}{% endmacro %}{{ f() }}")]
    [InlineData("{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}")]
    [InlineData("{{ '%1000000000s' % 'a' }}")]
    [InlineData("{{ '%.1000000000f' % 1.5 }}")]
    [InlineData("{{ '{:1000000000}'.format('a') }}")]
    [InlineData("{{ '{:.999999999f}'.format(1.5) }}")]
    [InlineData("{{ '{:.90000f}'.format(1.5) }}")]
    [InlineData("{{ '%.90000e' % 1.5 }}")]
    [InlineData("{{ '{:b}'.format(2 ** 400000) }}")]
    [InlineData("{{ '%c' % -1 }}")]
    [InlineData("{{ '{:c}'.format(10 ** 30) }}")]
    [InlineData("{{ 'a'.ljust(10 ** 9) }}")]
    [InlineData("{{ 'a' | center(10 ** 9) }}")]
    [InlineData("{{ 'a'.zfill(10 ** 9) }}")]
    [InlineData("{{ '\\t'.expandtabs(10 ** 9) }}")]
    [InlineData("{{ ('a' * 50000).replace('a', 'b' * 50000) }}")]
    [InlineData("{{ ('ab' * 40000).join('c' * 9000) }}")]
    [InlineData("{{ [1] | batch(10 ** 9, 0) | list }}")]
    [InlineData("{{ [1] | slice(10 ** 9) | list }}")]
    [InlineData("{{ [1] | slice(10 ** 9, 0) | list }}")]
    public void Nothing_hangs_or_exhausts_the_machine(string template) =>
        Should.Throw<TemplateException>(() => TemplateRenderer.Render(Jinja.Parse(template), Scope.Empty, Small));

    [Theory]
    [InlineData("{{ ", "(", "1", ")", " }}")]
    [InlineData("{{ ", "[", "1", "]", " }}")]
    [InlineData("{{ ", "{1: ", "1", "}", " }}")]
    [InlineData("{{ ", "- ", "1", "", " }}")]
    [InlineData("{{ ", "not ", "1", "", " }}")]
    [InlineData("{{ ", "a(", "1", ")", " }}")]
    [InlineData("{{ 1", "", "", " + 1", " }}")]
    [InlineData("{{ 1", "", "", " ** 1", " }}")]
    [InlineData("{{ a", "", "", ".b", " }}")]
    [InlineData("{{ a", "", "", "[0]", " }}")]
    [InlineData("{{ a", "", "", "()", " }}")]
    [InlineData("{{ a", "", "", " | upper", " }}")]
    [InlineData("{{ a", "", "", " if a else b", " }}")]
    [InlineData("{{ a", "", "", " is defined", " }}")]
    [InlineData("", "{% if a %}", "", "{% endif %}", "")]
    [InlineData("", "{% for x in a %}", "", "{% endfor %}", "")]
    [InlineData("", "{% macro m() %}", "", "{% endmacro %}", "")]
    [InlineData("{% set ", "(", "a, b", ",)", "= 1 %}")]
    public void Nesting_beyond_reason_is_an_error(string before, string open, string middle, string close, string after)
    {
        const int Times = 100_000;
        var text = before + string.Concat(Enumerable.Repeat(open, Times)) + middle + string.Concat(Enumerable.Repeat(close, Times)) + after;
        Should.Throw<TemplateException>(() => Jinja.Render(text));
    }

    [Fact]
    public void Long_chains_that_need_no_depth_are_fine()
    {
        Jinja.Render("{{ 'a'" + string.Concat(Enumerable.Repeat(" ~ 'b'", 20_000)) + " }}").Length.ShouldBe(20_001);
        Jinja.Render("{{ true" + string.Concat(Enumerable.Repeat(" and true", 20_000)) + " }}").ShouldBe("True");
        Jinja.Render("{{ [" + string.Concat(Enumerable.Repeat("1, ", 20_000)) + "] | length }}").ShouldBe("20000");
    }

    [Fact]
    public void Time_is_limited()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(10) };
        var exception = Should.Throw<TemplateException>(() => TemplateRenderer.Render(
            Jinja.Parse("{% for i in range(100000000) %}{% endfor %}"), Scope.Empty, new RenderOptions { Clock = clock }));
        exception.Diagnostic.Kind.ShouldBe(TemplateProblems.TooMuchTime);
    }

    [Fact]
    public void Rendering_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() => TemplateRenderer.Render(
            Jinja.Parse("{% for i in range(100000000) %}{% endfor %}"), Scope.Empty, new RenderOptions { CancellationToken = source.Token }));
    }
}
