using System.Text.Json;
using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>Every command, on a small project.</summary>
public sealed class CommandTests
{
    [Fact]
    public void Init_makes_a_project_that_builds_and_will_not_do_it_twice()
    {
        using var folder = ProjectFolder.Empty();
        folder.Tally("init", "my_care").ShouldExitWith(0).ShouldPrint("my_care/tally_project.yml", "tally build");
        folder.Tally("build", "--project-dir", "my_care").ShouldExitWith(0).Error.ShouldBeEmpty();
        folder.Tally("show", "daily_service", "--project-dir", "my_care").ShouldExitWith(0);
        var statuses = folder.Json("my_care/target/run_results.json").GetProperty("results").EnumerateArray().Select(r => r.GetProperty("status").GetString()).ToArray();
        statuses.ShouldContain("pass");
        statuses.ShouldAllBe(status => status == "pass" || status == "success");

        folder.Write("my_care/tally_project.yml", "mine");
        folder.Tally("init", "my_care").ShouldExitWith(2).ShouldSay("TLY7102", "is not empty");
        folder.Read("my_care/tally_project.yml").ShouldBe("mine");
    }

    [Fact]
    public void Debug_says_what_is_in_place_and_what_is_not()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally("debug").ShouldExitWith(0).ShouldPrint("Everything is in place.", "does not exist yet");
        folder.Database.Exists.ShouldBeFalse();
        folder.Tally("build").ShouldExitWith(0);
        folder.Tally("debug").ShouldExitWith(0).ShouldPrint("Everything is in place.", "holds 5 tables and views");
        folder.Write("caretally.duckdb", "no database");
        folder.Tally("debug").ShouldExitWith(2).ShouldPrint("problem", "is not a DuckDB database", "hint:");
        folder.Edit("tally_project.yml", "vars:", "varz:");
        folder.Tally("debug").ShouldExitWith(2).ShouldPrint("tally_project.yml:6:1: unknown key 'varz'");
    }

    [Fact]
    public void Parse_checks_the_project_and_writes_the_manifest_without_the_database()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally("parse").ShouldExitWith(0).ShouldPrint("calls is sound: 4 models, 2 seeds, 8 tests");
        var json = JsonDocument.Parse(folder.Tally("parse", "--output", "json").ShouldExitWith(0).Output).RootElement;
        json.GetProperty("models").GetInt32().ShouldBe(4);
        var manifest = folder.Json("target/manifest.json");
        manifest.GetProperty("metadata").GetProperty("dbt_schema_version").GetString().ShouldBe("https://schemas.getdbt.com/dbt/manifest/v12.json");
        manifest.GetProperty("parent_map").GetProperty("model.calls.queue_totals").EnumerateArray().Select(id => id.GetString())
            .ShouldBe(["seed.calls.queues", "model.calls.daily_calls"], ignoreOrder: true);
        folder.Database.Exists.ShouldBeFalse();
    }

    public static TheoryData<string[], string> Selections => new()
    {
        { ["-s", "stg_calls", "--indirect-selection", "empty"], "stg_calls" },
        { ["-s", "+answered_calls", "--resource-type", "model", "seed"], "answered_calls raw_calls stg_calls" },
        { ["-s", "stg_calls+", "--resource-type", "model"], "answered_calls daily_calls queue_totals stg_calls" },
        { ["-s", "stg_calls+1", "--resource-type", "model"], "answered_calls stg_calls" },
        { ["-s", "1+queue_totals", "--resource-type", "model", "seed"], "daily_calls queue_totals queues" },
        { ["-s", "@raw_calls", "--resource-type", "seed"], "queues raw_calls" },
        { ["-s", "tag:daily", "--resource-type", "model"], "answered_calls daily_calls queue_totals" },
        { ["-s", "path:models/staging", "--resource-type", "model"], "stg_calls" },
        { ["-s", "models/staging", "--resource-type", "model"], "stg_calls" },
        { ["-s", "staging", "marts", "--exclude", "daily_calls+", "--resource-type", "model"], "answered_calls stg_calls" },
        { ["-s", "tag:daily,config.materialized:table", "--resource-type", "model"], "daily_calls queue_totals" },
        { ["-s", "*_calls", "--resource-type", "model"], "answered_calls daily_calls stg_calls" },
        { ["-s", "test_type:singular"], "no_talk_is_negative" },
        { ["-s", "test_name:unique"], "unique_queue_totals_queue unique_stg_calls_call_id" },
        { ["-s", "resource_type:seed", "--indirect-selection", "empty"], "queues raw_calls" },
        { ["-s", "stg_calls", "--resource-type", "test", "--indirect-selection", "cautious"], "not_null_stg_calls_call_id unique_stg_calls_call_id" },
        { ["-s", "stg_calls,queues"], "relationships_stg_calls_queue__queue__ref_queues_" },
    };

    [Theory]
    [MemberData(nameof(Selections))]
    public void Ls_lists_what_a_selection_selects_without_the_database(string[] arguments, string names)
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally(["ls", "--output", "name", .. arguments]).ShouldExitWith(0).Lines.Order(StringComparer.Ordinal).ShouldBe(names.Split(' '));
        folder.Database.Exists.ShouldBeFalse();
    }

    [Fact]
    public void Ls_prints_selectors_names_paths_and_json()
    {
        using var folder = ProjectFolder.Of("calls");
        string[] which = ["-s", "daily_calls", "queues", "--resource-type", "model", "seed"];
        folder.Tally(["ls", .. which]).ShouldExitWith(0).Lines.ShouldBe(["calls.marts.daily_calls", "calls.queues"]);
        folder.Tally(["ls", .. which, "--output", "path"]).ShouldExitWith(0).Lines.ShouldBe(["models/marts/daily_calls.sql", "seeds/queues.csv"]);
        folder.Tally(["ls", .. which, "--output", "json", "--output-keys", "name", "tags"]).ShouldExitWith(0).Lines
            .ShouldBe(["""{"name":"daily_calls","tags":["daily"]}""", """{"name":"queues","tags":[]}"""]);
    }

    [Fact]
    public void Compile_prints_the_sql_of_one_model_and_writes_that_of_all()
    {
        using var folder = ProjectFolder.Of("calls");
        var printed = folder.Tally("compile", "-s", "daily_calls").ShouldExitWith(0).Output;
        printed.ShouldContain("coalesce(wait_sec <= 20, false)");
        printed.ShouldContain("__dbt__cte__answered_calls");
        printed.ShouldNotContain("{{");
        folder.Tally("compile").ShouldExitWith(0);
        folder.Read("target/compiled/calls/models/marts/daily_calls.sql").Trim().ShouldBe(printed.Trim());
        folder.Has("target/compiled/calls/tests/no_talk_is_negative.sql").ShouldBeTrue();
        folder.Database.Exists.ShouldBeFalse();
    }

    [Fact]
    public void Show_prints_rows_as_a_table_json_or_csv()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally("show", "queue_totals").ShouldExitWith(2).ShouldSay("tally build -s +queue_totals");
        folder.Tally("build").ShouldExitWith(0);
        var before = folder.Database.Content();
        folder.Tally("show", "queue_totals", "--limit", "2").ShouldExitWith(0).ShouldPrint("queue", "answered", "the first 2 rows");
        folder.Tally("show", "raw_calls").ShouldExitWith(0).ShouldPrint("null", "the first 5 rows");
        var csv = folder.Tally("show", "queue_totals", "--limit", "-1", "--output", "csv").ShouldExitWith(0).Lines;
        csv[0].ShouldBe("queue,language,answered");
        csv[1..].ShouldBe(["billing,en,1", "sales,en,3", "service,fr,1"], ignoreOrder: true);
        var json = folder.Tally("show", "queue_totals", "--output", "json").ShouldExitWith(0).Lines.Select(line => JsonDocument.Parse(line).RootElement);
        json.Select(row => $"{row.GetProperty("queue")} {row.GetProperty("answered")}").ShouldBe(["billing 1", "sales 3", "service 1"], ignoreOrder: true);
        folder.Database.Content().ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public void Seed_run_and_test_do_their_part_and_nothing_else()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally("seed").ShouldExitWith(0).ShouldPrint("2 built", "9 rows written");
        folder.Database.Relations().ShouldBe(["main.queues", "main.raw_calls"]);
        folder.Tally("run").ShouldExitWith(0).ShouldPrint("3 built");
        folder.Database.Relations().ShouldBe(["main.daily_calls", "main.queue_totals", "main.queues", "main.raw_calls", "main.stg_calls"]);
        folder.Tally("test").ShouldExitWith(0).ShouldPrint("8 passed");
        folder.Tally("test", "-s", "test_type:singular").ShouldExitWith(0).ShouldPrint("1 passed");
    }

    [Fact]
    public void Build_builds_what_is_selected()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally("build", "-s", "+stg_calls", "--exclude", "test_type:data").ShouldExitWith(0);
        folder.Database.Relations().ShouldBe(["main.raw_calls", "main.stg_calls"]);
        folder.Tally("build", "--exclude", "queue_totals", "--threads", "1").ShouldExitWith(0).ShouldPrint("1 thread");
        folder.Database.Relations().ShouldNotContain("main.queue_totals");
    }

    [Fact]
    public void A_dry_run_prints_the_plan_and_writes_nothing()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally("build", "--dry-run").ShouldExitWith(0).ShouldPrint("create view", "main.stg_calls", "only if  unique_stg_calls_call_id passes", "nothing was written");
        Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).ShouldBe(["macros", "models", "seeds", "tally_project.yml", "tests"], ignoreOrder: true);
        folder.Tally("build").ShouldExitWith(0);
        var before = folder.Database.Content();
        folder.Tally("build", "--dry-run").ShouldExitWith(0).ShouldPrint("replace view");
        folder.Database.Content().ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public void Json_output_is_one_object_a_line_for_each_event()
    {
        using var folder = ProjectFolder.Of("calls");
        var events = folder.Tally("build", "--output", "json").ShouldExitWith(0).Lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        string Kind(JsonElement e) => e.GetProperty("event").GetString()!;
        Kind(events[0]).ShouldBe("run_started");
        var finished = events.Where(e => Kind(e) == "finished").Select(e => e.GetProperty("unique_id").GetString()).ToArray();
        finished.Length.ShouldBe(13);
        finished.ShouldBe(events.Where(e => Kind(e) == "started").Select(e => e.GetProperty("unique_id").GetString()), ignoreOrder: true);
        var end = events.Single(e => Kind(e) == "run_finished");
        end.GetProperty("success").GetBoolean().ShouldBeTrue();
        end.GetProperty("statuses").GetProperty("pass").GetInt32().ShouldBe(8);
    }

    [Fact]
    public void Clean_deletes_the_artifacts_and_leaves_the_database()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally("build").ShouldExitWith(0);
        var before = folder.Database.Content();
        folder.Tally("clean", "--dry-run").ShouldExitWith(0).ShouldPrint("target/manifest.json");
        folder.Has("target/manifest.json").ShouldBeTrue();
        folder.Tally("clean").ShouldExitWith(0);
        Directory.Exists(folder.File("target")).ShouldBeFalse();
        folder.Database.Content().ShouldBe(before, ignoreOrder: true);
        folder.Write("tally_project.yml", folder.Read("tally_project.yml") + "\nclean-targets: [target, models]\n");
        folder.Tally("clean").ShouldExitWith(2).ShouldSay("TLY7202", "'models'");
        folder.Has("models/staging/stg_calls.sql").ShouldBeTrue();
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Completion_prints_a_script_for_the_shell(string shell)
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally("completion", shell).ShouldExitWith(0).ShouldPrint("tally", "__complete");
    }

    [Fact]
    public void Completion_knows_commands_options_and_models_without_the_database()
    {
        using var folder = ProjectFolder.Of("calls");
        Completions("bu").ShouldBe(["build"]);
        Completions("build", "--sel").ShouldBe(["--select", "--selector"]);
        Completions("build", "--select", "daily").ShouldBe(["daily_calls"]);
        folder.Database.Exists.ShouldBeFalse();

        // What may be typed, and after a tab what it is.
        string[] Completions(params string[] typed) => [.. folder.Tally(["__complete", "--", .. typed]).ShouldExitWith(0).Lines.Select(line => line.Split('\t')[0])];
    }

    [Fact]
    public void Help_and_version_need_no_project()
    {
        using var folder = ProjectFolder.Empty();
        folder.Tally("--version").ShouldExitWith(0).Output.ShouldStartWith("tally ");
        folder.Tally("--help").ShouldExitWith(0).ShouldPrint("build", "docs", "completion");
        foreach (var command in (string[])["init", "debug", "parse", "ls", "compile", "show", "seed", "run", "test", "build", "docs", "clean"])
            folder.Tally(command, "--help").ShouldExitWith(0).ShouldPrint($"tally {command}");
        folder.Tally("build").ShouldExitWith(2).ShouldSay("TLY2001", "no tally_project.yml or dbt_project.yml");
    }
}
