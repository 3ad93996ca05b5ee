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

    private static string NameOf(CareTally.Core.Manifests.ModelNode model) => $"{model.Relation.Schema}.{model.Relation.Identifier}";
}
