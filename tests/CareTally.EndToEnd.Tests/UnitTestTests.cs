using System.Text.Json;
using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>Unit tests from the command line.</summary>
public sealed class UnitTestTests
{
    private const string Tests =
        """
        unit_tests:
          - name: counts_calls
            model: queue_totals
            config: {tags: [quick]}
            given:
              - input: ref('daily_calls')
                rows: [{queue: sales, answered: 2}, {queue: sales, answered: 3}]
              - input: ref('queues')
                rows: [{queue: sales, language: en}]
            expect:
              rows: [{queue: sales, answered: 5}]
        """;

    [Fact]
    public void They_need_no_database()
    {
        using var folder = WithTests("answered: 5");
        folder.Tally("test", "-s", "test_type:unit").ShouldExitWith(0).ShouldPrint("1 passed");
        folder.Database.Exists.ShouldBeFalse();
    }

    [Fact]
    public void A_failing_one_shows_what_differs_and_keeps_its_model_from_being_built()
    {
        using var folder = WithTests("answered: 6");
        folder.Tally("build", "--no-site").ShouldExitWith(1).ShouldSay(
            "TLY7310", "unit test counts_calls of queue_totals: 1 row not as expected", "--> models/unit_tests.yml:2:11",
            "  @@  | queue | answered", "  →   | sales | 6→5", "skipped 3 nodes because counts_calls failed: ", "queue_totals");
        folder.Database.Relations().ShouldNotContain("main.queue_totals");
        var results = folder.Json("target/run_results.json").GetProperty("results").EnumerateArray().ToDictionary(result => result.GetProperty("unique_id").GetString()!);
        results["model.calls.queue_totals"].GetProperty("status").GetString().ShouldBe("skipped");
        results["unit_test.calls.queue_totals.counts_calls"].GetProperty("message").GetString().ShouldBe("actual differs from expected:\n\n@@  | queue | answered\n→   | sales | 6→5\n");
    }

    [Fact]
    public void They_are_selected_like_other_tests()
    {
        using var folder = WithTests("answered: 5");
        foreach (var selector in new[] { "test_type:unit", "resource_type:unit_test", "counts_calls", "tag:quick", "queue_totals.counts_calls" })
            folder.Tally("ls", "-s", selector).ShouldExitWith(0).Lines.ShouldBe(["calls.queue_totals.counts_calls"], selector);
        folder.Tally("ls", "--resource-type", "unit_test").ShouldExitWith(0).Lines.ShouldBe(["calls.queue_totals.counts_calls"]);
        folder.Tally("ls", "-s", "queue_totals").ShouldExitWith(0).Lines.ShouldContain("calls.queue_totals.counts_calls");
        folder.Tally("ls", "-s", "test_type:data").ShouldExitWith(0).Lines.ShouldNotContain("calls.queue_totals.counts_calls");
    }

    [Fact]
    public void Another_program_can_read_the_difference()
    {
        using var folder = WithTests("answered: 6");
        var finished = folder.Tally("test", "-s", "counts_calls", "--output", "json").ShouldExitWith(1).Lines
            .Select(line => JsonDocument.Parse(line).RootElement).Single(line => line.GetProperty("event").GetString() == "finished");
        finished.GetProperty("status").GetString().ShouldBe("fail");
        finished.GetProperty("diff").GetString().ShouldBe("@@  | queue | answered\n→   | sales | 6→5");
    }

    private static ProjectFolder WithTests(string expected)
    {
        var folder = ProjectFolder.Of("calls");
        folder.Write("models/unit_tests.yml", Tests.Replace("answered: 5", expected, StringComparison.Ordinal));
        return folder;
    }
}
