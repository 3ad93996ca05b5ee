using System.Globalization;
using System.Text;
using CareTally.Core.Manifests;

namespace CareTally.Tests.CoreTests.Manifests;

public class ManifestTests
{
    [Fact]
    public void An_analysis_is_a_node_with_its_description_and_configuration()
    {
        using var project = new SampleProject(
            "-- file: looks/deep/a.sql\n{{ config(tags=['b']) }}select 1 from {{ ref('m') }}\n-- file: looks/empty.sql\n-- file: models/m.sql\nselect 1\n-- file: looks/p.yml\nanalyses: [{name: a, description: what is there, columns: [{name: x}]}]\n",
            "name: shop\nanalysis-paths: [looks]\nanalyses: {shop: {+tags: [a]}}\n");
        var analysis = (AnalysisNode)project.Load().Nodes[new NodeId(NodeKind.Analysis, "shop.a")];
        analysis.Fqn.ShouldBe(["shop", "analysis", "deep", "a"]);
        analysis.Tags.ShouldBe(["a", "b"]);
        analysis.Description.ShouldBe("what is there");
        analysis.DependsOn.ShouldBe([new NodeId(NodeKind.Model, "shop.m")]);
        project.Load().Nodes.Count.ShouldBe(2);
    }

    [Fact]
    public void An_analysis_takes_no_tests_and_is_no_ref()
    {
        using var project = new SampleProject("-- file: analyses/a.sql\nselect 1\n-- file: analyses/p.yml\nanalyses: [{name: a, data_tests: [unique]}]\n");
        project.LoadErrors().ShouldHaveSingleItem().ShouldContain("data_tests");
        project.Write("-- file: analyses/p.yml\nanalyses: [{name: a}]\n-- file: models/m.sql\nselect 1 from {{ ref('a') }}");
        project.LoadErrors().Select(line => line[..7]).ShouldBe(["TLY3001"]);
    }

    private static string[] ErrorsOf(string files, string projectFile = "name: shop\n")
    {
        using var project = new SampleProject(files, projectFile);
        return project.LoadErrors();
    }

    [Fact]
    public void A_missing_ref_names_the_nearest_and_everyone_who_needs_it() =>
        ErrorsOf("-- file: models/orders.sql\nselect 1\n-- file: models/a.sql\nselect * from {{ ref('order') }}\n-- file: models/b.sql\nselect 1 -- x\n from {{ ref('order') }}\n-- file: tests/t.sql\nselect * from {{ ref('ordres') }}").ShouldBe([
            "TLY3001 models/a.sql:1:18 model, seed or snapshot 'order' does not exist (needed by model.shop.a) (did you mean 'orders'?)",
            "TLY3001 models/b.sql:2:10 model, seed or snapshot 'order' does not exist (needed by model.shop.b) (did you mean 'orders'?)",
            "TLY3001 tests/t.sql:1:18 model, seed or snapshot 'ordres' does not exist (needed by test.shop.t) (did you mean 'orders'?)",
        ]);

    [Fact]
    public void A_name_has_no_spaces_unless_the_project_says_so()
    {
        const string Files = "-- file: models/my model.sql\nselect 1\n-- file: seeds/all codes.csv\nid\n1\n-- file: tests/no rows.sql\nselect 1\n-- file: models/m.yml\nmodels: [{name: my model, data_tests: [unique: {column_name: id}]}]";
        ErrorsOf(Files).ShouldBe([
            "TLY3023 models/my model.sql:1:1 the name of model 'my model' has a space in it (name it 'my_model')",
            "TLY3023 seeds/all codes.csv:1:1 the name of seed 'all codes' has a space in it (name it 'all_codes')",
            "TLY3023 tests/no rows.sql:1:1 the name of test 'no rows' has a space in it (name it 'no_rows')",
        ]);
        using var project = new SampleProject(Files, "name: shop\nflags: {require_resource_names_without_spaces: false}\n");
        project.Load().Nodes.Keys.ShouldContain(new NodeId(NodeKind.Model, "shop.my model"));
        project.Lines.Select(line => line[..7]).ShouldBe(["TLY3024", "TLY3024", "TLY3024"]);
    }

