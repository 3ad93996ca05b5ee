using CareTally.Core.Manifests;
using CareTally.Core.Selecting;
using CareTally.Diagnostics;

namespace CareTally.Tests.CoreTests.Manifests;

public sealed class PackageTests
{
    private const string Tools = """
        -- file: dbt_packages/tools/dbt_project.yml
        name: tools
        version: 1.2.0
        models:
          tools:
            +materialized: table
            base:
              +schema: own
        vars:
          tools:
            first_year: 2000
          depth: 1
        -- file: dbt_packages/tools/models/base/spine.sql
        select {{ var('first_year') }} as year, {{ var('depth') }} as depth
        -- file: dbt_packages/tools/models/base/props.yml
        models:
          - name: spine
            description: "{{ doc('about') }}"
            columns:
              - name: year
                data_tests: [not_null]
        -- file: dbt_packages/tools/models/docs.md
        {% docs about %}Years.{% enddocs %}
        -- file: dbt_packages/tools/models/late.sql
        select * from {{ ref('spine') }}
        -- file: dbt_packages/tools/macros/add.sql
        {% macro add(a, b) %}{{ a }} + {{ b }}{% endmacro %}
        -- file: dbt_packages/tools/seeds/codes.csv
        code
        1
        -- file: dbt_packages/tools/tests/no_gap.sql
        select * from {{ ref('spine') }} where year is null
        -- file: models/a.sql
        select {{ tools.add(1, 2) }} as x from {{ ref('spine') }}

        """;

    [Theory]
    [InlineData("view", Materialization.View)]
    [InlineData("table", Materialization.Table)]
    [InlineData("ephemeral", Materialization.Ephemeral)]
    [InlineData("own", Materialization.Custom)]
    public void A_package_does_not_replace_what_tally_itself_does(string name, Materialization expected)
    {
        using var project = new SampleProject(Tools + $"-- file: dbt_packages/tools/macros/block.sql\n{{% materialization {name}, default %}}{{% endmaterialization %}}\n-- file: models/b.sql\n{{{{ config(materialized='{name}') }}}}select 1 as x");
        project.Load().Model("b").Materialization.ShouldBe(expected);
    }

    [Fact]
    public void A_materialization_that_two_packages_define_is_the_projects_to_decide()
    {
        const string Block = "{% materialization own, default %}{% endmaterialization %}";
        using var project = new SampleProject(
            Tools + $"-- file: dbt_packages/tools/macros/block.sql\n{Block}\n-- file: dbt_packages/other/dbt_project.yml\nname: other\n-- file: dbt_packages/other/macros/block.sql\n{Block}\n-- file: models/b.sql\n{{{{ config(materialized='own') }}}}select 1 as x");
        project.LoadErrors().ShouldBe([
            "TLY3022 models/b.sql:1:24 materialization 'own' is defined by more than one package: other and tools (define it in the project itself, which goes before packages)"]);
        project.Write("macros/block.sql", Block);
        project.Load().Model("b").MaterializedBy!.Package.ShouldBe("shop");
    }

    [Fact]
    public void A_packages_nodes_carry_its_name()
    {
        using var project = new SampleProject(Tools);
        var manifest = project.Load();
        manifest.Nodes.Keys.Select(id => id.ToString()).Order().ShouldBe([
            "model.shop.a", "model.tools.late", "model.tools.spine", "seed.tools.codes",
            "test.tools.no_gap", .. manifest.Nodes.Keys.Where(id => id.Name.StartsWith("tools.not_null_spine_year.", StringComparison.Ordinal)).Select(id => id.ToString())]);
        var spine = manifest.Nodes[new NodeId(NodeKind.Model, "tools.spine")];
        spine.Fqn.ShouldBe(["tools", "base", "spine"]);
        spine.Path.ShouldBe("models/base/spine.sql");
        spine.Span.Source.Path.ShouldBe("dbt_packages/tools/models/base/spine.sql");
        spine.Description.ShouldBe("Years.");
        manifest.Project.Packages.Select(package => (package.Name, package.Version)).ShouldBe([("shop", null), ("tools", "1.2.0")]);
        ((SeedNode)manifest.Nodes[new NodeId(NodeKind.Seed, "tools.codes")]).File.ShouldBe(project.PathOf("dbt_packages/tools/seeds/codes.csv"));
    }

