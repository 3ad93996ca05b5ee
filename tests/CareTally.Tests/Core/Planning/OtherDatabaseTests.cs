using CareTally.Core.Planning;

namespace CareTally.Tests.CoreTests.Planning;

/// <summary>Only what lives in the target's own database can be built.</summary>
public sealed class OtherDatabaseTests
{
    [Fact]
    public void What_belongs_into_another_database_is_refused_before_anything_is_run()
    {
        using var project = new SampleProject(
            "-- file: models/a.sql\n{{ config(database='elsewhere') }} select 1 as id\n" +
            "-- file: seeds/s.csv\nid\n1\n-- file: seeds/s.yml\nseeds: [{name: s, config: {database: elsewhere}}]\n");
        var errors = project.PlanErrors();
        errors.Length.ShouldBe(2);
        errors.ShouldContain(line => line.StartsWith("TLY4111 models/a.sql:1:", StringComparison.Ordinal) && line.Contains("model.shop.a belongs into the database 'elsewhere'", StringComparison.Ordinal));
        errors.ShouldContain(line => line.StartsWith("TLY4111 seeds/s.yml:1:", StringComparison.Ordinal));
    }

    [Fact]
    public void It_can_be_compiled_and_ephemeral_models_live_nowhere()
    {
        using var project = new SampleProject("-- file: models/a.sql\n{{ config(database='elsewhere') }} select 1 as id\n");
        project.Plan(PlanOptions.Compile).Steps.ShouldHaveSingleItem();
        project.Write("-- file: models/a.sql\n{{ config(database='elsewhere', materialized='ephemeral') }} select 1 as id\n-- file: models/b.sql\nselect * from {{ ref('a') }}\n");
        project.Plan().Steps.ShouldHaveSingleItem().Node.Name.ShouldBe("b");
    }
}