    [Fact]
    public void A_missing_source_names_the_nearest() =>
        ErrorsOf("-- file: models/a.sql\nselect * from {{ source('raw', 'cals') }}\n-- file: models/m.yml\nsources: [{name: raw, tables: [{name: calls}]}]").ShouldBe(
            ["TLY3003 models/a.sql:1:18 source 'raw.cals' does not exist (needed by model.shop.a) (did you mean 'raw.calls'?)"]);

    [Theory]
    [InlineData("a>a", "a -> a")]
    [InlineData("a>b b>a", "a -> b -> a")]
    [InlineData("a>c b>a c>b d>c", "a -> b -> c -> a")]
    public void A_cycle_is_shown_as_a_path_in_which_each_needs_the_one_before_at_the_ref_that_closes_it(string edges, string path)
    {
        var files = string.Concat(edges.Split(' ').Select(edge => $"-- file: models/{edge[0]}.sql\nselect * from {{{{ ref('{edge[2]}') }}}}\n"));
        ErrorsOf(files).ShouldHaveSingleItem().ShouldStartWith($"TLY3004 models/a.sql:1:18 models depend on each other in a circle: {path} (");
    }

    [Fact]
    public void Errors_of_all_stages_are_said_at_once_and_none_that_only_follows_from_another() =>
        ErrorsOf(
            """
            -- file: models/broken.sql
            select {{ 1
            -- file: models/reader.sql
            select * from {{ ref('broken') }}, {{ source('raw', 'calls') }}
            -- file: models/other.sql
            select * from {{ ref('brokn') }}
            -- file: models/macros.sql
            select {{ lost() }} from {{ ref('reader') }}
            -- file: macros/lost.sql
            {% macro lost() %}{% if %}{% endmacro %}{% test lost_too(model) %}select 1{% endtest %}
            -- file: models/sources.yml
            sources: [{name: raw, tables: [{name: calls}]}
            -- file: models/m.yml
            models: [{name: broken, description: x}, {name: reader, data_tests: [lost_too]}]
            """).ShouldBe([
            "TLY1001 macros/lost.sql:1:25 expected an expression, found '%}'",
            "TLY1002 models/broken.sql:1:8 this tag is never closed: '}}' is missing",
            "TLY3001 models/other.sql:1:18 model, seed or snapshot 'brokn' does not exist (needed by model.shop.other) (did you mean 'broken'?)",
            "TLY2010 models/sources.yml:1:47 YAML cannot be read: While parsing a flow sequence, did not find expected ',' or ']'",
        ]);

    [Fact]
    public void A_broken_project_file_is_said_alone() =>
        ErrorsOf("-- file: models/a.sql\nselect * from {{ ref('b') }}", "name: shop\nvarz: {a: 1}\n").ShouldHaveSingleItem().ShouldStartWith("TLY2020 tally_project.yml:2:1 unknown key 'varz'");

    [Fact]
    public void A_chain_of_thousands_is_put_in_order_and_a_cycle_in_it_is_found()
    {
        const int length = 5000;
        var parents = Enumerable.Range(0, length).ToDictionary(i => i, i => i == 0 ? System.Collections.Immutable.ImmutableArray<int>.Empty : [i - 1]);
        new Dag<int>(parents).Sort().ShouldNotBeNull().ShouldBe(Enumerable.Range(0, length));
        parents[0] = [length - 1];
        var cyclic = new Dag<int>(parents);
        cyclic.Sort().ShouldBeNull();
        cyclic.FindCycle().Length.ShouldBe(length + 1);
    }

    [Fact]
    public void Names_that_ref_looks_up_are_unique_and_singular_tests_are_too() =>
        ErrorsOf("-- file: models/x/a.sql\nselect 1\n-- file: models/y/a.sql\nselect 2\n-- file: seeds/s.csv\nid\n-- file: models/s.sql\n{{ config(alias='other') }}select 1\n-- file: tests/t.sql\nselect 1\n-- file: tests/u/t.sql\nselect 1").ShouldBe([
            "TLY3005 models/y/a.sql:1:1 model 'a' is defined twice; the other one is models/x/a.sql:1:1",
            "TLY3005 seeds/s.csv:1:1 seed 's' is defined twice; the other one is models/s.sql:1:1",
            "TLY3005 tests/u/t.sql:1:1 test 't' is defined twice; the other one is tests/t.sql:1:1",
        ]);

