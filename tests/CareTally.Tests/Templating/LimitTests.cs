using CareTally.Templating;
using CareTally.Templating.Values;
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
    [InlineData("{{ range(30000) | list }}")]
    [InlineData("{{ range(10 ** 9) | map('string') | select('none') | list }}")]
    [InlineData("{{ range(10 ** 9) | unique | list }}")]
    [InlineData("{{ range(10 ** 9) | sort }}")]
    [InlineData("{{ range(10 ** 9) | max }}")]
    [InlineData("{{ range(10 ** 9) | last }}")]
    [InlineData("{{ range(10 ** 9) | groupby('x') }}")]
    [InlineData("{{ -1 in range(10 ** 9) }}")]
    [InlineData("{{ dict.fromkeys(range(10 ** 9)) if dict.fromkeys else {}.fromkeys(range(10 ** 9)) }}")]
    [InlineData("{{ set(range(10 ** 9)) | length }}")]
    [InlineData("{{ zip(range(10 ** 9), range(10 ** 9)) | list }}")]
    [InlineData("{% for i in range(40000) %}{% for j in range(40000) %}{% endfor %}{% endfor %}")]
    [InlineData("{% for i in range(10 ** 9) if false %}{% endfor %}")]
    [InlineData("{% for i in range(10 ** 9) %}{{ loop.index }}{% break %}{{ loop.length }}{% endfor %}{% for i in range(10 ** 9) | select %}{{ loop.length }}{% endfor %}")]
    [InlineData("{% for i in range(10 ** 9) %}{% continue %}{% endfor %}")]
    [InlineData("{% set x = 'a' * 90000 %}{% set l = [] %}{% for i in range(9999) %}{% do l.append(x.upper()) %}{% endfor %}")]
    [InlineData("{% set x = 'a' * 90000 %}{% set l = [] %}{% for i in range(9999) %}{% do l.append(x | upper) %}{% endfor %}")]
    [InlineData("{% set x = 'a' * 90000 %}{% set l = [] %}{% for i in range(9999) %}{% do l.append(x | reverse) %}{% endfor %}")]
    [InlineData("{% set x = range(9000) | list %}{% set l = [] %}{% for i in range(9999) %}{% do l.append(x[:]) %}{% endfor %}")]
    [InlineData("{% set x = range(9000) | list %}{% set l = [] %}{% for i in range(9999) %}{% do l.append(x.copy()) %}{% endfor %}")]
    [InlineData("{% set x = {}.fromkeys(range(9000)) %}{% set l = [] %}{% for i in range(9999) %}{% do l.append(x.copy()) %}{% endfor %}")]
    [InlineData("{% set x = {}.fromkeys(range(9000)) %}{% set l = [] %}{% for i in range(9999) %}{% do l.append(dict(x)) %}{% endfor %}")]
    [InlineData("{% set x = set(range(9000)) %}{% set l = [] %}{% for i in range(9999) %}{% do l.append(x.copy()) %}{% endfor %}")]
    [InlineData("{% set x = range(9000) | list %}{% for i in range(9999) %}{{ x ~ '' }}{% endfor %}")]
    [InlineData("{% set x = range(9000) | list %}{{ ([x] * 9000) | join }}")]
    [InlineData("{% set x = range(9000) | list %}{% set y = range(9000) | list %}{% for i in range(9999) %}{% do x == y %}{% endfor %}")]
    [InlineData("{% set x = range(9000) | list %}{% for i in range(9999) %}{% do x.index(8999) %}{% do 8999 in x %}{% endfor %}")]
    [InlineData("{% set n = 7 ** 100000 %}{% for i in range(99999) %}{% do n % (n - 1) %}{% endfor %}")]
    [InlineData("{% set ns = namespace(x=[1]) %}{% for i in range(9000) %}{% set ns.x = ns.x | map('string') %}{% endfor %}{{ ns.x | list }}")]
    [InlineData("{% macro f(n) %}{{ f(n + 1) if n < 1000000000 }}{% endmacro %}{{ f(0) }}")]
    [InlineData("{% macro f() %}{% call f() %}{{ caller() }}{% endcall %}{% endmacro %}{% call f() %}{% endcall %}")]
    [InlineData("{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}")]
    public void Nothing_hangs_or_exhausts_the_machine(string template) =>
        Should.Throw<TemplateException>(() => TemplateRenderer.Render(Jinja.Parse(template), Scope.Empty, Small));

    [Theory]
    [InlineData("{% for i in range(10 ** 9) %}{% endfor %}", "TLY1201")]
    [InlineData("{% for i in range(10 ** 9) %}{{ 'x' * 1000 }}{% endfor %}", "TLY1203")]
    [InlineData("{{ missing_macro(1) }}", "TLY1101")]
    [InlineData("{{ one(1, 2) }}", "TLY1106")]
    [InlineData("{{ one(b=2) }}", "TLY1106")]
    [InlineData("{{ outer() }}", "TLY1202")]
    public void A_limit_or_error_in_a_macro_names_its_place_and_the_way_to_it(string body, string code)
    {
        var text = "{% macro one(a) %}{{ a }}{% endmacro %}\n{% macro outer() %}\n  " + body + "\n{% endmacro %}\nselect {{ outer() }}";
        var diagnostic = Should.Throw<TemplateException>(() => TemplateRenderer.Render(Jinja.Parse(text), Scope.Empty, Small)).Diagnostic;
        diagnostic.Kind.Code.ShouldStartWith(code);
        var span = diagnostic.Span.ShouldNotBeNull();
        span.Source.Path.ShouldBe("models/t.sql");
        span.Position.Line.ShouldBe(3);
        span.Position.Column.ShouldBeGreaterThan(2);
        diagnostic.Frames[^1].Text.ShouldBe("macro outer");
        diagnostic.Frames.Length.ShouldBeLessThan(20);
        var shown = Diagnostics.DiagnosticRenderer.Render(diagnostic);
        shown.ShouldContain("models/t.sql:3:");
        shown.ShouldContain("^");
        shown.ShouldContain("in macro outer, called at models/t.sql:");
    }

    [Fact]
    public void A_value_of_the_native_mode_is_limited_too() =>
        Should.Throw<TemplateException>(() => TemplateRenderer.RenderNative(
            Jinja.Parse("{% set x = 'a' * 90000 %}" + string.Concat(Enumerable.Repeat("{{ x }}", 2000))), Scope.Empty, Small));

    [Fact]
    public void A_list_that_contains_itself_is_printed_once() =>
        Jinja.Render("{% set l = [1] %}{% do l.append(l) %}{% set d = {} %}{% do d.update(a=d) %}{{ l }}{{ d }}").ShouldBe("[1, [...]]{'a': {...}}");

    [Theory]
    [InlineData("{{ [", "(", "a", ".b)", "] }}")]
    [InlineData("{{ ", "(", "a", " | upper | lower | upper | lower)", " }}")]
    [InlineData("{{ ", "(", "a", " + 1 + 1 + 1 + 1)", " }}")]
    [InlineData("{% set x ", "", "", "| upper ", "%}{% endset %}")]
    [InlineData("{% filter upper ", "", "", "| upper ", "%}{% endfilter %}")]
    public void Depth_made_of_parentheses_and_chains_is_an_error_even_on_a_small_stack(string before, string open, string middle, string close, string after)
    {
        // Each pair of parentheses is allowed, and each chain; all of them together are deep.
        var isNested = open.Length > 0;
        var chain = isNested ? string.Concat(Enumerable.Repeat(close.TrimEnd(')'), 90)) + ")" : string.Concat(Enumerable.Repeat(close, 100_000));
        var text = before + string.Concat(Enumerable.Repeat(open, 300)) + middle + string.Concat(Enumerable.Repeat(chain, isNested ? 300 : 1)) + after;
        OnSmallStack(() => TemplateRenderer.Render(Jinja.Parse(text), Scope.Empty, Small)).ShouldBeOfType<TemplateException>();
    }

    [Theory]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}")]
    [InlineData("{% macro f(x) %}{% if true %}{% for i in [1] %}{{ ((((f((((x)))) ~ '')))) }}{% endfor %}{% endif %}{% endmacro %}{{ f(1) }}")]
    [InlineData("{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}")]
    [InlineData("{% set ns = namespace(x=[]) %}{% for i in range(15000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}")]
    [InlineData("{% set ns = namespace(x=[1]) %}{% for i in range(9000) %}{% set ns.x = ns.x | map('string') %}{% endfor %}{{ ns.x | list }}")]
    [InlineData("{% set ns = namespace(x=()) %}{% for i in range(9000) %}{% set ns.x = (ns.x,) %}{% endfor %}{{ {ns.x: 1} }}")]
    public void Recursion_is_an_error_on_a_small_stack_too(string template) =>
        OnSmallStack(() => TemplateRenderer.Render(Jinja.Parse(template), Scope.Empty, Small)).ShouldBeOfType<TemplateException>();

    private static Exception? OnSmallStack(Action run)
    {
        Exception? caught = null;
        var thread = new Thread(() => caught = Record.Exception(run), maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();
        return caught;
    }

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
    public void Waiting_does_not_count_towards_the_time()
    {
        var clock = new FakeTimeProvider();
        var wait = new FunctionValue("wait", _ => TemplateRenderer.Wait(() => { clock.Advance(TimeSpan.FromHours(1)); return Value.Of("done"); }));
        var options = new RenderOptions { Clock = clock };

        // Waited for in a rendering within the rendering, too.
        var nested = new FunctionValue("nested", call => TemplateRenderer.Render(Jinja.Parse("{{ wait() }}"), new Scope(new Dictionary<string, Value> { ["wait"] = Value.Of(wait) }), options).Text);
        var scope = new Scope(new Dictionary<string, Value> { ["wait"] = Value.Of(wait), ["nested"] = Value.Of(nested) });
        TemplateRenderer.Render(Jinja.Parse("{{ wait() }}{{ nested() }}{% for i in range(5000) %}{% endfor %}"), scope, options).Text.ShouldBe("donedone");
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
