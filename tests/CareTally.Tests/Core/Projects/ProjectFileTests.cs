
namespace CareTally.Tests.CoreTests.Projects;

public class ProjectFileTests
{
    private const string OneModel = "-- file: models/staging/a.sql\nselect 1 as x\n";

    private static readonly Func<CareTally.Core.Projects.LoadOptions, CareTally.Core.Projects.LoadOptions> WithSecret =
        options => options with { Environment = new Dictionary<string, string> { ["DBT_ENV_SECRET_A"] = "s3cret" } };

    [Fact]
    public void A_folder_without_a_project_says_what_to_do()
    {
        using var project = new SampleProject("");
        File.Delete(project.PathOf("tally_project.yml"));
        project.LoadErrors().ShouldHaveSingleItem().ShouldStartWith($"TLY2001 - no tally_project.yml or dbt_project.yml in {project.Root}");
    }

    [Fact]
    public void A_dbt_project_file_will_do()
    {
        using var project = new SampleProject(OneModel);
        File.Move(project.PathOf("tally_project.yml"), project.PathOf("dbt_project.yml"));
        project.Load().Nodes.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("name: shop\nmodel-path: [m]\n", "TLY2020 tally_project.yml:2:1 unknown key 'model-path' in tally_project.yml (did you mean 'model-paths'?)")]
    [InlineData("version: 1\n", "TLY2022 tally_project.yml:1:1 tally_project.yml needs the key 'name'")]
    [InlineData("name: my-shop\n", "TLY2025 tally_project.yml:1:7 'my-shop' is no name: letters, digits and underscores only, not starting with a digit")]
    [InlineData("name: [a]\n", "TLY2021 tally_project.yml:1:7 'name' must be a single value, not a list")]
    [InlineData("name: shop\nmodels: [a]\n", "TLY2021 tally_project.yml:2:9 'models' must be a mapping, not a list")]
    [InlineData("name: shop\nmodel-paths: [{a: b}]\n", "TLY2021 tally_project.yml:2:15 'model-paths' must be a list of single values, not a mapping")]
    [InlineData("name: shop\nmodels:\n  shop:\n    materialised: table\n", "TLY2021 tally_project.yml:4:5 'materialised' must be a folder's configs, not 'table' (configs start with '+', for example '+materialised')")]
    [InlineData("name: shop\nvars: {a: \"{{ env_var('GONE') }}\"}\n", "TLY2044 tally_project.yml:2:11 environment variable 'GONE' is needed but not set (set it, or give a default: env_var('GONE', 'value'))")]
    [InlineData("", "TLY2022 tally_project.yml:1:1 tally_project.yml needs the key 'name'")]
    public void A_mistake_in_the_project_file_is_an_error_at_its_place(string projectFile, string error)
    {
        using var project = new SampleProject(OneModel, projectFile);
        project.LoadErrors().ShouldBe([error]);
    }

    [Theory]
    [InlineData("tally_project.yml", "name: shop\nvars: {a: \"{{ env_var('DBT_ENV_SECRET_A') }}\"}\n")]
    [InlineData("tally_project.yml", "name: shop\nvars: {shop: {a: \"{{ env_var('DBT_ENV_SECRET_A') }}\"}}\n")]
    [InlineData("dbt_packages/tools/dbt_project.yml", "name: tools\nvars: {a: \"{{ env_var('DBT_ENV_SECRET_A') }}\"}\n")]
    [InlineData("dbt_packages/tools/dbt_project.yml", "name: tools\nvars: {tools: {a: \"{{ env_var('DBT_ENV_SECRET_A') }}\"}}\n")]
    public void No_variable_takes_a_secret_where_templates_see_it(string file, string text)
    {
        using var project = new SampleProject(OneModel);
        project.Write(file, text);
        project.LoadErrors(WithSecret).ShouldNotBeEmpty();
        project.Problems.All.ShouldAllBe(problem => problem.Kind.Code == "TLY2055");
    }

    [Fact]
    public void A_target_may_read_a_secret()
    {
        using var project = new SampleProject(OneModel, "name: shop\ntargets: {dev: {schema: \"{{ env_var('DBT_ENV_SECRET_A') }}\"}}\n");
        project.Load(WithSecret).Project.Target.Schema.ShouldBe("s3cret");
    }

    [Fact]
    public void Keys_without_effect_yet_are_a_warning_each()
    {
        using var project = new SampleProject(OneModel, "name: shop\nconfig-version: 2\nmetrics: {shop: {}}\nrequire-dbt-version: '>=1.0.0'\n");
        project.Load();
        project.Lines.ShouldBe(["TLY2024 tally_project.yml:3:1 'metrics' is understood but has no effect in this version"]);
    }

