using System.Text.Json;
using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>A broken project never runs halfway: exit code 2, what is wrong and where, and the database as it was.</summary>
public sealed class BadProjectTests(BuiltCalls calls) : IClassFixture<BuiltCalls>
{
    public static TheoryData<string, string, string, string, string[]> Edits => new()
    {
        { "a YAML typo", "models/_models.yml", "        data_tests: [unique, not_null]", "        data_tests: [unique, not_null", ["TLY2010", "a bracket, brace or quote is not closed", "--> models/_models.yml:9:28"] },
        { "an unknown key of a model", "models/_models.yml", "description: One row per call.", "descripton: One row per call.", ["TLY2020", "unknown key 'descripton'", "--> models/_models.yml:5:5", "did you mean 'description'?"] },
        { "an unknown key of the project", "tally_project.yml", "vars:", "varz:", ["unknown key 'varz'", "--> tally_project.yml:6:1", "did you mean 'vars'?"] },
        { "a missing ref", "models/marts/answered_calls.sql", "ref('stg_calls')", "ref('stg_call')", ["TLY3001", "'stg_call' does not exist", "--> models/marts/answered_calls.sql:3:18", "did you mean 'stg_calls'?"] },
        { "a missing source", "models/marts/answered_calls.sql", "ref('stg_calls')", "source('phone', 'calls')", ["TLY3003", "'phone.calls' does not exist", "--> models/marts/answered_calls.sql:3:18"] },
        { "a cycle", "models/staging/stg_calls.sql", "ref('raw_calls')", "ref('queue_totals')", ["TLY3004", "answered_calls -> daily_calls -> queue_totals -> stg_calls -> answered_calls"] },
        { "an unknown tag", "macros/in_time.sql", "{% macro in_time", "{% macr in_time", ["TLY1006", "there is no tag 'macr'", "--> macros/in_time.sql:1:4", "did you mean 'macro'?"] },
        { "a tag that is never closed", "models/marts/answered_calls.sql", "') }} where", "') where", ["TLY1002", "'}}' is missing", "--> models/marts/answered_calls.sql:3:15"] },
        { "an undefined macro", "models/marts/daily_calls.sql", "in_time('wait_sec')", "in_tim('wait_sec')", ["TLY1101", "'in_tim' is undefined", "--> models/marts/daily_calls.sql:5:31", "did you mean 'in_time'?"] },
        { "a variable that is not set", "tally_project.yml", "threshold_sec: 20", "threshold_se: 20", ["TLY2050", "'threshold_sec' has no value", "--> macros/in_time.sql:2:33", "called at models/marts/daily_calls.sql:5:31", "did you mean 'threshold_se'?"] },
        { "an environment variable that is not set", "models/staging/stg_calls.sql", "    call_id,", "    '{{ env_var('NOT_SET') }}' as call_id,", ["TLY2044", "'NOT_SET' is needed but not set", "--> models/staging/stg_calls.sql:2:9"] },
        { "an unknown generic test", "models/_models.yml", "data_tests: [unique, not_null]", "data_tests: [uniqe, not_null]", ["TLY3008", "'uniqe'", "--> models/_models.yml:9:22", "did you mean 'unique'?"] },
        { "an unknown materialization", "models/marts/answered_calls.sql", "'ephemeral'", "'incremantal'", ["TLY3010", "'incremantal'", "--> models/marts/answered_calls.sql:1:"] },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void A_broken_file_is_an_error_with_its_place_and_nothing_is_run(string what, string file, string old, string replacement, string[] said)
    {
        using var folder = calls.Copy();
        folder.Edit(file, old, replacement);
        folder.Tally("build").ShouldExitWith(2).ShouldSay(said).Output.ShouldBeEmpty(what);
        folder.Database.Content().ShouldBe(calls.Content, ignoreOrder: true);
    }

    [Fact]
    public void All_errors_are_said_at_once()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Edit("models/marts/answered_calls.sql", "stg_calls", "stg_call");
        folder.Edit("models/marts/queue_totals.sql", "ref('queues')", "ref('queue')");
        folder.Edit("models/_models.yml", "data_tests: [unique, not_null]", "data_tests: [uniqe, not_null]");
        var errors = folder.Tally("parse", "--output", "json").ShouldExitWith(2).Lines.Select(line => JsonDocument.Parse(line).RootElement);
        errors.Select(error => $"{error.GetProperty("file")}:{error.GetProperty("line")}:{error.GetProperty("column")} {error.GetProperty("hint")}").ShouldBe(
            [
                "models/_models.yml:9:22 did you mean 'unique'?",
                "models/marts/answered_calls.sql:3:18 did you mean 'stg_calls'?",
                "models/marts/queue_totals.sql:5:9 did you mean 'queues'?",
            ],
            ignoreOrder: true);
        folder.Database.Exists.ShouldBeFalse();
    }