    [Fact]
    public void The_projects_configs_win_over_a_packages_files()
    {
        const string Project = "name: shop\nmodels:\n  +tags: [all]\n  tools:\n    base:\n      +schema: mine\n      +materialized: ephemeral\n";
        using var project = new SampleProject(Tools, Project);
        project.Write("dbt_packages/tools/models/base/spine.sql", "{{ config(materialized='view', schema='infile') }} select 1 as year");
        var manifest = project.Load();
        var spine = (ModelNode)manifest.Nodes[new NodeId(NodeKind.Model, "tools.spine")];
        spine.Materialization.ShouldBe(Materialization.Ephemeral);
        spine.Relation.Schema.ShouldBe("main_mine");
        spine.Tags.ShouldBe(["all"]);
        ((ModelNode)manifest.Nodes[new NodeId(NodeKind.Model, "tools.late")]).Materialization.ShouldBe(Materialization.Table);
    }

    [Theory]
    [InlineData(null, "", "select 2000 as year, 1 as depth")]
    [InlineData(null, "vars: {first_year: 2010, depth: 2}", "select 2010 as year, 2 as depth")]
    [InlineData(null, "vars: {first_year: 2010, tools: {first_year: 2020}}", "select 2020 as year, 1 as depth")]
    [InlineData("{first_year: 2030}", "vars: {tools: {first_year: 2020}}", "select 2030 as year, 1 as depth")]
    public void Variables_come_from_the_command_line_then_the_projects_for_the_package_then_the_projects_then_the_packages(string? given, string vars, string expected)
    {
        using var project = new SampleProject(Tools, $"name: shop\n{vars}\n");
        var manifest = project.Load(options => options with { Vars = given });
        new CareTally.Core.Planning.NodeCompiler(new CareTally.Core.Planning.NodeScopes(manifest, [], new CareTally.Core.Planning.IncrementalModels(manifest, CareTally.Core.Warehouses.Catalog.Empty)), _ => { })
            .Plan((ModelNode)manifest.Nodes[new NodeId(NodeKind.Model, "tools.spine")]).Compiled!.Text.ShouldBe(expected);
    }

    [Fact]
    public void A_ref_means_the_own_packages_model_first_then_the_projects()
    {
        using var project = new SampleProject(Tools + """
            -- file: models/spine.sql
            select 1 as year
            -- file: models/b.sql
            select * from {{ ref('tools', 'spine') }}
            """);
        project.Write("tally_project.yml", "name: shop\nmodels:\n  tools:\n    +schema: tools\n");
        var manifest = project.Load();
        manifest.ParentsOf("a").ShouldBe(["model.shop.spine"]);
        manifest.ParentsOf("b").ShouldBe(["model.tools.spine"]);
        manifest.Nodes[new NodeId(NodeKind.Model, "tools.late")].DependsOn.Select(id => id.ToString()).ShouldBe(["model.tools.spine"]);
    }

    [Fact]
    public void A_ref_that_two_packages_could_answer_is_an_error()
    {
        using var project = new SampleProject(Tools + """
            -- file: dbt_packages/other/dbt_project.yml
            name: other
            models:
              +schema: other
            -- file: dbt_packages/other/models/spine.sql
            select 1
            """);
        project.LoadErrors().ShouldBe([
            "TLY3021 models/a.sql:1:43 model, seed or snapshot 'spine' is in several packages: other, tools (needed by model.shop.a) (name the package: ref('other', 'spine'))"]);
    }

