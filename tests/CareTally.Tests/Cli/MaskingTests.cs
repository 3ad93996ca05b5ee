using CareTally.Cli;

namespace CareTally.Tests.Cli;

public sealed class MaskingTests
{
    [Theory]
    [InlineData("show", "stg_customers")]
    [InlineData("show", "people")]
    [InlineData("show", "customers_history")]
    [InlineData("show", "emails_are_known")]
    [InlineData("show", "--inline", "select * from {{ ref('people') }}")]
    [InlineData("show", "--inline", "select upper(max(name)), min(email), name from {{ ref('stg_customers') }} group by all")]
    [InlineData("show", "--inline", "select a.caller, b.caller from {{ ref('calls') }} a, {{ ref('calls') }} b")]
    [InlineData("show", "--inline", "select * from {{ source('crm', 'customers') }}")]
    [InlineData("show", "--inline", "select * from stg_customers")]
    [InlineData("show", "--inline", "select name from main.\"stg_customers\"")]
    public async Task Values_of_marked_columns_are_masked_unless_they_are_asked_for(params string[] arguments)
    {
        using var tally = await PrivacyProject.StartAsync();
        foreach (var format in (string[])["text", "json", "csv"])
        {
            var (code, output, error) = await tally.RunAsync([.. arguments, "--output", format]);
            code.ShouldBe(ExitCode.Success, error);
            output.ShouldContain("***");
            error.ShouldContain("--show-pii");
            foreach (var value in (string[])["Sentinel", "sentinel@", "90123"]) output.ShouldNotContain(value, Case.Insensitive);
        }

        var shown = await tally.RunAsync([.. arguments, "--show-pii"]);
        shown.Output.ShouldNotContain("***");
        shown.Output.ShouldMatch("(?i)sentinel|90123");
    }

    [Fact]
    public async Task Null_and_counts_stay_and_what_is_not_marked_too()
    {
        using var tally = await PrivacyProject.StartAsync();
        var (_, output, error) = await tally.RunAsync("show", "--inline", "select customer_id, null as name, count(email), 7 as phone_2 from {{ ref('stg_customers') }} group by 1 order by 1", "--output", "csv");
        output.ShouldBe("customer_id,name,count(email),phone_2\ncrm:4711,,1,***\ncrm:4712,,1,***\n");
        error.ShouldContain("masked in name, phone_2");
    }

    [Fact]
    public async Task No_value_of_a_marked_column_is_in_any_artifact_or_message()
    {
        using var tally = await PrivacyProject.StartAsync();
        tally.Write("models/broken.sql", "select cast(name as integer) as n from {{ ref('stg_customers') }}");
        tally.Write("models/asked.sql", "select {{ run_query(\"select cast(email as integer) from \" ~ ref('stg_customers')).columns[0][0] }} as n");
        tally.Write("models/guarded.sql", "{{ config(post_hook=\"select cast(email as date) from {{ ref('stg_customers') }}\") }} select 1 as n from {{ ref('stg_customers') }}");
        tally.Write("tests/names_are_dates.sql", "select people.* from {{ ref('people') }} as people, {{ ref('calls') }} where strptime(name, '%Y') > timestamp '2020-01-01'");
        tally.Write("tests/names_are_short.sql", "select people.* from {{ ref('people') }} as people, {{ ref('calls') }} where length(name) > 3");
        var said = "";
        foreach (var arguments in (string[][])[["build"], ["build", "--output", "json"], ["test", "--output", "github"], ["test", "--output", "junit"], ["compile"], ["docs", "generate"], ["run", "-s", "stg_customers"], ["retry"]])
        {
            var (code, output, error) = await tally.RunAsync(arguments);
            if (arguments[0] is "build" or "test") code.ShouldBe(ExitCode.NodesFailed);
            said += output + error;
        }

        tally.Write("exports/customers.csv", "customer_id,name,email,phone\ncrm:4711,Anna Sentinel,\"Anna.Sentinel@example.com,+84901234567\n");
        var (failed, errors, more) = await tally.RunAsync("run", "-s", "stg_customers");
        failed.ShouldBe(ExitCode.NodesFailed);
        said += errors + more;
        said.ShouldContain("Could not convert string '***' to INT32");
        said.ShouldContain("customers.csv");
        foreach (var value in (string[])["Sentinel", "bert@", "Bert", "0765", "90123"]) said.ShouldNotContain(value, Case.Insensitive);
        PrivacyProject.FilesWith(tally, "Sentinel", "bert@", "Bert Other", "907654321", "90123").ShouldBe(["caretally.duckdb"]);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_named_by_its_line_alone()
    {
        using var tally = await PrivacyProject.StartAsync();
        var sources = Path.Combine(tally.Folder, "models/sources.yml");
        File.WriteAllText(sources, File.ReadAllText(sources)
            .Replace("config: {external: {location: exports/customers.csv}}", "config: {on_unreadable: reject, max_unreadable_share: 0, external: {location: exports/customers.csv}}")
            .Replace("{name: phone, data_type: varchar", "{name: phone, data_type: bigint"));
        File.WriteAllText(Path.Combine(tally.Folder, "exports/customers.csv"), "customer_id,name,email,phone\ncrm:4711,Anna Sentinel,a@example.com,phone of Sentinel\n");
        var (code, output, error) = await tally.RunAsync("run", "-s", "stg_customers");
        code.ShouldBe(ExitCode.NodesFailed);
        error.ShouldContain("exports/customers.csv:2");
        (output + error).ShouldNotContain("Sentinel");
        PrivacyProject.FilesWith(tally, "phone of Sentinel").ShouldBeEmpty();
    }
}
