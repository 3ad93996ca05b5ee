using CareTally.Core.Manifests;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Tests.CoreTests.Manifests;

public sealed class MacroLibraryTests : IDisposable
{
    private const string Shop =
        """
        -- file: macros/shop.sql
        {% macro whose() %}shop{% endmacro %}
        {% macro duckdb__greet(name) %}quack {{ name }}{% endmacro %}
        {% macro default__greet(name) %}hello {{ name }}{% endmacro %}
        {% macro greet(name) %}{{ adapter.dispatch('greet')(name) }}{% endmacro %}
        {% macro postgres__only() %}never here{% endmacro %}
        {% macro default__replaced() %}the shop's{% endmacro %}
        {% macro default__shout(text) %}{{ text | upper }} (shop){% endmacro %}
        {% macro outer() %}{{ utils.fails('x') }}{% endmacro %}
        {% materialization thing, default %}shop's for any{% endmaterialization %}
        """;

    private const string Utils =
        """
        -- file: macros/utils.sql
        {% macro whose() %}utils{% endmacro %}
        {% macro own() %}{{ whose() }} of {{ project }}{% endmacro %}
        {% macro calls_shop() %}{{ greet('x') }}{% endmacro %}
        {% macro default__own_kind() %}own kind of {{ whose() }}{% endmacro %}
        {% macro own_kind() %}{{ adapter.dispatch('own_kind')() }}{% endmacro %}
        {% macro replaced() %}{{ adapter.dispatch('replaced', 'utils')() }}{% endmacro %}
        {% macro default__replaced() %}the package's{% endmacro %}
        {% macro kept() %}{{ adapter.dispatch(macro_name='kept', macro_namespace='utils')() }}{% endmacro %}
        {% macro default__kept() %}kept{% endmacro %}
        {% macro fails(a) %}
        {{ adapter.dispatch('kep', 'utils')(a) }}{% endmacro %}
        {% macro default__hash(x) %}hash of utils{% endmacro %}
        {% macro default__with_ref() %}{{ ref('a') }}{% endmacro %}
        {% macro duckdb__with_ref() %}no ref{% endmacro %}
        {% macro with_ref() %}{{ adapter.dispatch('with_ref', 'utils')() }}{% endmacro %}
        {% macro default__refers() %}{{ ref('a') }}{% endmacro %}
        {% macro refers() %}{{ adapter.dispatch('refers', 'utils')() }}{% endmacro %}
        {% materialization thing, adapter='duckdb' %}utils' for DuckDB{% endmaterialization %}
        {% materialization other, default %}utils' for any{% endmaterialization %}
        {% test even(model, column_name) %}select 1 from {{ model }}{% endtest %}
        {% test unique(model, column_name) %}select 2 from {{ model }}{% endtest %}
        """;

    private const string Extra =
        """
        -- file: macros/extra.sql
        {% macro default__kept() %}from extra{% endmacro %}
        {% macro duckdb__kept() %}from extra for DuckDB{% endmacro %}
        """;

    private readonly List<SampleProject> _samples = [];
    private readonly Problems _problems = new();

    public void Dispose() => _samples.ForEach(sample => sample.Dispose());

    [Theory]
    [InlineData("shop", "{{ whose() }}", "shop")]
    [InlineData("utils", "{{ whose() }}", "utils")]
    [InlineData("extra", "{{ whose() }}", "shop")]
    [InlineData("shop", "{{ utils.whose() }} {{ utils['whose']() }}", "utils utils")]
    // A macro sees its own package first, and the names of the node that is being rendered.
    [InlineData("shop", "{{ utils.own() }}", "utils of the node")]
    [InlineData("shop", "{{ utils.calls_shop() }}", "quack x")]
    [InlineData("shop", "{{ own is defined }} {{ utils is defined }} {{ nobody is defined }}", "False True False")]
    [InlineData("shop", "{{ greet('x') }}", "quack x")]
    [InlineData("shop", "{{ utils.own_kind() }}", "own kind of utils")]
    [InlineData("shop", "{% set m = adapter.dispatch('greet') %}{{ m('y') }} {{ m.name }}", "quack y duckdb__greet")]
    [InlineData("shop", "{{ adapter.dispatch('greet', none)('z') }}", "quack z")]
    // The project goes before the package, and the kind of database before the default within each.
    [InlineData("shop", "{{ utils.replaced() }}", "the shop's")]
    [InlineData("shop", "{{ utils.kept() }}", "kept")]
    // Built-in macros: what the node's own package has comes first, then the project's.
    [InlineData("utils", "{{ adapter.dispatch('hash', 'dbt')('x') }}", "hash of utils")]
    [InlineData("shop", "{{ dbt.default__test_unique is defined or dbt.test_unique is defined }}", "True")]
    public void Names_mean_what_the_package_they_are_used_in_sees(string package, string template, string expected) =>
        Render(Library(), package, template).ShouldBe(expected);

