namespace CareTally.Tests.CoreTests.Manifests;

public sealed class NamingMacroTests
{
    [Theory]
    [InlineData("{% macro default__generate_schema_name(custom, node) %}{{ node.name }}_home{% endmacro %}", "a_home.a b_home.b")]
    [InlineData("{% macro duckdb__generate_alias_name(custom, node) %}{{ node.name }}_{{ custom }}{% endmacro %}", "main_x.a_None main.b_None")]
    [InlineData("{% macro generate_schema_name(custom, node) %}{{ generate_schema_name_for_env(custom, node) }}{% endmacro %}", "main.a main.b")]
    public void A_project_may_replace_what_the_naming_macros_dispatch_to(string macro, string relations)
    {
        using var project = new SampleProject($"-- file: models/a.sql\n{{{{ config(schema='x') }}}}select 1\n-- file: models/b.sql\nselect 1\n-- file: macros/m.sql\n{macro}");
        var manifest = project.Load();
        $"{NameOf(manifest.Model("a"))} {NameOf(manifest.Model("b"))}".ShouldBe(relations);
    }

    [Theory]
    [InlineData("node.name ~ '|' ~ node.unique_id ~ '|' ~ node.resource_type ~ '|' ~ node.package_name", "a|model.shop.a|model|shop")]
    [InlineData("node.path ~ '|' ~ node.original_file_path ~ '|' ~ node.fqn | join('.')", "stage/a.sql|models/stage/a.sql|shop.stage.a")]
    [InlineData("node.config.materialized ~ '|' ~ node.config.get('schema') ~ '|' ~ node['config']['alias'] ~ '|' ~ node.config.tags", "table|x|None|['t']")]
    [InlineData("node.version ~ '|' ~ node.latest_version ~ '|' ~ node.language ~ '|' ~ node.access", "None|None|sql|protected")]
    [InlineData("node.database ~ '|' ~ node.schema ~ '|' ~ node.alias ~ '|' ~ node.checksum.name", "caretally|main|a|sha256")]
    [InlineData("target.schema ~ '|' ~ var('v') ~ '|' ~ execute ~ '|' ~ api.Relation.create(identifier='i') ~ '|' ~ log('said', info=true) ~ modules.re.sub('a', 'b', 'a')", "main|1|False|\"i\"|b")]
    [InlineData("(ref('other') | string) ~ '|' ~ exceptions is defined ~ '|' ~ graph.nodes | length ~ '|' ~ flags.WHICH", "\"main\".\"other\"|True|0|parse")]
    public void A_naming_macro_sees_the_whole_node_and_the_usual_context(string expression, string expected)
    {
        var macro = $"{{% macro generate_alias_name(custom, node) %}}{{{{ {expression} }}}}{{% endmacro %}}";
        using var project = new SampleProject(
            $"-- file: models/stage/a.sql\n{{{{ config(schema='x', materialized='table', tags='t') }}}}select 1\n-- file: macros/m.sql\n{macro}", "name: shop\nvars: {v: 1}\n");
        project.Load().Model("a").Relation.Identifier.ShouldBe(expected);
    }

    [Fact]
    public void What_a_naming_macro_raises_or_warns_of_is_said_at_its_place()
    {
        using var project = new SampleProject("-- file: models/a.sql\nselect 1\n-- file: macros/m.sql\n{% macro generate_schema_name(custom, node) %}{% do exceptions.warn('odd') %}\n{{ exceptions.raise_compiler_error(node.name ~ ' has no schema') }}{% endmacro %}");
        project.LoadErrors().ShouldBe(["TLY2051 macros/m.sql:2:4 a has no schema"]);
    }

    private static string NameOf(CareTally.Core.Manifests.ModelNode model) => $"{model.Relation.Schema}.{model.Relation.Identifier}";
}
