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
        using var output = new StringWriter { NewLine = "\n" };
        var surroundings = tally.Surroundings(output, TextWriter.Null);
        RowsText.Write(Rows, format, surroundings, new Messages(surroundings, new MessageOptions()));
        Snapshot.Match($"Cli/rows/{format}{(isTerminal ? "_terminal" : "")}.txt", output.ToString());
    }
}