    [Theory]
    [InlineData("{{ config(tags='x', materialised='table') }}select 1", "TLY2027 models/a.sql:1:21 config 'materialised' is not one that tally knows (did you mean 'materialized'?)")]
    [InlineData("{{ config({'tags': 'x', 'materialised': 'table'}) }}select 1", "TLY2027 models/a.sql:1:25 config 'materialised' is not one that tally knows (did you mean 'materialized'?)")]
    [InlineData("{{ config(tags='x', materialised=target.name) }}select 1", "TLY2027 models/a.sql:1:21 config 'materialised' is not one that tally knows (did you mean 'materialized'?)")]
    [InlineData("{{ config(tags='x', materialized='tabel') }}select 1", "TLY3010 models/a.sql:1:34 materialization 'tabel' is not supported; supported: view, table, incremental, ephemeral (did you mean 'table'?)")]
    [InlineData("{{ config({'pre-hook': 'select 1', 'pre_hook': 'select 2'}) }}select 1", "TLY2029 models/a.sql:1:36 'pre-hook' and 'pre_hook' are two names of one key; keep one of them")]
    [InlineData("{{ config(post_hook='select 1', **{'post-hook': 'select 2'}) }}select 1", "TLY2029 models/a.sql:1:4 'post_hook' and 'post-hook' are two names of one key; keep one of them")]
    [InlineData("select 1\n-- file: models/a.yml\nmodels: [{name: a, config: {pre_hook: select 1, pre-hook: select 2}}]", "TLY2029 models/a.yml:1:49 'pre_hook' and 'pre-hook' are two names of one key; keep one of them")]
    public void A_mistake_in_a_config_is_shown_at_its_argument(string model, string error) => ErrorsOf($"-- file: models/a.sql\n{model}").ShouldBe([error]);

    [Theory]
    [InlineData("{{ config(alias='A') }}", "TLY3006 models/b.sql:1:1 model.shop.a and model.shop.b would both be built as main.a (give one of them another alias or schema)")]
    [InlineData("{{ config(alias='a__new') }}", "TLY3019 models/b.sql:1:1 model.shop.b uses the name main.a__new, which a build needs while it replaces model.shop.a (give one of them another name, alias or schema)")]
    [InlineData("{{ config(alias='a__rejected') }}", "TLY3019 models/b.sql:1:1 model.shop.b uses the name main.a__rejected, which a build needs while it replaces model.shop.a (give one of them another name, alias or schema)")]
    public void Two_nodes_never_share_a_relation_or_one_that_a_build_works_with(string config, string error) =>
        ErrorsOf($"-- file: models/a.sql\nselect 1\n-- file: models/b.sql\n{config} select 2").ShouldBe([error]);

    [Fact]
    public void An_ephemeral_model_takes_no_relation()
    {
        using var project = new SampleProject("-- file: models/a.sql\nselect 1\n-- file: models/b.sql\n{{ config(alias='a', materialized='ephemeral') }} select 2");
        project.Load().Nodes.Count.ShouldBe(2);
    }

    [Fact]
    public void Disabled_models_and_their_tests_vanish_and_a_ref_to_one_is_an_error()
    {
        const string Off =
            """
            -- file: models/off.sql
            {{ config(enabled=false) }} select 1 as id
            -- file: models/on.sql
            select 1 as id
            -- file: models/m.yml
            models:
              - {name: off, columns: [{name: id, data_tests: [unique]}]}
              - name: on
                columns: [{name: id, data_tests: [{relationships: {to: ref('off'), field: id}}, {relationships: {to: "source('raw', 't')", field: id}}, not_null]}]
            sources: [{name: raw, config: {enabled: false}, tables: [{name: t, columns: [{name: id, data_tests: [unique]}]}]}]
            -- file: tests/uses_off.sql
            select * from {{ ref('off') }}
            -- file: tests/uses_off_source.sql
            select * from {{ source('raw', 't') }}

            """;
        using var project = new SampleProject(Off);
        project.Load().Order.Select(id => id.ToString()).ShouldBe(["model.shop.on", project.Load().Tests().Single().Id.ToString()]);
        project.Load().Disabled.Select(node => node.Id.ToString()).Order(StringComparer.Ordinal).ShouldBe(["model.shop.off", "source.shop.raw.t"]);
        ErrorsOf(Off + "-- file: models/user.sql\nselect * from {{ ref('off') }} join {{ source('raw', 't') }}").ShouldBe([
            "TLY3002 models/user.sql:1:18 'off' is disabled (needed by model.shop.user) (it is switched off by its config 'enabled'; see models/off.sql)",
            "TLY3002 models/user.sql:1:40 'raw.t' is disabled (needed by model.shop.user) (it is switched off by its config 'enabled'; see models/m.yml)",
        ]);
    }

