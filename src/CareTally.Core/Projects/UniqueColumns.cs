using CareTally.Diagnostics;

namespace CareTally.Core.Projects;

/// <summary>Names of columns that differ only in case mean one column to the database.</summary>
internal static class UniqueColumns
{
    public static void Check(IEnumerable<(string Name, SourceSpan Span)> columns, Problems problems)
    {
        var seen = new Dictionary<string, SourceSpan>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, span) in columns)
        {
            if (name.Length > 0 && !seen.TryAdd(name, span)) problems.ReportWithHint(ProjectProblems.ColumnTwice, span, "keep one of them", name, seen[name]);
        }
    }
}