    public static TheoryData<string, string[]> Profiles => new()
    {
        { "calls:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: a.duckdb\n", ["TLY2010", "--> profiles.yml:5:1"] },
        { "call:\n  target: dev\n  outputs:\n    dev: {type: duckdb}\n", ["TLY2040", "profile 'calls' is not in profiles.yml", "did you mean 'call'?"] },
        { "calls:\n  target: prod\n  outputs:\n    dev: {type: duckdb}\n", ["TLY2042", "target 'prod'", "--> profiles.yml:2:11", "defined: dev"] },
        { "calls:\n  target: dev\n  outputs:\n    dev: {type: oracle}\n", ["TLY2043", "'oracle'", "--> profiles.yml:4:17", "duckdb"] },
        { "calls:\n  outputs:\n    - dev\n", ["TLY2021", "'outputs' must be a mapping, not a list", "--> profiles.yml:3:5"] },
        { "calls:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: \"{{ env_var('NOT_SET') }}\"}\n", ["TLY2044", "'NOT_SET'", "--> profiles.yml:4:31"] },
    };

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_broken_profile_is_an_error_with_its_place(string profiles, string[] said)
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Edit("tally_project.yml", "name: calls", "name: calls\nprofile: calls");
        folder.Write("profiles.yml", profiles);
        folder.Tally("build").ShouldExitWith(2).ShouldSay(said);
    }

    [Fact]
    public void A_profile_without_a_file_says_where_it_was_looked_for()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Edit("tally_project.yml", "name: calls", "name: calls\nprofile: calls");
        folder.Tally("build").ShouldExitWith(2).ShouldSay("TLY2041", folder.Path, ".dbt", "hint:");
    }

    public static TheoryData<string[], string[]> Arguments => new()
    {
        { ["biuld"], ["TLY7002", "there is no command 'biuld'", "did you mean 'build'?"] },
        { ["docs", "serv"], ["there is no command 'docs serv'", "did you mean 'serve'?"] },
        { ["build", "--selct", "stg_calls"], ["TLY7003", "has no option '--selct'", "did you mean '--select'?"] },
        { ["build", "stg_calls"], ["TLY7004", "'stg_calls'"] },
        { ["build", "--threads", "none"], ["--threads takes a number, not 'none'"] },
        { ["build", "--threads", "0"], ["--threads must be 1 or more"] },
        { ["build", "--wait=soon"], ["--wait takes a number of seconds"] },
        { ["ls", "--resource-type", "modle"], ["modle"] },
        { ["build", "--vars", "{a"], ["TLY2030", "--vars must be a YAML or JSON mapping"] },
        { ["build", "--vars", "abc"], ["TLY2030", "'abc'"] },
        { ["build", "--vars", "[1]"], ["TLY2030", "a list"] },
        { ["build", "--target", "prod"], ["TLY2042", "'prod'"] },
        { ["build", "--project-dir", "nowhere"], ["TLY2001", "nowhere"] },
        { ["show", "daily_call"], ["TLY7006", "'daily_call'", "did you mean 'daily_calls'?"] },
        { ["build", "-s", "tga:daily"], ["TLY4002", "'tga'"] },
        { ["init", "1st"], ["TLY7101", "'1st'"] },
        { ["completion", "csh"], ["csh", "bash"] },
    };

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Wrong_usage_is_exit_code_2_and_touches_nothing(string[] arguments, string[] said)
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally(arguments).ShouldExitWith(2).ShouldSay(said);
        folder.Database.Exists.ShouldBeFalse();
        folder.Has("target").ShouldBeFalse();
    }

    [Fact]
    public void A_selection_of_nothing_warns_and_succeeds()
    {
        using var folder = ProjectFolder.Of("calls");
        folder.Tally("build", "--select", "nothing_like_it").ShouldExitWith(0).ShouldSay("TLY4003", "selector 'nothing_like_it' matches nothing").ShouldPrint("nothing to do");
    }
}