    [Fact]
    public void The_project_file_sets_where_macros_are_looked_for()
    {
        var library = Library("dispatch:\n- macro_namespace: utils\n  search_order: [shop, extra, utils]\n");
        Render(library, "shop", "{{ utils.kept() }} / {{ utils.replaced() }}").ShouldBe("from extra for DuckDB / the shop's");
        library = Library("dispatch: [{macro_namespace: utils, search_order: [utils, shop]}, {macro_namespace: dbt, search_order: [utils, dbt]}]\n");
        Render(library, "shop", "{{ utils.replaced() }} {{ adapter.dispatch('hash', 'dbt')('x') }}").ShouldBe("the package's hash of utils");
        _problems.All.ShouldBeEmpty();
    }

    [Fact]
    public void A_search_order_that_names_a_package_in_vain_is_a_warning()
    {
        Library("dispatch:\n- macro_namespace: utils\n  search_order: [shop, utilz]\n");
        _problems.All.Select(SampleProject.Line).ShouldBe(["TLY3042 tally_project.yml:3:3 package 'utilz' in the search order of 'utils' does not exist (did you mean 'utils'?)"]);
    }

    [Theory]
    [InlineData("dispatch:\n- macro_namespace: utils\n", "TLY2022 tally_project.yml:3:3 an entry of 'dispatch' needs the key 'search_order'")]
    [InlineData("dispatch:\n- search_order: [a]\n", "TLY2022 tally_project.yml:3:3 an entry of 'dispatch' needs the key 'macro_namespace'")]
    [InlineData("dispatch:\n- {macro_namespace: x, search_order: [shop], searchorder: [a]}\n", "TLY2020 tally_project.yml:3:46 unknown key 'searchorder' in an entry of 'dispatch' (did you mean 'search_order'?)")]
    [InlineData("dispatch: {macro_namespace: x, search_order: [shop]}\n", "TLY2021 tally_project.yml:2:11 'dispatch' must be a list of mappings, not a mapping")]
    public void A_broken_search_order_is_an_error(string dispatch, string expected)
    {
        using var project = new SampleProject("", "name: shop\n" + dispatch);
        project.LoadErrors().ShouldBe([expected]);
    }

    [Theory]
    [InlineData("{{ adapter.dispatch('gret')('x') }}", "TLY3041 t.sql:1:4 adapter.dispatch found no macro 'gret'; searched: duckdb__gret, default__gret (did you mean 'greet'?)")]
    [InlineData("{{ adapter.dispatch('only')() }}", "TLY3041 t.sql:1:4 adapter.dispatch found no macro 'only'; searched: duckdb__only, default__only")]
    [InlineData("{{ adapter.dispatch('kep', 'utils')() }}", "TLY3041 t.sql:1:4 adapter.dispatch found no macro 'kep' in the namespace 'utils'; searched: shop.duckdb__kep, shop.default__kep, utils.duckdb__kep, utils.default__kep (did you mean 'kept'?)")]
    [InlineData("{{ adapter.dispatch('kept', 'utlis')() }}", "TLY3041 t.sql:1:4 adapter.dispatch found no macro 'kept' in the namespace 'utlis'; searched: duckdb__kept, default__kept (there is no package 'utlis'; did you mean 'utils'?)")]
    [InlineData("{{ adapter.dispatch('utils.kept')() }}", "TLY3040 t.sql:1:4 adapter.dispatch: 'utils.kept' is no macro's name (write adapter.dispatch('kept', 'utils'))")]
    [InlineData("{{ adapter.dispatch('kept', packages=['utils'])() }}", "TLY3040 t.sql:1:4 adapter.dispatch: the namespace is one package's name; a list of packages was dbt's form before version 1.0 (write adapter.dispatch('kept', 'package'))")]
    [InlineData("{{ adapter.dispatch('kept', ['utils'])() }}", "TLY3040 t.sql:1:4 adapter.dispatch: the namespace is one package's name; a list of packages was dbt's form before version 1.0 (write adapter.dispatch('kept', 'package'))")]
    [InlineData("{{ adapter.dispatch() }}", "TLY1106 t.sql:1:4 adapter.dispatch() missing required argument 'macro_name'")]
    [InlineData("{{ utils.ownn() }}", "TLY1101 t.sql:1:4 'package utils object' has no attribute 'ownn' (did you mean 'own'?)")]
    public void A_dispatch_that_finds_nothing_says_what_was_searched(string template, string expected)
    {
        var failure = Should.Throw<TemplateException>(() => Render(Library(), "shop", template));
        SampleProject.Line(failure.Diagnostic).ShouldBe(expected);
    }

