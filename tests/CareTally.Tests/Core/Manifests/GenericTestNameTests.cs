using CareTally.Core.Manifests;
using CareTally.Templating.Values;

namespace CareTally.Tests.CoreTests.Manifests;

public class GenericTestNameTests
{
    // The ids are those in the manifest of dbt's own example project, jaffle_shop.
    [Fact]
    public void Names_and_hashes_are_those_that_dbt_makes()
    {
        using var project = new SampleProject(
            """
            -- file: models/customers.sql
            select 1 as customer_id
            -- file: models/orders.sql
            select 1 as customer_id, 'x' as status
            -- file: models/m.yml
            models:
              - {name: customers, columns: [{name: customer_id, tests: [unique, not_null]}]}
              - name: orders
                columns:
                  - {name: customer_id, tests: [{relationships: {to: ref('customers'), field: customer_id}}]}
                  - {name: status, tests: [{accepted_values: {values: [placed, shipped, completed, return_pending, returned]}}]}
            """,
            "name: jaffle_shop\n");
        project.Load().Tests().Select(test => test.Id.ToString()).Order(StringComparer.Ordinal).ShouldBe([
            "test.jaffle_shop.accepted_values_orders_status__placed__shipped__completed__return_pending__returned.be6b5b5ec3",
            "test.jaffle_shop.not_null_customers_customer_id.5c9bf9911d",
            "test.jaffle_shop.relationships_orders_customer_id__customer_id__ref_customers_.c6ec7f58f2",
            "test.jaffle_shop.unique_customers_customer_id.c5af1ff4b1",
        ]);
    }

    [Theory]
    [InlineData("not_null_a_id", "not_null_a_id")]
    [InlineData("unique_a_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "unique_a_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("accepted_values_orders_status__placed__shipped__completed__return_pending__returned", "accepted_values_orders_1ce6ab157c285f7cd2ac656013faf758")]
    public void A_name_of_64_characters_or_more_has_a_short_alias(string name, string alias) =>
        GenericTestNames.Alias("accepted_values_orders", name).ShouldBe(name.Length < 64 ? name : alias == name ? Hashed(name) : alias);

    [Fact]
    public void Arguments_stand_in_the_name_by_their_names_and_cleaned()
    {
        var arguments = new DictValue(new Dictionary<string, Value> { ["values"] = Value.Of(["a b", "c'd"]), ["quote"] = true, ["at"] = "x.y" });
        GenericTestNames.FullName("source_", "t", "s_t", "col", arguments).ShouldBe("source_t_s_t_x_y__col__True__a_b__c_d");
    }

    private static string Hashed(string name) =>
#pragma warning disable CA5351 // dbt's choice of hash
        $"accepted_values_orders_{Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(name)))}";
#pragma warning restore CA5351
}
