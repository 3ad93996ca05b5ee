using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>A dbt project as people have it, with dbt-duckdb's profile, builds unchanged.</summary>
public sealed class JaffleShopTests
{
    private static Database In(ProjectFolder folder, string file) => new(folder.File(file));

    [Fact]
    public void It_builds_and_its_tests_pass()
    {
        using var folder = ProjectFolder.Of("jaffle_shop");
        folder.Tally("build").ShouldExitWith(0).ShouldPrint("8 built, 19 passed").Error.ShouldBeEmpty();
        var database = In(folder, "jaffle_shop.duckdb");
        database.Relations().ShouldBe(
            ["main.stg_customers", "main.stg_orders", "main.stg_payments", "marts.customers", "marts.orders", "raw.raw_customers", "raw.raw_orders", "raw.raw_payments"]);
        database.Query("select customer_id, number_of_orders, customer_lifetime_value::varchar from marts.customers order by 1")
            .ShouldBe([["1", "2", "35.00"], ["2", "1", "1.00"], ["3", "2", "43.00"], ["4", "null", "null"]]);
        database.Query("select distinct currency from marts.orders").ShouldBe([["USD"]]);
        folder.Json("target/manifest.json").GetProperty("nodes").GetProperty("model.jaffle_shop.orders").GetProperty("columns").GetProperty("status")
            .GetProperty("description").GetString().ShouldNotBeNull().ShouldContain("The order has been returned");
    }

    [Fact]
    public void Another_target_of_its_profile_gets_other_schemas()
    {
        using var folder = ProjectFolder.Of("jaffle_shop");
        folder.TallyWith(new Dictionary<string, string> { ["JAFFLE_PATH"] = "elsewhere.duckdb" }, "build", "--target", "ci", "--vars", "{currency: eur}").ShouldExitWith(0);
        var database = In(folder, "elsewhere.duckdb");
        database.Relations().ShouldBe(
            ["ci.stg_customers", "ci.stg_orders", "ci.stg_payments", "ci_marts.customers", "ci_marts.orders", "ci_raw.raw_customers", "ci_raw.raw_orders", "ci_raw.raw_payments"]);
        database.Query("select distinct currency from ci_marts.orders").ShouldBe([["EUR"]]);
        File.Exists(folder.File("jaffle_shop.duckdb")).ShouldBeFalse();
    }

    [Fact]
    public void Names_tags_and_selectors_are_as_dbt_makes_them()
    {
        using var folder = ProjectFolder.Of("jaffle_shop");
        folder.Tally("ls", "-s", "tag:nightly", "--resource-type", "model").ShouldExitWith(0).Lines.ShouldBe(
        [
            "jaffle_shop.marts.customers", "jaffle_shop.marts.order_payments", "jaffle_shop.marts.orders",
            "jaffle_shop.staging.stg_customers", "jaffle_shop.staging.stg_orders", "jaffle_shop.staging.stg_payments",
        ]);
        folder.Tally("ls", "-s", "tag:finance,marts", "--resource-type", "model", "--output", "name").ShouldExitWith(0).Lines.ShouldBe(["customers"]);
        folder.Tally("ls", "-s", "customers", "--resource-type", "test", "--output", "name").ShouldExitWith(0).Lines.ShouldBe(
            ["is_positive_customers_customer_lifetime_value", "not_null_customers_customer_id", "relationships_orders_customer_id__customer_id__ref_customers_", "unique_customers_customer_id"],
            ignoreOrder: true);
    }

    [Fact]
    public void A_failing_custom_test_is_told_by_its_name_and_place()
    {
        using var folder = ProjectFolder.Of("jaffle_shop");
        folder.Edit("seeds/raw_payments.csv", "6,5,gift_card,600", "6,5,gift_card,-6000");
        folder.Tally("build").ShouldExitWith(1).ShouldSay("TLY7402", "is_positive_orders_True__amount found 1 row",
            "TLY7401", "is_positive_customers_customer_lifetime_value found 1 row", "--> models/marts/schema.yml:17:13");
    }
}
