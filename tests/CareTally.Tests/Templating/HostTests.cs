using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Tests.Templating;

public class HostTests
{
    private static readonly DiagnosticKind HostProblem = new("TLY3999", Severity.Error, "the host says {0}");

    private sealed class Relation(string name) : ObjectValue
    {
        public override string TypeName => "Relation";

        public override IEnumerable<string> AttributeNames => ["identifier", "include"];

        public override bool TryGetAttribute(string attribute, out Value value)
        {
            value = attribute switch
            {
                "identifier" => name,
                "include" => Value.Of(new FunctionValue("include", arguments => Value.Of(new Relation("without_" + arguments.Named.Keys.First())))),
                _ => default,
            };
            return attribute is "identifier" or "include";
        }

        public override string ToText() => $"\"{name}\"";
    }

    private static (string, Value) Function(string name, Func<CallArguments, Value> body) => (name, Value.Of(new FunctionValue(name, body)));

    [Fact]
    public void A_host_object_prints_has_attributes_and_methods()
    {
        var relation = ("this", Value.Of(new Relation("calls")));
        Jinja.Render("{{ this }} {{ this.identifier | upper }} {{ this.include(database=false) }} {{ [this] | length }}", relation)
            .ShouldBe("\"calls\" CALLS \"without_database\" 1");
        var exception = Should.Throw<TemplateException>(() => Jinja.Render("{{ this.identifer.x }}", relation));
        exception.Diagnostic.Hint.ShouldBe("did you mean 'identifier'?");
    }

    [Fact]
    public void A_host_function_binds_its_arguments_as_Python_does()
    {
        var function = Function("var", arguments =>
        {
            var (name, fallback) = arguments.Bind("var", "name", "default?");
            return $"{name}/{fallback.Or("-")}";
        });
        Jinja.Render("{{ var('a') }} {{ var('a', 1) }} {{ var(default=2, name='b') }}", function).ShouldBe("a/- a/1 b/2");
        string Message(string call) => Should.Throw<TemplateException>(() => Jinja.Render("{{ " + call + " }}", function)).Message;
        Message("var()").ShouldBe("var() missing required argument 'name'");
        Message("var(1, 2, 3)").ShouldBe("var() takes from 1 to 2 arguments but 3 were given");
        Message("var(1, name=2)").ShouldBe("var() got multiple values for argument 'name'");
        Message("var(1, defualt=2)").ShouldBe("var() got an unexpected argument 'defualt'");
    }

    [Fact]
    public void A_host_function_can_call_macros_back()
    {
        var twice = Function("twice", arguments => arguments.Context.Call(arguments.Positional[0], "a").ToText() + arguments.Context.Call(arguments.Positional[0], "b").ToText());
        Jinja.Render("{% macro m(x) %}<{{ x }}{{ y }}>{% endmacro %}{{ twice(m) }}", twice, ("y", 1)).ShouldBe("<a1><b1>");
    }

    [Fact]
    public void A_host_function_can_take_a_call_block()
    {
        var statement = Function("statement", arguments => "[" + arguments.Context.Call(Value.Of(arguments.Caller), 5).ToText() + "]");
        Jinja.Render("{% call(x) statement('main') %}run {{ x }}{% endcall %}", statement).ShouldBe("[run 5]");
    }

    [Fact]
    public void An_error_of_the_host_gets_its_place_and_the_macro_stack()
    {
        var fail = Function("fail", arguments => throw arguments.Error(HostProblem, "no"));
        var bare = Function("bare", _ => throw new DiagnosticException(HostProblem, null, "bare"));
        foreach (var name in new[] { "fail", "bare" })
        {
            var exception = Should.Throw<TemplateException>(() => Jinja.Render("{% macro m() %}{{ " + name + "() }}{% endmacro %}\n{{ m() }}", fail, bare));
            exception.Diagnostic.Kind.ShouldBe(HostProblem);
            exception.Diagnostic.Span!.Value.Text.ShouldBe(name + "()");
            exception.Diagnostic.Frames.Select(frame => (frame.Text, frame.Span.Position.Line)).ShouldBe([("macro m", 2)]);
        }
    }

