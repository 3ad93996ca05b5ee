using System.Text.Json;
using CareTally.Cli;

namespace CareTally.Tests.Cli;

public sealed class RetryTests
{
    [Fact]
    public async Task The_last_command_is_run_again_for_what_did_not_succeed()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("models/fct.sql", "{{ config(materialized='table') }} select error('no') as id from {{ ref('inline') }}");
        (await tally.RunAsync("build", "--target", "prod", "--no-site", "--vars", "{limit: 2}")).Code.ShouldBe(ExitCode.NodesFailed);
        tally.Write("models/fct.sql", "select * from {{ ref('inline') }} where id < {{ var('limit') }}");
        var (code, output, error) = await tally.RunAsync("retry");
        code.ShouldBe(ExitCode.Success, error);
        output.ShouldContain("2 built, 1 passed");
        Results(tally).ShouldBe("fct fct_has_id rpt");
        (await tally.RowsAsync("rpt", "--target", "prod")).ShouldBe("id 1");
        (await tally.RunAsync("retry")).Output.ShouldBe("Nothing to retry: all of the 'tally build' of 2026-03-02 09:00 UTC succeeded\n");
    }

    [Fact]
    public async Task Exactly_what_failed_is_run_and_no_other_test_of_it()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("models/m.yml", "models: [{name: fct, columns: [{name: id, data_tests: [not_null: {name: fct_has_id}, accepted_values: {name: fct_is_one, values: [1], quote: false}]}]}]");
        (await tally.RunAsync("test", "--target", "prod")).Code.ShouldBe(ExitCode.NodesFailed);
        (await tally.RunAsync("retry")).Code.ShouldBe(ExitCode.NodesFailed);
        Results(tally).ShouldBe("fct_is_one");
    }

    [Fact]
    public async Task What_is_made_again_is_held_by_the_tests_that_passed_before()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("models/m.yml", "models: [{name: fct, columns: [{name: id, data_tests: [not_null: {name: fct_has_id}, accepted_values: {name: fct_is_one, values: [1], quote: false}]}]}]");
        (await tally.RunAsync("build", "--target", "prod", "--no-site")).Code.ShouldBe(ExitCode.NodesFailed);
        tally.Write("models/fct.sql", "select null::int as id");
        (await tally.RunAsync("retry")).Code.ShouldBe(ExitCode.NodesFailed);
        Results(tally).ShouldContain("fct_has_id");
        (await tally.RowsAsync("fct", "--target", "prod")).ShouldNotContain("null");
    }

    [Fact]
    public async Task Only_variables_and_threads_can_be_given_anew()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("models/fct.sql", "{{ config(materialized='table') }} select {% if var('limit') == 10 %}error('no') as {% endif %}id from {{ ref('inline') }}");
        (await tally.RunAsync("run", "--target", "prod", "-s", "fct", "--threads", "1")).Code.ShouldBe(ExitCode.NodesFailed);
        (await tally.RunAsync("retry", "--target", "dev")).Error.ShouldContain("error[TLY7003]");
        (await tally.RunAsync("retry", "--vars", "{limit: 3}", "--threads", "2")).Code.ShouldBe(ExitCode.Success);
        var arguments = Json(tally, "target/run_results.json").GetProperty("args");
        arguments.GetProperty("which").GetString().ShouldBe("run");
        arguments.GetProperty("target").GetString().ShouldBe("prod");
        arguments.GetProperty("threads").GetInt32().ShouldBe(2);
        arguments.GetProperty("vars").GetProperty("limit").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Of_a_model_in_batches_only_those_that_failed_are_made_again()
    {
        using var tally = new Tally();
        tally.Write("tally_project.yml", "name: shop");
        tally.Write("models/events.sql", "{{ config(materialized='table', event_time='day') }} select i::int as id, timestamp '2026-02-27' + i * interval 12 hour as day from range(6) as t(i)");
        Write(tally, "case when id = 2 then error('bad row') else id end");
        var (code, _, error) = await tally.RunAsync("run");
        code.ShouldBe(ExitCode.NodesFailed);
        error.ShouldContain("bad row");
        Json(tally, "target/run_results.json").GetProperty("results").EnumerateArray().Single(result => result.GetProperty("unique_id").GetString() == "model.shop.daily")
            .GetProperty("status").GetString().ShouldBe("partial success");

        Write(tally, "id + 100");
        (await tally.RunAsync("retry")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("show", "--inline", "select id from daily order by id", "--limit", "-1", "--output", "csv")).Output.ShouldBe("id\n0\n1\n4\n5\n102\n103\n");

        static void Write(Tally tally, string id) => tally.Write(
            "models/daily.sql",
            $"{{{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='day', begin='2026-02-27', batch_size='day') }}}} select {id} as id, day from {{{{ ref('events') }}}}");
    }

    [Theory]
    [InlineData("", "id\n0\n1\n4\n5\n102\n103\n")]
    [InlineData("--event-time-start 2026-03-01 --event-time-end 2026-03-02", "id\n0\n1\n4\n5\n")]
    public async Task A_plain_run_makes_the_batches_that_the_last_run_has_left(string times, string expected)
    {
        using var tally = new Tally();
        tally.Write("tally_project.yml", "name: shop");
        tally.Write("models/events.sql", "{{ config(materialized='table', event_time='day') }} select i::int as id, timestamp '2026-02-26' + i * interval 12 hour as day from range(6) as t(i)");
        Write(tally, "case when id = 2 then error('bad row') else id end");
        (await tally.RunAsync("run")).Code.ShouldBe(ExitCode.NodesFailed);

        Write(tally, "id + 100");
        (await tally.RunAsync(["run", .. times.Split(' ', StringSplitOptions.RemoveEmptyEntries)])).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("show", "--inline", "select id from daily order by id", "--limit", "-1", "--output", "csv")).Output.ShouldBe(expected);

        static void Write(Tally tally, string id) => tally.Write(
            "models/daily.sql",
            $"{{{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='day', begin='2026-02-26', batch_size='day', lookback=0) }}}} select {id} as id, day from {{{{ ref('events') }}}}");
    }

    [Fact]
    public async Task A_build_server_is_told_how_the_repetition_went()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("models/rpt.sql", "{{ config(materialized='table') }} select error('no') as id from {{ ref('fct') }}");
        (await tally.RunAsync("build", "--target", "prod", "--no-site")).Code.ShouldBe(ExitCode.NodesFailed);
        (await tally.RunAsync("retry", "--output", "junit")).Code.ShouldBe(ExitCode.NodesFailed);
        var report = File.ReadAllText(Path.Combine(tally.Folder, "target/junit.xml"));
        report.ShouldContain("testcase name=\"rpt\"");
        report.ShouldContain("TLY5001");
        tally.Write("models/rpt.sql", "select {{ 1");
        (await tally.RunAsync("retry", "--output", "junit", "--output-file", "again.xml")).Code.ShouldBe(ExitCode.Unusable);
        File.ReadAllText(Path.Combine(tally.Folder, "again.xml")).ShouldContain("models/rpt.sql");
    }

    [Fact]
    public async Task The_project_can_lie_elsewhere()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("models/rpt.sql", "{{ config(materialized='table') }} select error('no') as id from {{ ref('fct') }}");
        (await tally.RunAsync("build", "--target", "prod", "--no-site")).Code.ShouldBe(ExitCode.NodesFailed);
        tally.Write("models/rpt.sql", "select * from {{ ref('fct') }}");
        using var elsewhere = new Tally();
        var (code, _, error) = await elsewhere.RunAsync("retry", "--project-dir", Path.GetRelativePath(elsewhere.Folder, tally.Folder));
        code.ShouldBe(ExitCode.Success, error);
        Results(tally).ShouldBe("rpt");
    }

    [Fact]
    public async Task A_run_that_is_refused_leaves_no_results_of_another_and_a_retry_that_is_refused_can_be_given_again()
    {
        using var tally = await StateProject.BuildAsync();
        var sound = File.ReadAllText(Path.Combine(tally.Folder, "models/fct.sql"));
        tally.Write("models/fct.sql", "select nothing from {{ ref('inline') }}");
        (await tally.RunAsync("build", "--no-site")).Code.ShouldBe(ExitCode.Unusable);
        tally.Has("target/run_results.json").ShouldBeFalse();
        (await tally.RunAsync("retry")).Error.ShouldContain("error[TLY4401]");

        tally.Write("models/fct.sql", "{{ config(materialized='table') }} select error('no') as id from {{ ref('inline') }}");
        (await tally.RunAsync("build", "--no-site")).Code.ShouldBe(ExitCode.NodesFailed);
        tally.Write("models/fct.sql", "select nothing from {{ ref('inline') }}");
        (await tally.RunAsync("retry")).Code.ShouldBe(ExitCode.Unusable);
        tally.Write("models/fct.sql", sound);
        (await tally.RunAsync("retry")).Code.ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task A_secret_among_the_variables_is_to_be_given_again()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Environment["DBT_ENV_SECRET_TOKEN"] = "hush-hush";
        tally.Write("models/rpt.sql", "{{ config(materialized='table') }} select {% if var('token') != 'none' %}error('no') as {% endif %}id from {{ ref('fct') }}");
        (await tally.RunAsync("run", "--target", "prod", "-s", "rpt", "--vars", "{token: hush-hush}")).Code.ShouldBe(ExitCode.NodesFailed);
        var (code, _, error) = await tally.RunAsync("retry");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("error[TLY7413]: --vars of the last run held a secret, which its results do not keep");
        error.ShouldContain("hint: give --vars again");
        (await tally.RunAsync("retry", "--vars", "{token: none}")).Code.ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task A_node_that_is_gone_is_warned_of_and_results_can_lie_elsewhere()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("models/bad.sql", "{{ config(materialized='table') }} select error('no') as id from {{ ref('stg') }}");
        tally.Write("models/fct.sql", "{{ config(materialized='table') }} select error('no') as id from {{ ref('inline') }}");
        (await tally.RunAsync("run", "--target", "prod")).Code.ShouldBe(ExitCode.NodesFailed);
        tally.KeepState();
        File.Delete(Path.Combine(tally.Folder, "models/bad.sql"));
        (await tally.RunAsync("parse")).Code.ShouldBe(ExitCode.Success);
        tally.Write("models/fct.sql", "select * from {{ ref('inline') }}");
        var (code, _, error) = await tally.RunAsync("retry", "--state", "state");
        code.ShouldBe(ExitCode.Success, error);
        Json(tally, "target/run_results.json").GetProperty("args").TryGetProperty("state", out _).ShouldBeFalse();
        error.ShouldContain("warning[TLY7412]: model.shop.bad failed in the last run");
        Results(tally).ShouldBe("fct rpt");
    }

    [Fact]
    public async Task Results_of_dbt_are_understood_as_far_as_tally_has_the_options()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("target/run_results.json", """
            {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json"},
             "results": [{"unique_id": "model.shop.rpt", "status": "error"}, {"unique_id": "model.shop.fct", "status": "success"}, {"unique_id": "operation.shop.end", "status": "fail"}],
             "args": {"which": "run", "target": "prod", "select": [], "resource_types": [], "vars": {}, "favor_state": false, "profile": null, "log_level": "info", "partial_parse": true}}
            """);
        (await tally.RunAsync("retry")).Code.ShouldBe(ExitCode.Success);
        Results(tally).ShouldBe("rpt");
    }

    [Theory]
    [InlineData(null, "error[TLY4401]")]
    [InlineData("{", "error[TLY4402]")]
    [InlineData("{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/run-results/v3.json\"}}", "error[TLY4403]")]
    [InlineData("{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/run-results/v6.json\"}, \"results\": [{\"unique_id\": \"model.shop.rpt\", \"status\": \"error\"}], \"args\": {\"which\": \"generate\"}}", "error[TLY7411]")]
    public async Task Without_results_there_is_nothing_to_go_on_from(string? results, string expected)
    {
        using var tally = await StateProject.BuildAsync();
        if (results is null) File.Delete(Path.Combine(tally.Folder, "target/run_results.json"));
        else tally.Write("target/run_results.json", results);
        var (code, _, error) = await tally.RunAsync("retry");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain(expected);
    }

    private static JsonElement Json(Tally tally, string path) => JsonDocument.Parse(File.ReadAllText(Path.Combine(tally.Folder, path))).RootElement;

    private static string Results(Tally tally) => string.Join(' ', Json(tally, "target/run_results.json").GetProperty("results").EnumerateArray()
        .Select(result => result.GetProperty("unique_id").GetString()!.Split('.')[2]).Order(StringComparer.Ordinal));
}
