using System.Collections.Immutable;
using System.Text;

namespace CareTally.Core.Running;

/// <summary>A row in which a unit test's result differs from what it expects.</summary>
/// <param name="Mark"><c>---</c> expected and missing, <c>+++</c> there and not expected, <c>→</c> there with other values.</param>
/// <param name="Cells">In order of the columns; what differs as <c>expected→actual</c>.</param>
public sealed record UnitTestDiffRow(string Mark, ImmutableArray<string> Cells);

/// <summary>How a unit test's result differs from what it expects.</summary>
/// <param name="Columns">The columns compared.</param>
/// <param name="Rows">The rows that differ.</param>
/// <param name="Equal">How many are as expected.</param>
public sealed record UnitTestDiff(ImmutableArray<string> Columns, ImmutableArray<UnitTestDiffRow> Rows, int Equal)
{
    /// <summary>The mark of the line with the columns' names.</summary>
    public const string Header = "@@";

    /// <summary>A row expected and missing.</summary>
    public const string Missing = "---";

    /// <summary>A row there and not expected.</summary>
    public const string Surplus = "+++";

    /// <summary>A row with other values than expected.</summary>
    public const string Changed = "→";

    /// <summary>The lines of a table, each behind its mark; the first has the columns' names.</summary>
    public ImmutableArray<string> Lines()
    {
        var table = Rows.Prepend(new UnitTestDiffRow(Header, Columns)).ToArray();
        var widths = Enumerable.Range(0, Columns.Length).Select(i => table.Max(row => row.Cells[i].Length)).ToArray();
        return [.. table.Select(row => Line(row, widths)), .. Equal == 0 ? [] : new[] { $"    ({Equal} more {(Equal == 1 ? "row is" : "rows are")} as expected)" }];
    }

    /// <inheritdoc />
    public override string ToString() => string.Join('\n', Lines());

    private static string Line(UnitTestDiffRow row, int[] widths)
    {
        var line = new StringBuilder(row.Mark.PadRight(3));
        for (var i = 0; i < widths.Length; i++) line.Append(" | ").Append(row.Cells[i].PadRight(widths[i]));
        return line.ToString().TrimEnd();
    }
}
