using System.Collections.Frozen;
using System.Text.RegularExpressions;
using CareTally.Diagnostics;

namespace CareTally.Adapters.DuckDb;

/// <summary>Finds the misspelt keyword that a syntax error most likely comes from.</summary>
/// <remarks>
/// The grammar fails at the misspelt word itself, as in <c>selct 1</c>, or behind it, where the word could be an alias: in
/// <c>select a fron orders</c> it is <c>orders</c> that cannot be understood.
/// </remarks>
internal static partial class KeywordTypos
{
    private const int ShortestTypo = 3;

    private static readonly FrozenSet<string> Keywords = new[]
    {
        "and", "between", "case", "cross", "distinct", "else", "end", "except", "exists", "from", "full", "group", "having", "inner", "intersect", "join", "left", "like", "limit", "not",
        "offset", "order", "outer", "over", "partition", "qualify", "recursive", "right", "select", "then", "union", "using", "values", "when", "where", "window", "with",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // What no alias can follow, beside those above.
    private static readonly FrozenSet<string> OtherKeywords = new[] { "all", "as", "asc", "by", "desc", "in", "is", "on", "or" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>A hint, or null where no keyword is near.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="position">Where the grammar fails.</param>
    public static string? HintAt(string sql, int position)
    {
        if (WordHere().Match(sql, position) is { Success: true } here && Meant(here.Value) is { } keyword) return $"did you mean '{keyword}'?";
        if (AliasBefore().Match(sql[..position]) is not { Success: true } before) return null;
        var (name, alias) = (before.Groups["name"].Value, before.Groups["alias"].Value);
        return !Keywords.Contains(name) && !OtherKeywords.Contains(name) && Meant(alias) is { } other ? $"'{alias}' is taken for a name; did you mean '{other}'?" : null;
    }

    private static string? Meant(string word) => word.Length < ShortestTypo || Keywords.Contains(word) ? null : DidYouMean.Nearest(word, Keywords);

    [GeneratedRegex(@"\G\w+")]
    private static partial Regex WordHere();

    [GeneratedRegex(@"(?<name>\w+|[)""\]])\s+(?<alias>\w+)\s+\z", RegexOptions.ExplicitCapture | RegexOptions.RightToLeft)]
    private static partial Regex AliasBefore();
}
