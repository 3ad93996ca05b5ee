using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>Packages, through the program: installed, used, and missed where they are not installed.</summary>
public sealed class PackageTests
{
    [Fact]
    public void A_package_is_installed_used_in_a_build_and_cleaned_away()
    {
        using var folder = ProjectFolder.Empty();
        folder.Write("shop/dbt_project.yml", "name: shop\nclean-targets: [target, dbt_packages]\nmodels:\n  tools:\n    +materialized: table\nvars:\n  tools:\n    years: 3\n");
        folder.Write("shop/packages.yml", "packages:\n  - local: ../tools\n");
        folder.Write("shop/models/ages.sql", "select {{ tools.plus_one('year') }} as age from {{ ref('spine') }}");
        folder.Write("shop/models/props.yml", "models:\n  - name: ages\n    columns:\n      - name: age\n        data_tests: [tools.is_positive]\n");
        folder.Write("tools/dbt_project.yml", "name: tools\nversion: 1.0.0\nvars:\n  years: 1\n");
        folder.Write("tools/models/spine.sql", "select unnest(range({{ var('years') }})) as year");
        folder.Write("tools/macros/plus_one.sql", "{% macro plus_one(x) %}{{ x }} + 1{% endmacro %}");
        folder.Write("tools/tests/generic/is_positive.sql", "{% test is_positive(model, column_name) %}select * from {{ model }} where {{ column_name }} <= 0{% endtest %}");

        string[] project = ["--project-dir", folder.File("shop")];
        folder.Tally(["build", .. project]).ShouldExitWith(2).ShouldSay("TLY2045", "packages.yml", "run 'tally deps'");
        folder.Tally(["deps", .. project]).ShouldExitWith(0).ShouldPrint("installed  tools: the folder ../tools");
        folder.Tally(["build", .. project]).ShouldExitWith(0);
        var database = new Database(folder.File("shop/caretally.duckdb"));
        database.Content().Keys.ShouldContain(key => key.Contains("spine", StringComparison.Ordinal));
        folder.Tally(["ls", "--select", "package:tools", .. project]).ShouldExitWith(0).ShouldPrint("tools.spine");

        // Cleaning takes the link away, and not what it leads to.
        folder.Tally(["clean", .. project]).ShouldExitWith(0);
        folder.Has("tools/macros/plus_one.sql").ShouldBeTrue();
        Directory.Exists(folder.File("shop/dbt_packages")).ShouldBeFalse();
    }

    [Fact]
    public void A_hub_that_cannot_be_reached_is_an_error_that_names_the_way_around()
    {
        using var folder = ProjectFolder.Empty();
        folder.Write("dbt_project.yml", "name: shop\n");
        folder.Write("packages.yml", "packages:\n  - package: dbt-labs/dbt_utils\n    version: 1.1.1\n");
        folder.TallyWith(new Dictionary<string, string> { ["DBT_PACKAGE_HUB_URL"] = "http://127.0.0.1:1" }, "deps")
            .ShouldExitWith(2).ShouldSay("TLY2110", "--> packages.yml:2:5", "https://github.com/dbt-labs/dbt-utils.git");
        folder.Has("package-lock.yml").ShouldBeFalse();
    }

    [Fact]
    public void A_package_is_added_and_the_file_is_as_before_where_it_cannot_be_had()
    {
        using var folder = ProjectFolder.Empty();
        folder.Write("shop/dbt_project.yml", "name: shop\n");
        folder.Write("tools/dbt_project.yml", "name: tools\n");
        string[] project = ["--project-dir", folder.File("shop")];
        folder.Tally(["deps", "--add-package", "../nowhere", "--source", "local", .. project]).ShouldExitWith(2).ShouldSay("TLY2131");
        folder.Has("shop/packages.yml").ShouldBeFalse();
        folder.Tally(["deps", "--add-package", "../tools", "--source", "local", .. project]).ShouldExitWith(0);
        folder.Read("shop/packages.yml").ShouldBe("packages:\n  - local: \"../tools\"\n");
        folder.Has("shop/package-lock.yml").ShouldBeTrue();
    }
}
