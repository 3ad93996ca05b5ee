using CareTally.Diagnostics;

namespace CareTally.Tests.DiagnosticsTests;

public class DiagnosticRendererTests
{
    private static readonly DiagnosticKind Kind = new("TLY9999", Severity.Error, "bad {0}");

    private static string Render(SourceText source, int start, int length, Func<Diagnostic, Diagnostic>? change = null)
    {
        var diagnostic = Diagnostic.Of(Kind, source.Span(start, length), "thing");
        return DiagnosticRenderer.Render(change is null ? diagnostic : change(diagnostic));
    }

    [Fact]
    public void The_place_is_shown_with_a_caret_below_it() =>
        Render(new SourceText("a.sql", "select 1\nfrom nowhere\n"), 14, 7).ShouldBe("error[TLY9999]: bad thing\n  --> a.sql:2:6\n    |\n  2 | from nowhere\n    |      ^^^^^^^");

    [Fact]
    public void Tabs_keep_the_caret_in_its_column() =>
        Render(new SourceText("a.sql", "\tfrom x"), 6, 1).ShouldEndWith("\n  1 | \tfrom x\n    | \t     ^");

    [Fact]
    public void A_span_over_several_lines_is_underlined_on_the_first_only() =>
        Render(new SourceText("a.sql", "select\n1"), 0, 8).ShouldEndWith("\n  1 | select\n    | ^^^^^^");

    [Fact]
    public void The_end_of_a_file_can_be_pointed_at() =>
        Render(new SourceText("a.sql", "select"), 6, 5).ShouldEndWith("\n  1 | select\n    |       ^");

    [Fact]
    public void A_very_long_line_is_cut_around_the_caret()
    {
        var lines = Render(new SourceText("a.sql", new string('x', 5000) + "!" + new string('y', 5000)), 5000, 1).Split('\n');
        lines[3].Length.ShouldBeLessThan(200);
        lines[3][lines[4].IndexOf('^', StringComparison.Ordinal)].ShouldBe('!');
    }

    [Fact]
    public void Frames_repeats_and_hints_follow() =>
        Render(new SourceText("a.sql", ""), 0, 0, d => d with { Hint = "do this", Repeats = 2, Frames = [new DiagnosticFrame("macro m", d.Span!.Value)] })
            .ShouldBe("error[TLY9999]: bad thing\n  --> a.sql:1:1\n  in macro m, called at a.sql:1:1\n  (and reached in 2 more ways)\n  hint: do this");

    [Fact]
    public void The_same_problem_met_twice_is_said_once_however_often_its_place_was_looked_up()
    {
        var problems = new Problems();
        var first = new SourceText("a.sql", "one\ntwo");
        first.PositionOf(5).ShouldBe((2, 2));
        problems.Report(Kind, first.Span(4, 1), "thing");
        problems.Report(Kind, new SourceText("a.sql", "one\ntwo").Span(4, 1), "thing");
        problems.All.ShouldHaveSingleItem().Repeats.ShouldBe(1);
    }

    [Fact]
    public void Problems_come_in_the_order_of_files_and_places()
    {
        var problems = new Problems();
        var (a, b) = (new SourceText("a.sql", "12345"), new SourceText("b.sql", "12345"));
        problems.Report(Kind, b.Span(1, 1), "three");
        problems.Report(Kind, a.Span(4, 1), "two");
        problems.Report(Kind, a.Span(2, 1), "one");
        problems.Report(Kind, null, "none");
        problems.All.Select(d => d.Message).ShouldBe(["bad none", "bad one", "bad two", "bad three"]);
        Should.Throw<InvalidProjectException>(problems.ThrowIfErrors).Message.ShouldBe("4 errors in the project");
    }

    [Theory]
    [InlineData("modles", "models")]
    [InlineData("Models", "models")]
    [InlineData("desciption", "description")]
    [InlineData("ab", null)]
    [InlineData("nothing_like_it", null)]
    public void The_nearest_name_is_offered_and_a_far_one_is_not(string name, string? nearest) =>
        DidYouMean.Nearest(name, ["models", "description", "seeds"]).ShouldBe(nearest);

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(3, 1, 4)]
    [InlineData(4, 2, 1)]
    [InlineData(99, 3, 2)]
    [InlineData(-1, 1, 1)]
    public void Offsets_have_lines_and_columns(int offset, int line, int column) =>
        new SourceText("a", "one\ntwo\nx").PositionOf(offset).ShouldBe((line, column));
}
