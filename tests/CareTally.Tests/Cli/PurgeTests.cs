using CareTally.Cli;

namespace CareTally.Tests.Cli;

public sealed class PurgeTests
{
    [Fact]
    public async Task Rows_that_are_too_old_are_deleted_and_do_not_come_back()
    {
        using var tally = await PrivacyProject.StartAsync();
        string[] months = ["--vars", "{retention_months: 24}"];
        var (code, output, error) = await tally.RunAsync(["purge", "--dry-run", .. months]);
        code.ShouldBe(ExitCode.Success, error);
        output.ShouldBe("""
            What is older than 2024-03-02, UTC:
            main.stg_calls: 2 rows
            main.calls: 2 rows
            Would purge 4 rows of 2 tables
            Every row of these files is older; delete them, or the rows are read again:
              exports/calls_2023.jsonl.gz

            """.ReplaceLineEndings("\n"));
        (await PrivacyProject.QueryAsync(tally, "select count(*) from {{ ref('calls') }}")).ShouldBe("5");

        (await tally.RunAsync(["purge", .. months])).Output.ShouldContain("Purged 4 rows of 2 tables");
        (await PrivacyProject.QueryAsync(tally, "select count(*), min(call_id) from {{ ref('calls') }}")).ShouldBe("3,3");
        (await PrivacyProject.QueryAsync(tally, "select action, cutoff, relation, row_count, who <> '' from privacy_audit order by relation desc"))
            .ShouldBe("retention,2024-03-02 00:00:00,main.stg_calls,2,true retention,2024-03-02 00:00:00,main.calls,2,true");

        // Without the variable too: what is purged stays purged.
        (await tally.RunAsync("build")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("build", "--full-refresh")).Code.ShouldBe(ExitCode.Success);
        (await PrivacyProject.QueryAsync(tally, "select count(*), (select count(*) from {{ ref('stg_calls') }}) from {{ ref('calls') }}")).ShouldBe("3,3");
        (await tally.RunAsync(["purge", .. months])).Output.ShouldContain("Purged 0 rows of 0 tables");
    }

    [Theory]
    [InlineData("{}", "TLY7601", "retention_months")]
    [InlineData("{retention_months: 2y}", "TLY7602", "'2y'")]
    [InlineData("{retention_months: 0}", "TLY7602", "'0'")]
    [InlineData("{retention_months: 23}", "TLY7603", "--force")]
    public async Task Less_than_two_years_are_kept_by_force_only(string vars, string code, string said)
    {
        using var tally = await Tally.WithProjectAsync();
        var result = await tally.RunAsync("purge", "--vars", vars);
        result.Code.ShouldBe(ExitCode.Unusable);
        result.Error.ShouldContain(code);
        result.Error.ShouldContain(said);
        result = await tally.RunAsync("purge", "--vars", "{retention_months: 1}", "--force");
        result.Error.ShouldContain("TLY7604");
    }

