using System.Text.RegularExpressions;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Planning;

/// <summary>What views stand on, by the names in their statements: rather one too many than one too few.</summary>
internal sealed partial class ViewInputs(Catalog catalog)
{
    /// <summary>Whether a relation is a view that reads another, itself or through other views.</summary>
    public bool StandsOn(Relation view, Relation other)
    {
        var seen = new HashSet<Relation>();
        var open = new Stack<Relation>([view]);
        while (open.TryPop(out var relation))
        {
            if (catalog.Find(relation)?.ViewSql is not { } sql) continue;
            foreach (var named in NamedIn(sql).Where(named => named != relation && seen.Add(named)))
            {
                if (named == other) return true;
                open.Push(named);
            }
        }

        return false;
    }

    // Each name with a dot behind another: of database.schema.table both pairs, of which the second is one of a relation.
    private static IEnumerable<Relation> NamedIn(string sql)
    {
        foreach (Match name in DottedName().Matches(sql))
        {
            var parts = name.Groups["part"].Captures.Select(part => Unquoted(part.Value)).ToArray();
            for (var i = 1; i < parts.Length; i++) yield return new Relation(null, parts[i - 1], parts[i]);
        }
    }

    private static string Unquoted(string part) => part.StartsWith('"') ? part[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : part;

    [GeneratedRegex("""(?<part>"(?:[^"]|"")*"|\w+)(?:\s*\.\s*(?<part>"(?:[^"]|"")*"|\w+))+""", RegexOptions.ExplicitCapture)]
    private static partial Regex DottedName();
}
