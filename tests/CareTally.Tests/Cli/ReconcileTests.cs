using CareTally.Cli;

namespace CareTally.Tests.Cli;

/// <summary>The sheet is the project's affair; the command prints it, files it and says by its exit code whether it passes.</summary>
public sealed class ReconcileTests
{
    private const string Macro =
        """
        {% macro reconciliation_sheet(source_system, days) %}
        select metric, ours, native, verdict, first_day, last_day
        from (values
            ('talkdesk', 'offered', 10, 10, 'pass', date '2026-06-01', date '2026-06-14'),
            ('talkdesk', 'a|b', 1, 2, 'differs', date '2026-06-01', date '2026-06-14'),
            ('five9', 'offered', 10, 12, 'fail', date '2026-06-01', date '2026-06-14'),
            ('gcalls', 'offered', 1, 1, 'agrees', date '2026-06-01', date '2026-06-14')
        ) as figures (source_system, metric, ours, native, verdict, first_day, last_day)
        where source_system = '{{ source_system }}' and {{ days }} = 14
        {% endmacro %}
        """;

    private static async Task<Tally> WithMacroAsync(string macro)
    {
        var tally = await Tally.WithProjectAsync();
        tally.Write("macros/reconciliation.sql", macro);
        (await tally.RunAsync("seed")).Code.ShouldBe(ExitCode.Success);
        return tally;
    }

    [Theory]
    [InlineData("talkdesk", 0, "talkdesk passes (2026-06-01 to 2026-06-14): all 1 figures that decide are within their tolerance")]
    [InlineData("five9", 1, "five9 does not pass (2026-06-01 to 2026-06-14): 1 of 1 figures that decide are beyond their tolerance")]
    [InlineData("gcalls", 1, "gcalls does not pass (2026-06-01 to 2026-06-14): no figure has enough contacts behind it to decide")]
    public async Task The_verdict_is_printed_filed_and_the_exit_code(string system, int expected, string verdict)
    {
        using var tally = await WithMacroAsync(Macro);
        var (code, output, error) = await tally.RunAsync("reconcile", "--system", system);
        ((int)code).ShouldBe(expected, error);
        (output + error).ShouldContain(verdict);
        output.ShouldNotContain("first_day");
        var sheet = await File.ReadAllTextAsync(Path.Combine(tally.Folder, $"target/reconciliation/{system}_14_days.md"));
        sheet.ShouldContain(verdict);
        sheet.ShouldContain("| metric | ours | native | verdict |");
        if (system == "talkdesk") sheet.ShouldContain("| a\\|b | 1 | 2 | differs |");
    }

    [Theory]
    [InlineData(Macro, "zendesk", "nothing is known of what a dashboard of 'zendesk' reported")]
    [InlineData("{% macro other() %}{% endmacro %}", "talkdesk", "the project has no macro 'reconciliation_sheet'")]
    [InlineData("{% macro reconciliation_sheet(source_system, days) %}select 1 as metric{% endmacro %}", "talkdesk", "returns no column 'first_day'")]
    [InlineData("{% macro reconciliation_sheet(source_system, days) %}select * from not_built{% endmacro %}", "talkdesk", "build what the sheet reads first")]
    [InlineData(Macro, "x'y", "'x'y' is no name of a system")]
    public async Task What_cannot_be_compared_is_an_error(string macro, string system, string error)
    {
        using var tally = await WithMacroAsync(macro);
        var result = await tally.RunAsync("reconcile", "--system", system);
        result.Code.ShouldBe(ExitCode.Unusable);
        result.Error.ShouldContain(error);
    }
}