    [Fact]
    public async Task A_project_that_says_nothing_of_people_is_told_what_to_write()
    {
        using var tally = await Tally.WithProjectAsync();
        (await tally.RunAsync("build")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("purge", "--customer", "c1")).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(ExitCode.Unusable), r => r.Error.ShouldContain("{% macro personal_values(customer_id) %}"));
        (await tally.RunAsync("purge", "--vars", "{retention_months: 36}")).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(ExitCode.Unusable), r => r.Error.ShouldContain("meta: {retention: started_at}"));
    }

    [Fact]
    public async Task A_customer_is_erased_everywhere_and_the_counts_stay()
    {
        using var tally = await PrivacyProject.StartAsync();
        var trial = await tally.RunAsync("purge", "--customer", PrivacyProject.Anna, "--dry-run");
        trial.Code.ShouldBe(ExitCode.Success, trial.Error);
        trial.Output.ShouldContain("Would purge 10 rows of 6 tables");
        PrivacyProject.FilesWith(tally, PrivacyProject.OfAnna).ShouldBe(["caretally.duckdb"]);

        var (code, output, error) = await tally.RunAsync("purge", "--customer", PrivacyProject.Anna);
        code.ShouldBe(ExitCode.Success, error);
        output.ShouldContain("Purged 10 rows of 6 tables");
        output.ShouldContain("The customer still occurs in these files; they are yours to edit or delete:\n  exports/calls_2023.jsonl.gz\n  exports/calls_2026.jsonl.gz\n  exports/customers.csv\n");
        output.ShouldNotContain(PrivacyProject.Anna);
        PrivacyProject.FilesWith(tally, PrivacyProject.OfAnna).ShouldBeEmpty();
        (await PrivacyProject.QueryAsync(tally, "select count(*), count(caller), count(customer_id), count(*) filter (where customer_id like 'erased:%') from {{ ref('calls') }}")).ShouldBe("5,2,4,2");
        (await PrivacyProject.QueryAsync(tally, "select count(*), count(name), count(email) from {{ ref('customers_history') }}")).ShouldBe("2,1,1");
        (await PrivacyProject.QueryAsync(tally, "select count(*), sum(row_count), min(subject) = max(subject) and min(subject) like 'erased:%' from privacy_audit")).ShouldBe("6,10,true");
    }

    [Fact]
    public async Task No_build_brings_an_erased_customer_back_and_an_erasure_can_be_repeated()
    {
        using var tally = await PrivacyProject.StartAsync();
        (await tally.RunAsync("purge", "--customer", PrivacyProject.Anna)).Code.ShouldBe(ExitCode.Success);
        foreach (var flag in (string[])["--quiet", "--full-refresh"])
        {
            var (code, _, error) = await tally.RunAsync("build", flag);
            code.ShouldBe(ExitCode.Success, error);
            (await PrivacyProject.QueryAsync(tally, "select count(*), count(caller), (select count(name) from {{ ref('stg_customers') }}), (select count(*) from {{ ref('identities') }}) from {{ ref('calls') }}")).ShouldBe("5,2,1,1");
        }

        PrivacyProject.FilesWith(tally, "Anna Sentinel").Except(["caretally.duckdb"]).ShouldBeEmpty();
        var again = await tally.RunAsync("purge", "--customer", PrivacyProject.Anna);
        again.ShouldSatisfyAllConditions(r => r.Code.ShouldBe(ExitCode.Success), r => r.Output.ShouldContain("Purged 0 rows of 0 tables"), r => r.Output.ShouldContain("had been erased before"));
        (await tally.RunAsync("purge", "--customer", "crm:9999")).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(ExitCode.Unusable), r => r.Error.ShouldContain("TLY5702"));
    }

    [Fact]
    public async Task What_fails_leaves_its_table_as_it_was_and_can_be_gone_on_with()
    {
        using var tally = await PrivacyProject.StartAsync();
        tally.Write("macros/lock.sql", "{% macro lock(how) %}{% do run_query('alter table ' ~ target.schema ~ '.calls alter column caller ' ~ how ~ ' not null') %}{% endmacro %}");
        (await tally.RunAsync("run-operation", "lock", "--args", "{how: set}")).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(ExitCode.Success, r.Error));
        var (code, _, error) = await tally.RunAsync("purge", "--customer", PrivacyProject.Anna);
        code.ShouldBe(ExitCode.NodesFailed, error);
        error.ShouldContain("TLY5703");
        error.ShouldContain("main.calls");
        (await PrivacyProject.QueryAsync(tally, "select count(caller), (select count(name) from {{ ref('stg_customers') }}) from {{ ref('calls') }}")).ShouldBe("5,1");
        (await tally.RunAsync("run-operation", "lock", "--args", "{how: drop}")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("purge", "--customer", PrivacyProject.Anna)).Code.ShouldBe(ExitCode.Success);
        PrivacyProject.FilesWith(tally, PrivacyProject.OfAnna).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_that_could_not_be_read_and_rows_that_tests_have_found_go_as_well()
    {
        using var tally = await PrivacyProject.StartAsync();
        var sources = Path.Combine(tally.Folder, "models/sources.yml");
        File.WriteAllText(sources, File.ReadAllText(sources).Replace("config: {external: {location: exports/customers.csv}}", "config: {on_unreadable: reject, max_unreadable_share: 0.5, external: {location: exports/customers.csv}}"));
        File.AppendAllText(Path.Combine(tally.Folder, "exports/customers.csv"), "crm:4711,Anna Sentinel,x,y,z\ncrm:4712,Bert Other,x,y,z\n");
        (await tally.RunAsync("build", "-s", "stg_customers")).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(ExitCode.Success, r.Error));
        (await PrivacyProject.QueryAsync(tally, "select count(*), (select count(*) from main_dbt_test__audit.emails_are_known) from rejected")).ShouldBe("2,2");
        (await tally.RunAsync("purge", "--customer", PrivacyProject.Anna)).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(ExitCode.Success, r.Error), r => r.Output.ShouldContain("main.rejected: 1 row\n"), r => r.Output.ShouldContain("main_dbt_test__audit.emails_are_known: 1 row\n"));
        (await PrivacyProject.QueryAsync(tally, "select count(*), (select count(*) from main_dbt_test__audit.emails_are_known) from rejected")).ShouldBe("1,1");
    }
}