    [Fact]
    public void Scopes_are_layered()
    {
        var outer = Jinja.Scope(("a", 1), ("b", 2));
        var inner = new Scope(new Dictionary<string, Value> { ["b"] = 3 }, outer);
        TemplateRenderer.Render(Jinja.Parse("{{ a }}{{ b }}"), inner, RenderOptions.Default).Text.ShouldBe("13");
        inner.Names.Order().ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Macros_of_a_package_are_looked_up_before_the_scope_and_see_their_own_package()
    {
        var mine = Jinja.Package("mine", "{% macro a() %}mine{{ b() }}{{ node }}{% endmacro %}", "{% macro b() %}B{% endmacro %}");
        var theirs = Jinja.Package("theirs", "{% macro a() %}theirs{{ b() }}{% endmacro %}{% macro b() %}b{% endmacro %}");
        var scope = Jinja.Scope(("a", "never"), ("node", "N"), ("theirs", Value.Of(new DictValue(theirs))));
        TemplateRenderer.Render(Jinja.Parse("{{ a() }} {{ theirs.a() }}"), scope, new RenderOptions { Macros = mine }).Text.ShouldBe("mineBN theirsb");
    }

    [Fact]
    public void Macros_see_the_sets_of_their_own_file_only()
    {
        var macros = Jinja.Package("p", "{% set suffix = '_v1' %}{% macro name(x) %}{{ x ~ suffix }}{{ other is defined }}{% endmacro %}text {{ nothing() }}");
        TemplateRenderer.Render(Jinja.Parse("{% set other = 1 %}{% set suffix = 'no' %}{{ name('a') }}"), Scope.Empty, new RenderOptions { Macros = macros })
            .Text.ShouldBe("a_v1False");
    }

    [Fact]
    public void A_macro_can_be_called_from_outside()
    {
        var macro = Jinja.Package("p", "{% macro m(a, b=2) %}{{ return([a, b, c]) }}{% endmacro %}")["m"].As<MacroValue>()!;
        var result = TemplateRenderer.CallMacro(macro, Jinja.Scope(("c", 3)), [1], new Dictionary<string, Value> { ["b"] = 5 }, RenderOptions.Default);
        result.ToRepr().ShouldBe("[1, 5, 3]");
        Should.Throw<TemplateException>(() => TemplateRenderer.CallMacro(macro, Scope.Empty, [1, 2, 3], null, RenderOptions.Default));
    }

    [Fact]
    public void A_snapshot_block_is_rendered_like_a_template()
    {
        var block = Jinja.Parse("{% snapshot s %}select {{ a }}\n from {{ b }}{% endsnapshot %}").Macros.Single();
        var text = TemplateRenderer.Render(block, Jinja.Scope(("a", 1), ("b", "t")), RenderOptions.Default);
        text.Text.ShouldBe("select 1\n from t");
        text.OriginOf(text.Text.IndexOf("from", StringComparison.Ordinal)).Position.Line.ShouldBe(2);
    }

    [Fact]
    public void One_template_can_be_rendered_by_many_threads()
    {
        var template = Jinja.Parse("{% macro m(x) %}{{ x }}{% endmacro %}{% set l = [] %}{% for i in range(50) %}{% do l.append(m(i ~ name)) %}{% endfor %}{{ l | join }}");
        string Render(int number) => TemplateRenderer.Render(template, Jinja.Scope(("name", $"n{number}")), RenderOptions.Default).Text;
        var expected = Enumerable.Range(0, 200).Select(number => string.Concat(Enumerable.Range(0, 50).Select(i => $"{i}n{number}"))).ToList();
        Enumerable.Range(0, 200).AsParallel().AsOrdered().Select(Render).ToList().ShouldBe(expected);
    }

    [Fact]
    public void Objects_become_values()
    {
        Value.FromObject(new Dictionary<string, object?> { ["a"] = new object?[] { 1, 2.5, "x", true, null, 3m, 1.25m }, ["b"] = ulong.MaxValue })
            .ToText().ShouldBe("{'a': [1, 2.5, 'x', True, None, 3, 1.25], 'b': 18446744073709551615}");
        Should.Throw<ArgumentException>(() => Value.FromObject(new object()));
        default(Value).IsNone.ShouldBeTrue();
    }
}
