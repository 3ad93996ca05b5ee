namespace CareTally.Diagnostics;

/// <summary>Finds the name somebody probably meant.</summary>
public static class DidYouMean
{
    /// <summary>The candidate nearest to a misspelt name, or null where none is near enough. Of two that are as near it is the one that begins more like it.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        var limit = Math.Max(1, name.Length / 3);
        string? best = null;
        var (bestDistance, bestPrefix) = (limit + 1, 0);
        foreach (var candidate in candidates.Order(StringComparer.Ordinal))
        {
            if (Math.Abs(candidate.Length - name.Length) > limit) continue;
            var distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            var prefix = name.AsSpan().CommonPrefixLength(candidate);
            if (distance < bestDistance || (distance == bestDistance && best is not null && prefix > bestPrefix)) (best, bestDistance, bestPrefix) = (candidate, distance, prefix);
        }

        return best;
    }

    /// <summary>A hint sentence for <see cref="Nearest"/>, or null.</summary>
    public static string? Hint(string name, IEnumerable<string> candidates) =>
        Nearest(name, candidates) is { } nearest ? $"did you mean '{nearest}'?" : null;

    // Optimal string alignment: insert, delete, replace, swap of neighbours.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