    [Fact]
    public void A_name_may_stand_twice_where_one_is_disabled()
    {
        using var project = new SampleProject("-- file: models/v1/a.sql\n{{ config(enabled=false) }} select 1\n-- file: models/v2/a.sql\nselect 2\n-- file: models/b.sql\nselect * from {{ ref('a') }}");
        project.Load().Model("a").Path.ShouldBe("models/v2/a.sql");
    }

    [Fact]
    public void Configs_of_the_file_win_over_yaml_and_yaml_over_folders_while_tags_add_up()
    {
        using var project = new SampleProject(
            "-- file: models/a.sql\n{{ config(materialized='ephemeral', tags=['file'], meta={'c': 3}) }}{{ config({'schema': 'late'}) }}select 1\n-- file: models/m.yml\nmodels: [{name: a, meta: {b: 1}, tags: top, config: {materialized: table, schema: yaml, tags: [yaml], meta: {b: 2}}}]",
            "name: shop\nmodels: {+materialized: view, +schema: folder, +alias: folder, +tags: [folder], +meta: {a: 1, b: 0}}\n");
        var model = project.Load().Model("a");
        (model.Materialization, model.Relation.ToString()).ShouldBe((Materialization.Ephemeral, "main_late.folder"));
        model.Tags.ShouldBe(["folder", "top", "yaml", "file"]);
        CareTally.Templating.Values.Value.Of(model.Config.Meta).ToRepr().ShouldBe("{'a': 1, 'b': 2, 'c': 3}");
    }

    [Fact]
    public void Names_are_made_by_macros_that_a_project_may_replace()
    {
        using var project = new SampleProject(
            """
            -- file: models/a.sql
            {{ config(schema='x', alias='y', database='z') }} select 1
            -- file: models/b.sql
            select 1
            -- file: macros/names.sql
            {% macro generate_schema_name(custom, node) %} {{ custom or node.name ~ '_home' }} {% endmacro %}
            {% macro generate_alias_name(custom, node) %}{{ node.name }}_{{ custom or 'none' }}{% endmacro %}
            """);
        var manifest = project.Load();
        (manifest.Model("a").Relation.ToSql(), manifest.Model("b").Relation.ToSql()).ShouldBe(("\"z\".\"x\".\"a_y\"", "\"b_home\".\"b_none\""));
    }

