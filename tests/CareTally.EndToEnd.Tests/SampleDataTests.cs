using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>The care project on four weeks of every system that there is a sample of, which it makes for itself.</summary>
public sealed class SampleDataTests
{
    [Fact]
    public void The_care_project_builds_on_a_sample_of_all_systems()
    {
        using var folder = ProjectFolder.OfCare();
        var file = folder.File("tally_project.yml");
        File.WriteAllText(file, File.ReadAllText(file).Replace(": seeds/samples/", ": target/sample/", StringComparison.Ordinal).Replace("days: 490, contacts-per-day: 60", "days: 28, contacts-per-day: 80", StringComparison.Ordinal));
        var systems = File.ReadLines(folder.File("seeds/reference/source_systems.csv")).Skip(1).Select(line => line.Split(',')[0]).Append("dashboards").Distinct().ToArray();

        var result = folder.Tally("build", "--no-site", "--vars", $"{{systems: [{string.Join(", ", systems)}]}}").ShouldExitWith(0);

        result.Output.ShouldContain("synthetic sample: 28 days");
        folder.Database.Query("select distinct source_system from interactions").Select(row => row[0]).Order(StringComparer.Ordinal)
            .ShouldBe(["call_log", "five9", "freshdesk", "gcalls", "intercom", "livechat", "salesforce", "talkdesk", "twilio", "zendesk"]);
        foreach (var table in (string[])["cases", "surveys", "agent_states", "agent_schedule", "qa_evaluations", "coaching_sessions", "kb_articles", "forecasts", "customers", "costs", "native_daily"])
            folder.Database.Query($"select count(*) > 0 from {table}")[0][0].ShouldBe("True", table);
        folder.Tally("run", "--select", "stg_talkdesk__calls").ShouldExitWith(0).Output.ShouldNotContain("synthetic sample");
    }
}
