using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>Parts of the care project on small projects of their own.</summary>
public sealed class CanonicalTests
{
    private static readonly string[] Tables =
    [
        "interactions", "interaction_segments", "interaction_events", "case_status_history", "surveys", "agent_states", "cases", "customers", "customer_parties",
    ];

    [Fact]
    public void Business_time_agrees_with_cases_that_were_counted_minute_by_minute()
    {
        using var folder = ProjectFolder.WithCare("business_hours");
        folder.Tally("build").ShouldExitWith(0);
        folder.Database.Scalar("select count(*) from elapsed where business_sec = expected_sec").ShouldBe("11");
        folder.Database.Scalar("select count(*) from due where due_at = expected_at").ShouldBe("21");
    }

    [Fact]
    public void Late_corrected_and_merged_rows_come_out_as_in_one_build_of_everything()
    {
        using var steps = ProjectFolder.WithCare("late_data");
        foreach (var until in (string[])["2026-04-10", "2026-05-05", "2026-05-31"]) Deliver(steps, until);
        using var once = ProjectFolder.WithCare("late_data");
        Deliver(once, "2026-05-31");

        foreach (var table in Tables)
        {
            var content = once.Database.Content()[$"main.{table}"];
            content.ShouldNotStartWith("0 ", customMessage: table);
            steps.Database.Content()[$"main.{table}"].ShouldBe(content, table);
        }

        // What was merged on the way is known only where it was seen.
        steps.Database.Scalar("select count(*) from customer_identity_log where change = 'merge'").ShouldBe("50");
        once.Database.Scalar("select count(*) from customer_identity_log where change <> 'new'").ShouldBe("0");
    }

    private static void Deliver(ProjectFolder folder, string until) =>
        folder.Tally("build", "--vars", $"{{loaded_until: '{until} 00:00:00'}}").ShouldExitWith(0);
}