    [Fact]
    public void The_project_switches_a_packages_nodes_off_and_their_tests_go_with_them()
    {
        using var project = new SampleProject(Tools, "name: shop\nmodels:\n  tools:\n    +enabled: false\n");
        project.LoadErrors().ShouldBe(["TLY3002 models/a.sql:1:43 'spine' is disabled (needed by model.shop.a) (it is switched off by its config 'enabled'; see dbt_packages/tools/models/base/spine.sql)"]);
        project.Write("models/a.sql", "select 1 as x");
        var manifest = project.Load();
        manifest.Nodes.Keys.Select(id => id.ToString()).ShouldBe(["model.shop.a", "seed.tools.codes"], ignoreOrder: true);
    }

    [Fact]
    public void What_the_user_cannot_mend_in_a_package_only_warns()
    {
        using var project = new SampleProject(Tools);
        project.Write("dbt_packages/tools/models/odd.yml", "models:\n  - name: late\n    colour: red\n    config:\n      materialised: view\nwhatever: 1\n");
        project.Load();
        project.Problems.All.Select(problem => (problem.Kind.Code, problem.Severity)).ShouldBe(
            [("TLY2020", Severity.Warning), ("TLY2027", Severity.Warning), ("TLY2020", Severity.Warning)]);
        project.Lines[0].ShouldStartWith("TLY2020 dbt_packages/tools/models/odd.yml:3:5");
    }

    [Fact]
    public void Packages_that_are_required_but_not_installed_are_an_error()
    {
        using var project = new SampleProject("-- file: packages.yml\npackages:\n  - local: ../tools\n  - package: a/b\n    version: 1.0.0\n");
        project.LoadErrors().ShouldBe(["TLY2045 packages.yml:2:5 2 of the packages in packages.yml are not installed in dbt_packages (run 'tally deps')"]);
        project.Write(Tools).Write("-- file: packages.yml\npackages:\n  - local: ../tools\n");
        project.Load();
        project.Write("package-lock.yml", "packages:\n- name: dates\n  package: a/dates\n  version: 1.0.0\n");
        project.LoadErrors().ShouldBe(["TLY2046 package-lock.yml:2:9 package 'dates' is locked in package-lock.yml but not installed in dbt_packages (run 'tally deps')"]);
    }

    [Fact]
    public void Two_packages_cannot_share_a_name()
    {
        using var project = new SampleProject(Tools + "-- file: vendor/again/dbt_project.yml\nname: shop\n", "name: shop\npackages-install-path: vendor\n");
        project.LoadErrors().ShouldBe([
            "TLY2047 vendor/again/dbt_project.yml:1:7 the packages in tally_project.yml and vendor/again/dbt_project.yml are both named 'shop' (a project and its packages need names of their own; remove one of them)",
        ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("1.11.0", 0)]
    [InlineData("['>=1.3.0', '<3.0.0']", 0)]
    [InlineData("'>=1.3.0,<1.5.0'", 1)]
    [InlineData("'>=2.0.0'", 1)]
    [InlineData("~1", 1)]
    public void A_project_for_another_dbt_is_an_error_and_a_package_for_one_is_a_warning(string required, int wrong)
    {
        using var project = new SampleProject(Tools, $"name: shop\nrequire-dbt-version: {required}\n");
        if (wrong == 0) project.Load();
        else project.LoadErrors().ShouldHaveSingleItem().ShouldMatch("TLY204[89] tally_project.yml:2:22 ");
        project.Write("tally_project.yml", $"name: shop\nrequire-dbt-version: {required}\nflags: {{version_check: false}}\n");
        project.Load();
        project.Write("tally_project.yml", "name: shop\n").Write("dbt_packages/tools/dbt_project.yml", $"name: tools\nrequire-dbt-version: {required}\n");
        project.Load();
        project.Problems.All.Length.ShouldBe(wrong);
    }

    [Fact]
    public void Selectors_tell_packages_apart()
    {
        using var project = new SampleProject(Tools);
        var manifest = project.Load();
        Select("package:tools").ShouldNotContain("model.shop.a");
        Select("package:this").ShouldBe(["model.shop.a"]);
        Select("tools.base").ShouldContain("model.tools.spine");

        string[] Select(string text) =>
            [.. Selector.Select(manifest, new SelectionCriteria { Select = [text] }, project.Problems).Nodes.Select(id => id.ToString())];
    }
}
