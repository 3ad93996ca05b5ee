using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>The care project's tables of cases on a real incident log, against figures computed elsewhere.</summary>
public sealed class IncidentTests
{
    [IncidentFact]
    public void The_figures_of_the_incident_log_come_out_exactly()
    {
        var log = Repository.IncidentLog.ShouldNotBeNull("the incident log is needed here; name its folder in TALLY_SERVICENOW_INCIDENTS");
        using var folder = ProjectFolder.OfIncidents();
        folder.Tally("build", "--vars", $"{{servicenow_incidents_folder: '{log}'}}").ShouldExitWith(0);

        var figures = folder.Database.Query("""
            select figure, printf(if(figure like '%hours' or figure like '%pct', '%.3f', '%.0f'), cast(value as double)) from incident_figures
            where place <= 13 order by place
            """);
        figures.ShouldBe(
        [
            ["cases", "24918"],
            ["reopened_by_counter", "275"],
            ["reopened_by_counter_pct", "1.104"],
            ["reopens_by_counter", "331"],
            ["reopened", "276"],
            ["reopens", "332"],
            ["reopened_within_7_days", "266"],
            ["first_reopened_within_7_days", "265"],
            ["reassigned", "11369"],
            ["reassigned_pct", "45.626"],
            ["resolved", "23362"],
            ["mean_open_to_resolve_hours", "178.172"],
            ["median_open_to_resolve_hours", "22.100"],
        ]);

        var disputed = folder.Database.Query("""
            select cases.case_id, cases.reopen_count from cases
            inner join case_attributes as counter
                on counter.case_id = cases.case_id
                and counter.attribute = 'reopen_count'
                and counter.unset_at is null
            where cases.reopen_flag <> (counter.value <> '0')
            """);
        disputed.ShouldBe([["servicenow_incidents:0000135", "1"]]);
    }
}