    [Fact]
    public void Folder_configs_apply_from_the_general_to_the_special()
    {
        using var project = new SampleProject(
            """
            -- file: models/a.sql
            select 1 as x
            -- file: models/staging/b.sql
            select 1 as x
            -- file: models/staging/deep/c.sql
            select 1 as x
            """,
            """
            name: shop
            models:
              +schema: low
              shop:
                materialized: table
                +tags: pkg
                staging:
                  +materialized: view
                  +tags: [stg]
                  +meta: {owner: s, tier: 1}
                  deep: {+schema: null, +meta: {owner: d}, +tags: [stg, deep]}
            """);
        var manifest = project.Load();
        string Describe(string model) => $"{manifest.Model(model).Materialization} {manifest.Model(model).Relation} {string.Join("+", manifest.Model(model).Tags)} {CareTally.Templating.Values.Value.Of(manifest.Model(model).Config.Meta).ToRepr()}";
        Describe("a").ShouldBe("Table main_low.a pkg {}");
        Describe("b").ShouldBe("View main_low.b pkg+stg {'owner': 's', 'tier': 1}");
        Describe("c").ShouldBe("View main.c pkg+stg+deep {'owner': 'd', 'tier': 1}");
        project.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_that_configures_nothing_is_a_warning()
    {
        using var project = new SampleProject(OneModel, "name: shop\nmodels:\n  shop: {stagin: {+materialized: table}}\n  staging: {+materialized: table}\ndata_tests: {shop: {gone: {+severity: warn}}}\n");
        project.Load();
        project.Lines.ShouldBe([
            "TLY2028 tally_project.yml:3:10 the configuration of 'shop.stagin' applies to no model",
            "TLY2028 tally_project.yml:4:3 the configuration of 'staging' applies to no model (folders stand below the project's name: 'shop:')",
            "TLY2028 tally_project.yml:5:14 the configuration of 'shop' applies to no test",
        ]);
    }

    [Fact]
    public void A_config_that_is_nearly_a_known_one_is_an_error()
    {
        using var project = new SampleProject(OneModel, "name: shop\nmodels:\n  +materialised: table\n  +my_own: 1\n");
        project.LoadErrors().ShouldBe(["TLY2027 tally_project.yml:3:3 config 'materialised' is not one that tally knows (did you mean 'materialized'?)"]);
    }

    [Fact]
    public void Variables_see_the_target_and_what_stands_above_them()
    {
        using var project = new SampleProject(
            "-- file: models/a.sql\nselect '{{ var('a') }} {{ var('b').c }} {{ var('d') }}'",
            "name: shop\nvars:\n  a: \"{{ target.schema }}_{{ target.type }}\"\n  b: {c: \"{{ var('a') }}!\"}\n  shop:\n    d: \"{{ var('a') if target.name == 'dev' else target.name }}\"\n");
        ((CareTally.Core.Planning.PlanStep.BuildModel)project.Plan().Steps.Single()).Sql.Compiled!.Text.ShouldBe("select 'main_duckdb main_duckdb! main_duckdb'");
    }

    [Theory]
    [InlineData(null, "select 'project package fallback'")]
    [InlineData("{a: cli, b: cli}", "select 'cli cli fallback'")]
    public void Variables_of_the_command_line_win_over_the_packages_and_these_over_the_projects(string? vars, string sql)
    {
        using var project = new SampleProject(
            "-- file: models/a.sql\nselect '{{ var('a') }} {{ var('b') }} {{ var('c', 'fallback') }}'",
            "name: shop\nvars:\n  a: project\n  b: project\n  shop: {b: package}\n");
        project.Load(o => o with { Vars = vars });
        var plan = CareTally.Core.Planning.Planner.Plan(
            project.Load(o => o with { Vars = vars }), new([.. project.Load().Order]), CareTally.Core.Warehouses.Catalog.Empty, CareTally.Core.Planning.PlanOptions.Run, project.Problems);
        ((CareTally.Core.Planning.PlanStep.BuildModel)plan.Steps[0]).Sql.Compiled!.Text.ShouldBe(sql);
    }

    [Fact]
    public void A_variable_without_a_value_is_an_error_with_the_nearest_name()
    {
        using var project = new SampleProject("-- file: models/a.sql\n{% if var('yer') %}{{ ref('b') }}{% endif %}select 1", "name: shop\nvars: {year: 2026}\n");
        project.LoadErrors().ShouldBe(["TLY2050 models/a.sql:1:7 variable 'yer' has no value (did you mean 'year'?)"]);
    }

    [Theory]
    [InlineData("[1]", "this is a list")]
    [InlineData("{a: ", "YAML cannot be read")]
    public void Variables_on_the_command_line_must_be_a_mapping(string vars, string why)
    {
        using var project = new SampleProject(OneModel);
        var error = project.LoadErrors(o => o with { Vars = vars }).ShouldHaveSingleItem();
        error.ShouldStartWith("TLY2030 - --vars must be a YAML or JSON mapping, for example '{year: 2026}': ");
        error.ShouldContain(why, Case.Insensitive);
    }

    [Fact]
    public void Environment_variables_come_in_from_outside_and_a_default_does_for_a_missing_one()
    {
        using var project = new SampleProject(OneModel, "name: shop\nmodels: {+schema: \"{{ env_var('TEAM') }}_{{ env_var('NONE', 'x') }}\"}\n");
        project.Load(o => o with { Environment = new Dictionary<string, string> { ["TEAM"] = "care" } }).Model("a").Relation.Schema.ShouldBe("main_care_x");
    }
}
