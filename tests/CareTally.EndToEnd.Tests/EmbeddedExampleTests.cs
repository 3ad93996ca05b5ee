using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>The example that runs the pipeline from C#.</summary>
public sealed class EmbeddedExampleTests
{
    [Fact]
    public void The_example_builds_its_own_project_and_prints_what_happens()
    {
        using var folder = ProjectFolder.Empty();
        Repository.Copy(Path.Combine(Repository.Root, "examples", "embedded-csharp", "project"), folder.Path);
        var result = Run(folder).ShouldExitWith(0).ShouldPrint(
            "7 nodes on ", "started   seed.shop.orders\n", "pass      unit_test.shop.customers.orders_are_counted\n", "success   model.shop.customers\n", "pass      test.shop.unique_customers_customer.", "all is well\n");
        result.Lines.Length.ShouldBe(2 + (2 * 7));
        folder.Database.Query("select customer, orders::varchar from customers order by customer").ShouldBe([["ann", "2"], ["bob", "1"]]);
        folder.Has("target/manifest.json").ShouldBeTrue();
        folder.Statuses()["customers"].ShouldBe("success");
    }

    [Fact]
    public void The_example_takes_selectors_and_says_what_is_wrong()
    {
        using var folder = ProjectFolder.Of("calls");
        Run(folder, "+stg_calls", "queues").ShouldExitWith(0).Output.ShouldNotContain("daily_calls");
        folder.Write("models/broken.sql", "select nope from {{ ref('stg_calls') }}");
        Run(folder, "broken").ShouldExitWith(2).ShouldSay("error[TLY5001]", "models/broken.sql:1:8");
        folder.Write("models/broken.sql", "{{ config(materialized='table') }} select error('no') as x from {{ ref('stg_calls') }}");
        Run(folder, "broken").ShouldExitWith(1).ShouldPrint("error     model.calls.broken: ", "something failed");
        folder.Write("models/broken.sql", "select * from {{ ref('nowhere') }}");
        Run(folder).ShouldExitWith(2).ShouldSay("error[TLY3001]", "models/broken.sql:1:18");
    }

    private static TallyResult Run(ProjectFolder folder, params string[] selectors)
    {
        using var process = TallyProcess.StartExample("embedded-csharp", folder.Path, [".", .. selectors]);
        return process.WaitForExit();
    }
}
