using CareTally.Core.Manifests;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;
using FsCheck.Xunit;

namespace CareTally.Tests.CoreTests.Manifests;

public sealed class TemplateReaderTests : IDisposable
{
    private const string Macros =
        """
        -- file: macros/m.sql
        {% macro plain(x) %}({{ x }}){% endmacro %}
        {% macro refs_b() %}{{ ref('b') }}{% endmacro %}
        {% macro deep() %}{{ refs_b() }}{% endmacro %}
        {% macro by_name(name) %}{{ ref(name) }}{% endmacro %}
        {% macro with_caller() %}[{{ caller() }}]{% endmacro %}
        {% macro configured() %}{{ config(tags=['m']) }}{% endmacro %}
        {% macro reads_config() %}{{ config.get('tags') }}{% endmacro %}
        """;

    // What stands behind => is what the reader sees by itself, or - where it has to leave it to the recorder; then what must come out.
    public static TheoryData<string, bool, string> Templates() => new()
    {
        { "select 1", true, "" },
        { "{{ ref('a') }}", true, "a" },
        { "{{ ref('shop', 'a') }} {{ source('raw', 't') }}", true, "shop.a raw/t" },
        { "{{ config(materialized='table', tags=['x', 'y'], meta={'k': 1}) }}{{ ref('a') }}", true, "a {'materialized': 'table', 'tags': ['x', 'y'], 'meta': {'k': 1}}" },
        { "-- depends_on: {{ ref('a') }}\nselect 1", true, "a" },
        { "{# {{ ref('a') }} #}select 1", true, "" },
        { "{% raw %}{{ ref('a') }}{% endraw %}", true, "" },
        { "{% set x = ref('a') %}{{ x }}", true, "a" },
        { "{{ plain(ref('a')) }}", true, "a" },
        { "{{ ref('a') | string | upper }}", true, "a" },
        { "{{ ref('a').identifier }}", true, "a" },
        { "{% if var('on', true) %}x{% endif %}{{ ref('a') }}", true, "a" },
        { "{{ reads_config() }}{{ ref('a') }}", true, "a" },
        { "{{ config.get('x') }}{{ ref('a') }}", true, "a" },
        { "{% if true %}{{ ref('a') }}{% else %}{{ ref('b') }}{% endif %}", false, "a" },
        { "{% if false %}{{ ref('a') }}{% endif %}", false, "" },
        { "{% if execute %}{{ ref('a') }}{% endif %}", false, "" },
        { "{{ ref('a') if false else ref('b') }}", false, "b" },
        { "{{ false and ref('a') }}", false, "" },
        { "{{ true or ref('a') }}", false, "" },
        { "{% for n in ['a', 'b'] %}{{ ref(n) }}{% endfor %}", false, "a b" },
        { "{% for n in [] %}{{ ref('a') }}{% else %}{{ ref('b') }}{% endfor %}", false, "b" },
        { "{{ ref('a' ~ '') }}", false, "a" },
        { "{{ ref(var('which', 'b')) }}", false, "b" },
        { "{{ ref(*['a']) }}", false, "a" },
        { "{{ builtins.ref('a') }}", false, "a" },
        { "{% set r = ref %}{{ r('a') }}", false, "a" },
        { "{{ refs_b() }}", false, "b" },
        { "{{ deep() }}", false, "b" },
        { "{{ shop.deep() }}", false, "b" },
        { "{{ by_name('a') }}{{ by_name('b') }}", false, "a b" },
        { "{% call with_caller() %}{{ ref('a') }}{% endcall %}", false, "a" },
        { "{% macro local() %}{{ ref('a') }}{% endmacro %}{{ local() }}", false, "a" },
        { "{% macro local() %}{{ ref('a') }}{% endmacro %}select 1", false, "" },
        { "{{ configured() }}", false, "{'tags': ['m']}" },
        { "{% if true %}{{ config(tags='x') }}{% endif %}", false, "{'tags': 'x'}" },
        { "{{ config(materialized=var('m', 'table')) }}", false, "{'materialized': 'table'}" },
        { "{% set f = deep %}{{ f() }}", false, "b" },
    };

    private readonly SampleProject _sample = new(Macros);
    private readonly Manifest _manifest;

    public TemplateReaderTests() => _manifest = _sample.Load();

