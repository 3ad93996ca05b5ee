using System.Collections.Immutable;

namespace CareTally.Core.Running;

/// <summary>Compares rows as sets in which a row may be more than once. The order of rows does not matter.</summary>
internal static class UnitTestComparer
{
    /// <summary>What differs, or null.</summary>
    /// <param name="columns">The columns of both.</param>
    /// <param name="expected">Rows of texts.</param>
    /// <param name="actual">Rows of texts.</param>
    public static UnitTestDiff? Compare(ImmutableArray<string> columns, IEnumerable<string?[]> expected, IEnumerable<string?[]> actual)
    {
        var missing = expected.ToList();
        var surplus = new List<string?[]>();
        var equal = 0;
        foreach (var row in actual)
        {
            var same = missing.FindIndex(other => other.AsSpan().SequenceEqual(row));
            if (same < 0)
            {
                surplus.Add(row);
                continue;
            }

            missing.RemoveAt(same);
            equal++;
        }

        return missing.Count + surplus.Count == 0 ? null : new UnitTestDiff(columns, [.. Pair(missing, surplus)], equal);
    }

    /// <summary>What differs between two texts but for blanks and ends of lines, or null.</summary>
    public static UnitTestDiff? Compare(string expected, string actual)
    {
        if (Words(expected).SequenceEqual(Words(actual))) return null;
        return new UnitTestDiff(["text"], [new UnitTestDiffRow(UnitTestDiff.Missing, [string.Join(' ', Words(expected))]), new UnitTestDiffRow(UnitTestDiff.Surplus, [string.Join(' ', Words(actual))])], 0);
    }

    // Rows that have most in common are most likely one and the same.
    private static IEnumerable<UnitTestDiffRow> Pair(List<string?[]> missing, List<string?[]> surplus)
    {
        foreach (var row in missing)
        {
            var nearest = surplus.MaxBy(other => InCommon(row, other));
            if (nearest is null || InCommon(row, nearest) == 0)
            {
                yield return new UnitTestDiffRow(UnitTestDiff.Missing, [.. row.Select(Shown)]);
                continue;
            }

            surplus.Remove(nearest);
            yield return new UnitTestDiffRow(UnitTestDiff.Changed, [.. row.Zip(nearest, (left, right) => left == right ? Shown(left) : $"{Shown(left)}→{Shown(right)}")]);
        }

        foreach (var row in surplus) yield return new UnitTestDiffRow(UnitTestDiff.Surplus, [.. row.Select(Shown)]);
    }

    private static int InCommon(string?[] left, string?[] right) => left.Zip(right).Count(pair => pair.First == pair.Second);

    private static string Shown(string? cell) => cell?.ReplaceLineEndings("\\n") ?? "NULL";

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
