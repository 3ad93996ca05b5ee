using System.Text.Json;
using CareTally.Cli;

namespace CareTally.Tests.Cli;

public sealed class OperationTests
{
    private static async Task<Tally> StartAsync()
    {
        var tally = await Tally.WithProjectAsync();
        tally.Write("macros/operations.sql", """
            {% macro keep(n) %}
              {% do run_query('create or replace table kept as select ' ~ n ~ ' as n, ' ~ var('more', 0) ~ ' as more from ' ~ var('from', 'nowhere')) %}
            {% endmacro %}
            """);
        return tally;
    }

    [Fact]
    public async Task How_an_operation_ended_is_kept_and_it_says_nothing_else()
    {
        using var tally = await StartAsync();
        var (code, output, error) = await tally.RunAsync("run-operation", "keep", "--args", "{n: 3}", "--vars", "{from: '(select 1)'}");
        (code, output, error).ShouldBe((ExitCode.Success, "", ""));
        using var json = Results(tally);
        var result = json.RootElement.GetProperty("results").EnumerateArray().Single();
        result.GetProperty("unique_id").GetString().ShouldBe("operation.demo.keep");
        result.GetProperty("status").GetString().ShouldBe("success");
        var arguments = json.RootElement.GetProperty("args");
        arguments.GetProperty("which").GetString().ShouldBe("run-operation");
        arguments.GetProperty("macro").GetString().ShouldBe("keep");
        arguments.GetProperty("args").GetProperty("n").GetInt32().ShouldBe(3);
        (await tally.RunAsync("retry")).Output.ShouldBe("Nothing to retry: all of the 'tally run-operation' of 2026-03-02 09:00 UTC succeeded\n");
    }

    [Fact]
    public async Task One_that_failed_is_run_again_with_its_arguments()
    {
        using var tally = await StartAsync();
        (await tally.RunAsync("run-operation", "demo.keep", "--args", "{n: 3}", "--vars", "{more: 4}")).Code.ShouldBe(ExitCode.NodesFailed);
        using (var json = Results(tally)) json.RootElement.GetProperty("results")[0].GetProperty("status").GetString().ShouldBe("error");
        (await tally.RunAsync("retry")).Code.ShouldBe(ExitCode.NodesFailed);
        tally.Write("macros/operations.sql", File.ReadAllText(Path.Combine(tally.Folder, "macros/operations.sql")).Replace("'nowhere'", "'(select 1)'"));
        var (code, _, error) = await tally.RunAsync("retry");
        code.ShouldBe(ExitCode.Success, error);
        (await tally.RunAsync("show", "--inline", "select n, more from kept", "--output", "csv")).Output.ShouldBe("n,more\n3,4\n");
    }

    private static JsonDocument Results(Tally tally) => JsonDocument.Parse(File.ReadAllText(Path.Combine(tally.Folder, "target/run_results.json")));
}
