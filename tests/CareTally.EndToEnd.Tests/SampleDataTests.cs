using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>The care project as it stands, on twelve weeks of all systems, which it makes for itself.</summary>
public sealed class SampleDataTests
{
    // No hub lies in every sample, and rows that cannot be read in none.
    private static readonly string[] MayBeEmpty = ["identity_hubs"];

    [Fact]
    public void The_care_project_fills_every_canonical_table_and_passes_all_its_tests()
    {
        using var folder = ProjectFolder.OfCare();
        folder.Edit("tally_project.yml", "days: 490, contacts-per-day: 60", "days: 84, contacts-per-day: 80");

        var result = folder.Tally("build", "--no-site").ShouldExitWith(0);

        result.Error.ShouldBeEmpty();
        result.Output.ShouldContain("synthetic sample: 84 days");
        folder.Database.Query("select distinct source_system from interactions").Select(row => row[0]).Order(StringComparer.Ordinal)
            .ShouldBe(["call_log", "five9", "freshdesk", "gcalls", "intercom", "livechat", "salesforce", "talkdesk", "twilio", "zendesk"]);
        foreach (var table in Directory.GetFiles(folder.File("models/canonical"), "*.sql").Select(Path.GetFileNameWithoutExtension).Except(MayBeEmpty))
            folder.Database.Scalar($"select count(*) > 0 from {table}").ShouldBe("True", table);
        folder.Tally("run", "--select", "stg_talkdesk__calls").ShouldExitWith(0).Output.ShouldNotContain("synthetic sample");
    }
}