    public void Dispose() => _sample.Dispose();

    [Theory]
    [MemberData(nameof(Templates))]
    public void The_reader_answers_where_it_can_and_always_as_an_evaluation_would(string text, bool isReadable, string expected)
    {
        var template = Template.Parse(new SourceText("a.sql", text));
        var facts = new MacroFacts(_manifest.Macros);
        var read = TemplateReader.Read(template, facts, "shop");
        var recorded = Recorded(template, facts);
        (read is not null).ShouldBe(isReadable);
        Describe(recorded).ShouldBe(expected);
        if (read is not null) Describe(read).ShouldBe(expected);
    }

    [Property(MaxTest = 300)]
    public void What_the_reader_sees_is_what_an_evaluation_meets(byte[] choices)
    {
        // Parts are put together at random; blocks are closed at the end.
        (string Text, string Close)[] parts =
        [
            ("{{ ref('a') }}", ""), ("{{ source('s', 't') }}", ""), ("{{ config(tags=['x']) }}", ""), ("{{ plain(ref('c')) }}", ""), ("text ", ""),
            ("{% if var('t', true) %}", "{% endif %}"), ("{% if false %}", "{% endif %}"), ("{% for i in [1, 2] %}", "{% endfor %}"), ("{% set x = ref('d') %}", ""),
            ("{% set y %}", "{% endset %}"), ("{{ refs_b() }}", ""), ("{{ ref('e') ~ plain(1) }}", ""), ("{% filter upper %}", "{% endfilter %}"), ("{% call with_caller() %}", "{% endcall %}"),
            ("{# note #}", ""), ("{{ [ref('f'), 1][0] }}", ""), ("{{ {'k': ref('g')} }}", ""), ("{{ not ref('h') }}", ""), ("{{ ref('i') in [1] }}", ""), ("{% do [].append(ref('j')) %}", ""),
        ];
        var text = "";
        var open = new Stack<string>();
        foreach (var choice in choices)
        {
            text += parts[choice % parts.Length].Text;
            if (parts[choice % parts.Length].Close is { Length: > 0 } close) open.Push(close);
            else if (choice > 200 && open.TryPop(out var end)) text += end;
        }

        text += string.Concat(open);
        var template = Template.Parse(new SourceText("a.sql", text));
        var facts = new MacroFacts(_manifest.Macros);
        if (TemplateReader.Read(template, facts, "shop") is { } read)
            Describe(read).ShouldBe(Describe(Recorded(template, facts)), text);
    }

    [Fact]
    public void A_macro_named_ref_replaces_it_and_the_original_stays_at_hand()
    {
        using var project = new SampleProject(
            "-- file: macros/ref.sql\n{% macro ref(name) %}{% do return(builtins.ref(name ~ '_v2')) %}{% endmacro %}\n-- file: models/a_v2.sql\nselect 1\n-- file: models/b.sql\nselect * from {{ ref('a') }}");
        project.Load().ParentsOf("b").ShouldBe(["model.shop.a_v2"]);
    }

    [Fact]
    public void A_reference_that_only_the_run_meets_is_an_error_that_says_how_to_declare_it()
    {
        using var project = new SampleProject("-- file: models/a.sql\nselect 1\n-- file: models/b.sql\nselect 1{% if execute %} from {{ ref('a') }}{% endif %}");
        project.PlanErrors().ShouldBe([
            "TLY4101 models/b.sql:1:34 'a' was not seen when the project was parsed, so it may not be built yet when model.shop.b runs (name it where it is always seen: put the comment  -- depends_on: {{ ref('a') }}  at the top of models/b.sql)",
        ]);
    }

    private TemplateReferences Recorded(Template template, MacroFacts facts) => new TemplateRecorder(_manifest.Project, facts).Record(
        scope => TemplateRenderer.Render(template, scope, facts.Macros.OptionsFor("shop")), "shop", "a", _ => null);

    private static string Describe(TemplateReferences references) => string.Join(' ', [
        .. references.Refs.Select(call => call.Package is null ? call.Name : $"{call.Package}.{call.Name}"),
        .. references.Sources.Select(call => $"{call.Source}/{call.Table}"),
        .. references.Configs.Select(call => Value.Of(new DictValue(call.Values)).ToRepr())]);
}
