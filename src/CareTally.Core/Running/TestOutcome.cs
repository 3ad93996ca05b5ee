using System.Globalization;
using System.Numerics;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>What a test's one row says.</summary>
/// <param name="Failures">How many rows should not be.</param>
/// <param name="ShouldWarn">Whether <c>warn_if</c> holds.</param>
/// <param name="ShouldError">Whether <c>error_if</c> holds.</param>
internal sealed record TestOutcome(long Failures, bool ShouldWarn, bool ShouldError)
{
    /// <exception cref="DiagnosticException">It is not one row of three values.</exception>
    public static TestOutcome Read(QueryResult result, DataTestNode test)
    {
        if (result is not { Rows: [{ Length: 3 } row], IsTruncated: false })
            throw new DiagnosticException(RunProblems.BadTestResult, test.Span, test.Name, $"{result.Rows.Length} rows of {result.Columns.Length}");
        return new TestOutcome(Number(row[0]), IsTrue(row[1]), IsTrue(row[2]));
    }

    // A fail_calc such as sum() gives null where there are no rows, and may give any number.
    private static long Number(object? cell) => cell switch
    {
        null => 0,
        BigInteger big => (long)big,
        _ => Convert.ToInt64(cell, CultureInfo.InvariantCulture),
    };

    // Databases without booleans answer 0 or 1, or in words.
    private static bool IsTrue(object? cell) => cell switch
    {
        null => false,
        bool value => value,
        string text => text.Equals("true", StringComparison.OrdinalIgnoreCase) || text is "t" or "1",
        _ => Convert.ToDouble(cell, CultureInfo.InvariantCulture) != 0,
    };
}
