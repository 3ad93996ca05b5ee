using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CareTally.Cli.Reporting;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Cli.Reconciling;

/// <summary>What is compared.</summary>
/// <param name="System">The source system.</param>
/// <param name="Days">How many days, back from the last one that its dashboard reported.</param>
internal sealed record ReconciliationRequest(string System, int Days);

/// <summary>The sheet of a reconciliation: one row per figure, each with a verdict.</summary>
internal sealed class ReconciliationSheet
{
    /// <summary>The column of the project's query that decides: pass, fail, or another word for what decides nothing.</summary>
    public const string VerdictColumn = "verdict";

    private const string FirstDayColumn = "first_day";
    private const string LastDayColumn = "last_day";

    private readonly ReconciliationRequest _request;
    private readonly string _period;

    private ReconciliationSheet(ReconciliationRequest request, QueryResult rows, int verdict, string period)
    {
        _request = request;
        _period = period;
        Rows = rows;
        Failed = rows.Rows.Count(row => Equals(row[verdict], "fail"));
        Passed = rows.Rows.Count(row => Equals(row[verdict], "pass"));
    }

    /// <summary>Its rows, without the period, which is the same in all of them.</summary>
    public QueryResult Rows { get; }

    /// <summary>How many rows fail.</summary>
    public int Failed { get; }

    /// <summary>How many rows pass; the others decide nothing.</summary>
    public int Passed { get; }

    /// <summary>Whether it passes: something was decided, and nothing failed.</summary>
    public bool Passes => Failed == 0 && Passed > 0;

    /// <summary>The last word, for people.</summary>
    public string Verdict => (Failed, Passed) switch
    {
        ( > 0, _) => $"{_request.System} does not pass ({_period}): {Failed} of {Failed + Passed} figures that decide are beyond their tolerance",
        (_, 0) => $"{_request.System} does not pass ({_period}): no figure has enough contacts behind it to decide",
        _ => $"{_request.System} passes ({_period}): all {Passed} figures that decide are within their tolerance",
    };

    /// <summary>The sheet of what the project's query returned.</summary>
    /// <exception cref="DiagnosticException">There is nothing to compare with, or the query lacks a column.</exception>
    public static ReconciliationSheet Of(ReconciliationRequest request, QueryResult rows)
    {
        var (first, last) = (IndexOf(rows, FirstDayColumn), IndexOf(rows, LastDayColumn));
        if (rows.Rows.IsEmpty)
        {
            throw new DiagnosticException(Diagnostic.Of(CliProblems.CannotReconcile, null, $"nothing is known of what a dashboard of '{request.System}' reported") with
            {
                Hint = "its figures come from native_daily: load them, for example as docs/care/systems/dashboards.md says, and build",
            });
        }

        var period = $"{RowsText.Text(rows.Rows[0][first])} to {RowsText.Text(rows.Rows[0][last])}";
        var kept = Enumerable.Range(0, rows.Columns.Length).Where(column => column != first && column != last).ToArray();
        var sheet = rows with
        {
            Columns = [.. kept.Select(column => rows.Columns[column])],
            Rows = [.. rows.Rows.Select(row => (ImmutableArray<object?>)[.. kept.Select(column => row[column])])],
        };
        return new ReconciliationSheet(request, sheet, IndexOf(sheet, VerdictColumn), period);
    }

    /// <summary>Files it below the target folder, in Markdown.</summary>
    /// <returns>The file.</returns>
    public string Write(string targetFolder)
    {
        var folder = Path.Combine(targetFolder, "reconciliation");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{_request.System}_{_request.Days}_days.md"));
        File.WriteAllText(file, ToMarkdown());
        return file;
    }

    private static int IndexOf(QueryResult rows, string column)
    {
        var index = rows.Columns.Select(known => known.Name).ToList().IndexOf(column);
        if (index >= 0) return index;
        throw new DiagnosticException(Diagnostic.Of(CliProblems.CannotReconcile, null, $"the query of the sheet returns no column '{column}'") with
        {
            Hint = $"it needs {VerdictColumn} (pass, fail or another word), {FirstDayColumn} and {LastDayColumn}",
        });
    }

    private string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Reconciliation of {_request.System}").AppendLine().AppendLine(Verdict + ".").AppendLine();
        AppendRow(text, Rows.Columns.Select(column => column.Name));
        AppendRow(text, Rows.Columns.Select(_ => "---"));
        foreach (var row in Rows.Rows) AppendRow(text, row.Select(RowsText.Text));
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal))).AppendLine(" |");
}