    [Fact]
    public void A_dispatch_that_finds_nothing_says_which_macros_led_there()
    {
        var failure = Should.Throw<TemplateException>(() => Render(Library(), "shop", "{{ outer() }}"));
        failure.Diagnostic.Span.ToString().ShouldBe("macros/utils.sql:11:4");
        failure.Diagnostic.Frames.Select(frame => frame.Text).ShouldBe(["macro utils.fails", "macro shop.outer"]);
    }

    [Theory]
    [InlineData("thing", "duckdb", "macro.utils.materialization_thing_duckdb")]
    [InlineData("thing", "postgres", "macro.shop.materialization_thing_default")]
    [InlineData("other", "duckdb", "macro.utils.materialization_other_default")]
    [InlineData("nothing", "duckdb", null)]
    public void A_materialization_for_the_database_goes_before_one_for_any_and_the_projects_before_a_packages(string name, string adapter, string? expected) =>
        Library().FindMaterialization(name, adapter)?.Id.ShouldBe(expected);

    [Theory]
    [InlineData("even", null, "shop", null)]
    [InlineData("even", "utils", "shop", "macro.utils.test_even")]
    [InlineData("even", null, "utils", "macro.utils.test_even")]
    [InlineData("unique", null, "shop", "macro.dbt.test_unique")]
    [InlineData("unique", null, "utils", "macro.utils.test_unique")]
    [InlineData("unique", "dbt", "utils", "macro.dbt.test_unique")]
    public void A_generic_test_is_found_bare_in_its_own_package_and_by_package_everywhere(string test, string? package, string user, string? expected) =>
        (Library().FindTest(test, package, user)?.Id).ShouldBe(expected);

    [Fact]
    public void The_built_in_macros_are_indexed_as_they_would_be_parsed()
    {
        var parsed = BuiltInMacros.Files().SelectMany(file => Template.Parse(file).Macros).ToArray();
        var indexed = BuiltInMacros.All.Concat(BuiltInMacros.AdditionsTo("dbt_utils")).ToArray();
        indexed.Select(macro => macro.Name).ShouldBe(parsed.Select(Macro.NameOf), ignoreOrder: true);
        indexed.Select(macro => macro.Definition.Value.Span).ShouldBe(parsed.Select(definition => definition.Span), ignoreOrder: true);
        BuiltInMacros.All.Select(macro => macro.Name).ShouldBeUnique();
        BuiltInMacros.All.Single(macro => macro.Name == "duckdb__dateadd").Package.ShouldBe("dbt_duckdb");
    }

    [Theory]
    [InlineData("{{ utils.own_kind() }}", true)]
    [InlineData("{{ adapter.dispatch('own_kind', 'utils')() }}", true)]
    [InlineData("{{ greet(ref('b')) }}", true)]
    // The macro for this database has no ref, whatever the one for others has.
    [InlineData("{{ utils.with_ref() }}", true)]
    [InlineData("{{ utils.refers() }}", false)]
    [InlineData("{{ adapter.dispatch('refers', 'utils')() }}", false)]
    [InlineData("{{ adapter.dispatch(macro_namespace='utils', macro_name='kept')() }}", true)]
    [InlineData("{{ adapter.dispatch(var('x', 'greet'))('y') }}", false)]
    [InlineData("{{ adapter.dispatch('greet', var('x', none))('y') }}", false)]
    [InlineData("{{ adapter.dispatch(*['greet'])('y') }}", false)]
    [InlineData("{% set d = adapter.dispatch %}", false)]
    [InlineData("{% set a = adapter %}", false)]
    [InlineData("{% set u = utils %}", false)]
    [InlineData("{{ adapter.type }}", true)]
    public void Dispatched_macros_are_followed_without_an_evaluation(string text, bool isReadable)
    {
        var library = Library();
        var template = Template.Parse(new SourceText("t.sql", text));
        (TemplateReader.Read(template, new MacroFacts(library), "shop") is not null).ShouldBe(isReadable);
    }

    private static string Render(MacroLibrary library, string package, string template)
    {
        var scope = new Scope(new Dictionary<string, Value> { ["adapter"] = new DictValue(new Dictionary<string, Value> { ["dispatch"] = new FunctionValue("dispatch", library.Dispatch.Call) }), ["project"] = "the node" });
        return TemplateRenderer.Render(Template.Parse(new SourceText("t.sql", template)), scope, library.OptionsFor(package)).Text;
    }

    private MacroLibrary Library(string projectFile = "")
    {
        var shop = Load("shop", Shop, projectFile);
        return MacroLibrary.Build(shop, [("shop", shop.Contents), ("utils", Load("utils", Utils).Contents), ("extra", Load("extra", Extra).Contents)], _problems);
    }

    private CareTally.Core.Projects.Project Load(string name, string files, string projectFile = "")
    {
        var sample = new SampleProject(files, $"name: {name}\n{projectFile}");
        _samples.Add(sample);
        return ManifestLoader.LoadProject(sample.Options(), new Problems());
    }
}
