using System.Globalization;
using System.Text.RegularExpressions;
using CareTally.Core.Warehouses;

namespace CareTally.Adapters.DuckDb;

/// <summary>
/// Keeps of DuckDB's message about a CSV file what helps its owner: file, line, reason and the line itself. The rest, twenty lines of
/// detected options and advice, is left out.
/// </summary>
internal static partial class CsvErrors
{
    private const string RowMark = "CSV Error on Line: ";
    private const string TextMark = "Original Line: ";
    private const string FileMark = "  file = ";
    private const int LongestLine = 200;

    // How the line with the reason begins; a row that is shown before it may itself go over several lines.
    private static readonly string[] Reasons =
    [
        "Error when converting", "Expected Number of Columns", "Value with unterminated quote", "Invalid unicode", "Maximum line size",
        "The CSV Parser state machine",
    ];

    /// <summary>The message in short, or null where it is not about a CSV file.</summary>
    public static string? Clean(string message) =>
        message.StartsWith(RowMark, StringComparison.Ordinal) ? CleanRow(message)
        : Sniffing().Match(message) is { Success: true } sniffing ? CleanSniffing(sniffing.Groups["file"].Value, message)
        : null;

    /// <summary>The row it is about, or null where it is about none.</summary>
    public static FilePlace? PlaceIn(string message)
    {
        if (!message.StartsWith(RowMark, StringComparison.Ordinal)) return null;
        var lines = message.Split('\n');
        if (FileIn(lines) is not { } file || !int.TryParse(lines[0].AsSpan(RowMark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var line)) return null;
        var reason = ReasonIn(lines);
        return new FilePlace(file, line, Unconverted().Match(reason) is { Success: true } match ? match.Groups["value"].Value : null, reason);
    }

    private static string CleanRow(string message)
    {
        var lines = message.Split('\n');
        var text = Array.Find(lines, l => l.StartsWith(TextMark, StringComparison.Ordinal))?[TextMark.Length..];
        return $"{FileIn(lines) ?? "a CSV file"}, line {lines[0][RowMark.Length..]}: {ReasonIn(lines)}{(text is null ? "" : $"\n  {Shorten(text)}")}";
    }

    private static string? FileIn(string[] lines) => Array.Find(lines, l => l.StartsWith(FileMark, StringComparison.Ordinal))?[FileMark.Length..];

    private static string ReasonIn(string[] lines) => Array.Find(lines, l => Array.Exists(Reasons, r => l.StartsWith(r, StringComparison.Ordinal))) ?? "the row is malformed";

    // Detection looks at the file as a whole, so there is no line.
    private static string CleanSniffing(string file, string message)
    {
        var columns = Columns().Match(message);
        return columns.Success
            ? $"{file}: {columns.Groups["declared"].Value} columns are declared, {columns.Groups["found"].Value} were found"
            : $"{file}: no way was found to read this file as CSV";
    }

    private static string Shorten(string line) => line.Length <= LongestLine ? line : line[..LongestLine] + "...";

    [GeneratedRegex("""Could not convert string "(?<value>.+)" to '""")]
    private static partial Regex Unconverted();

    [GeneratedRegex("""^Error when sniffing file "(?<file>[^"]+)"\.""")]
    private static partial Regex Sniffing();

    [GeneratedRegex(@"they contain: (?<declared>\d+) columns\. It does not match the number of columns found by the sniffer: (?<found>\d+)")]
    private static partial Regex Columns();
}
