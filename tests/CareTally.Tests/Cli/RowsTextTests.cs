using System.Numerics;
using CareTally.Cli;
using CareTally.Cli.Reporting;
using CareTally.Core.Warehouses;

namespace CareTally.Tests.Cli;

public sealed class RowsTextTests
{
    private static readonly QueryResult Rows = new(
        [new("id", "BIGINT"), new("name", "VARCHAR"), new("share", "DOUBLE"), new("at", "TIMESTAMP"), new("ok", "BOOLEAN")],
        [
            [1L, "plain", 0.25, new DateTime(2026, 3, 2, 9, 0, 0), true],
            [20L, "a, \"b\"\nc [d]", double.NaN, null, false],
            [BigInteger.Pow(10, 25), "", null, new DateTime(2026, 3, 2, 9, 0, 0, 5), null],
        ],
        IsTruncated: true);

    [Theory]
    [InlineData("text", false)]
    [InlineData("text", true)]
    [InlineData("csv", false)]
    [InlineData("json", false)]
    public void Rows_are_printed_in_each_format(string format, bool isTerminal)
    {
        using var tally = new Tally { IsTerminal = isTerminal };
        tally.Environment["NO_COLOR"] = "1";
        Snapshot.Match($"Cli/rows/{format}{(isTerminal ? "_terminal" : "")}.txt", Printed(tally, Rows, format));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    [InlineData(40)]
    public void A_wide_table_is_fitted_to_the_terminal(int width)
    {
        using var tally = new Tally { IsTerminal = true };
        tally.Environment["NO_COLOR"] = "1";
        var wide = new QueryResult(
            [new("id", "BIGINT"), new("a_name_that_is_long_for_a_column", "VARCHAR"), new("sentence", "VARCHAR"), .. Enumerable.Range(1, 9).Select(i => new Column($"measure_{i}", "DECIMAL(18,3)"))],
            [[1L, "x", "Somebody wrote a whole sentence into this field.", .. Enumerable.Range(1, 9).Select(i => (object?)(i * 1000.5m))]],
            IsTruncated: false);
        var printed = Printed(tally, wide, "text", width);
        printed.Split('\n').Where(line => line.StartsWith('│')).ShouldAllBe(line => line.Length <= width);
        Snapshot.Match($"Cli/rows/wide_{width}.txt", printed);
    }

    private static string Printed(Tally tally, QueryResult rows, string format, int width = 100)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var surroundings = tally.Surroundings(output, TextWriter.Null) with { Width = width };
        RowsText.Write(rows, format, surroundings, new Messages(surroundings, new MessageOptions()));
        return output.ToString();
    }
}
