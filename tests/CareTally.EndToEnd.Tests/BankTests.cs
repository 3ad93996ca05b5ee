using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>The care project's tables and marts on a real call log, against figures computed elsewhere.</summary>
public sealed class BankTests
{
    [BankFact]
    public void The_published_figures_of_january_and_august_1999_come_out_exactly()
    {
        var log = Repository.BankLog.ShouldNotBeNull("the bank's call log is needed here; name its folder in TALLY_BANK_1999");
        using var folder = ProjectFolder.OfBank();
        folder.Tally("build", "--vars", $"{{bank_1999_folder: '{log}'}}").ShouldExitWith(0);

        var months = folder.Database.Query("""
            select
                strftime(period_start, '%Y-%m'), offered, answered, abandoned,
                printf('%.3f', 100 * abandonment_rate), printf('%.3f', average_speed_of_answer_sec),
                printf('%.3f', 100 * service_level_b), printf('%.3f', 100 * service_level_a),
                printf('%.3f', 100 * service_level_c), printf('%.3f', 100 * service_level_d)
            from rpt_queue_performance where period = 'month' and queue = 'all' order by 1
            """);
        months.ShouldBe(
        [
            ["1999-01", "30161", "27060", "3101", "10.281", "35.028", "54.381", "60.613", "56.258", "57.717"],
            ["1999-08", "38711", "31402", "7309", "18.881", "73.807", "40.963", "50.497", "43.238", "46.225"],
        ]);
        var handling = folder.Database.Query("""
            select strftime(period_start, '%Y-%m'), printf('%.2f', average_talk_only_time_sec) from rpt_contact_performance
            where period = 'month' and queue = 'all' and direction = 'inbound' order by 1
            """);
        handling.ShouldBe([["1999-01", "183.45"], ["1999-08", "184.40"]]);
    }
}