    [Theory]
    [InlineData("-- file: models/a.sql\n  \n", "TLY3015 models/a.sql:1:1 model 'a' is empty")]
    [InlineData("-- file: models/a.sql\n{{ config(materialized='tabel') }}select 1", "TLY3010 models/a.sql:1:24 materialization 'tabel' is not supported; supported: view, table, incremental, ephemeral (did you mean 'table'?)")]
    [InlineData("-- file: models/a.sql\nselect {{ ref('a', 'b', 'c') }}", "TLY3016 models/a.sql:1:11 ref() takes one or two arguments, not 3 (write ref('model'), ref('package', 'model') or ref('model', v=2))")]
    [InlineData("-- file: models/a.sql\nselect {{ source('a') }}", "TLY3016 models/a.sql:1:11 source() takes two arguments, not 1 (write source('source', 'table'))")]
    [InlineData("-- file: macros/m.sql\n{% macro m() %}{% endmacro %}{% macro m() %}{% endmacro %}", "TLY3013 macros/m.sql:1:39 macro 'm' is defined twice; the other one is macros/m.sql:1:10")]
    [InlineData("-- file: macros/m.sql\n{% snapshot x %}{% endsnapshot %}", "TLY3020 macros/m.sql:1:13 snapshot 'x' is defined where nothing can use it (move it to a snapshots folder)")]
    [InlineData("-- file: models/m.sql\nselect 1{% materialization x, default %}{% endmaterialization %}", "TLY3020 models/m.sql:1:28 materialization 'x' is defined where nothing can use it (move it to a macros folder)")]
    [InlineData("-- file: tests/t.sql\n{% test positive(model, column_name) %}select 1{% endtest %}\n", "TLY3020 tests/t.sql:1:9 generic test 'positive' is defined where nothing can use it (move it to a macros folder, or to the folder 'generic' of the tests)")]
    public void Other_mistakes_have_their_own_words(string files, string error) => ErrorsOf(files).ShouldBe([error]);

    [Fact]
    public void A_broken_template_is_an_error_with_line_and_column() =>
        ErrorsOf("-- file: models/a.sql\nselect 1\nfrom {{ ref('b' }}\n").ShouldHaveSingleItem().ShouldStartWith("TLY1");

    [Fact]
    public void Macros_are_found_by_name_by_package_and_the_projects_own_first()
    {
        using var project = new SampleProject(
            """
            -- file: macros/m.sql
            {% macro one() %}1{% endmacro %}
            {% macro get_where_subquery(relation) %}{{ relation }} /* mine */{% endmacro %}
            {% test unique(model, column_name) %}select 'mine' from {{ model }}{% endtest %}
            -- file: tests/generic/positive.sql
            {% test positive(model, column_name) %}{{ config(severity='warn', limit=3) }}select * from {{ model }} where {{ column_name }} <= 0{% endtest %}
            -- file: models/a.sql
            select {{ one() }} as id, {{ shop.one() }} as b
            -- file: models/m.yml
            models: [{name: a, columns: [{name: id, data_tests: [unique, dbt.unique, shop.unique, positive, {positive: {name: strict, config: {severity: error}}}]}]}]
            """);
        var plan = project.Plan(CareTally.Core.Planning.PlanOptions.Compile);
        var sql = plan.Steps.Select(step => step is CareTally.Core.Planning.PlanStep.BuildModel model ? model.Sql.Compiled!.Text : ((CareTally.Core.Planning.PlanStep.RunTest)step).Test.Sql.Compiled!.Text);
        sql.ShouldContain("select 1 as id, 1 as b");
        sql.Count(text => text == "select 'mine' from \"main\".\"a\" /* mine */").ShouldBe(2);
        var rules = project.Load().Tests().ToDictionary(test => test.Name, test => (test.Rules.IsWarning, test.Rules.Limit));
        rules["positive_a_id"].ShouldBe((true, 3));
        rules["strict"].ShouldBe((false, 3));
    }

    [Fact]
    public void A_ref_in_the_where_of_a_test_makes_the_test_wait_for_it()
    {
        using var project = new SampleProject("-- file: models/a.sql\nselect 1 as id\n-- file: models/b.sql\nselect 1 as id\n-- file: models/m.yml\nmodels: [{name: a, columns: [{name: id, data_tests: [{unique: {config: {where: \"id in (select id from {{ ref('b') }})\"}}}]}]}]");
        project.Load().Tests().Single().DependsOn.Select(id => id.Name).ShouldBe(["shop.a", "shop.b"]);
    }

    [Fact]
    public void Every_model_of_a_long_chain_is_loaded()
    {
        var files = new StringBuilder("-- file: models/m0000.sql\nselect 1\n");
        for (var i = 1; i < 400; i++) files.Append(CultureInfo.InvariantCulture, $"-- file: models/m{i:D4}.sql\nselect * from {{{{ ref('m{i - 1:D4}') }}}}\n");
        using var project = new SampleProject(files.ToString());
        project.Load().Order.Select(id => id.Name).ShouldBe(Enumerable.Range(0, 400).Select(i => $"shop.m{i:D4}"));
    }
}
