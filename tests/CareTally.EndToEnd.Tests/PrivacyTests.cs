using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>The care project on its sample: a customer is erased, and contacts are purged, without a test of the project failing then or later.</summary>
[Collection(nameof(BuiltCareProject))]
public sealed class PrivacyTests(BuiltCareProject project)
{
    [Fact]
    public void An_erased_customer_stays_one_customer_whom_nothing_names()
    {
        using var folder = ProjectFolder.CopyOf(project.Folder);
        var customer = folder.Database.Query("select customer_id from interactions where source_system = 'talkdesk' and customer_id is not null group by 1 order by count(*) desc, 1 limit 1")[0][0];
        var values = folder.Database.Query($"select value from customer_identities where customer_id = '{customer}' union select party_id from customer_parties where customer_id = '{customer}'").Select(row => row[0]).ToArray();
        values.ShouldNotBeEmpty();
        var contacts = folder.Database.Scalar($"select count(*) from interactions where customer_id = '{customer}'");
        var before = folder.Database.Scalar("select count(*) || ' ' || count(customer_id) || ' ' || sum(talk_time_sec) || ' ' || count(*) filter (where is_follow_up) from interactions");

        var purge = folder.Tally("purge", "--customer", customer).ShouldExitWith(0);
        purge.Output.ShouldContain("seeds/samples/talkdesk/calls_");
        purge.Output.ShouldNotContain(customer);
        var bytes = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(folder.Database.Path));
        foreach (var value in values.Append(customer)) bytes.ShouldNotContain(value, Case.Sensitive, "in the database file");
        folder.Tally("test").ShouldExitWith(0);
        foreach (var refresh in (string[])["--quiet", "--full-refresh"])
        {
            folder.Tally("build", refresh).ShouldExitWith(0);
            folder.Database.Scalar("select count(*) from interactions where starts_with(customer_id, 'erased:')").ShouldBe(contacts);
            folder.Database.Scalar("select count(*) from customers where starts_with(customer_id, 'erased:')").ShouldBe("1");
            folder.Database.Scalar("select count(*) || ' ' || count(customer_id) || ' ' || sum(talk_time_sec) || ' ' || count(*) filter (where is_follow_up) from interactions").ShouldBe(before);
            foreach (var table in (string[])["stg_talkdesk__calls", "party_identities", "customer_parties", "interactions", "customer_identity_log"])
            {
                foreach (var value in values) folder.Database.Scalar($"select count(*) from {table} as r where contains(cast(r as varchar), '{value}')").ShouldBe("0", $"{value} in {table}");
            }
        }
    }

    [Fact]
    public void Contacts_that_are_too_old_go_and_the_rest_is_as_it_was()
    {
        using var folder = ProjectFolder.CopyOf(project.Folder);

        // The sample lies at a fixed time, and the clock goes on: the limit is a week to five before its end.
        var months = (int)Math.Ceiling((int.Parse(folder.Database.Scalar("select current_date - max(started_at)::date from interactions"), System.Globalization.CultureInfo.InvariantCulture) + 7) / 30.4);
        var kept = folder.Database.Scalar($"select count(*) from interactions where coalesce(ended_at, loaded_at) >= date_trunc('day', now() at time zone 'UTC') - interval {months} months");
        folder.Tally("purge", "--vars", $"{{retention_months: {months}}}").ShouldExitWith(months < 24 ? 2 : 0);
        folder.Tally("purge", "--vars", $"{{retention_months: {months}}}", "--force").ShouldExitWith(0);
        folder.Database.Scalar("select count(*) from interactions").ShouldBe(kept);
        folder.Tally("build").ShouldExitWith(0);
        folder.Tally("build", "--full-refresh").ShouldExitWith(0);
        folder.Database.Scalar("select count(*) from interactions").ShouldBe(kept);
        folder.Database.Scalar("select count(*) > 0 and bool_and(who <> '') from privacy_audit where relation = 'main.interactions' and action = 'retention'").ShouldBe("True");
    }
}
