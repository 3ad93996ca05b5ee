using System.Globalization;
using System.Numerics;
using System.Text.Json;
using CareTally.Core.Warehouses;
using Spectre.Console;

namespace CareTally.Cli.Reporting;

/// <summary>Rows as text, CSV or JSON.</summary>
internal static class RowsText
{
    private const int WidestCell = 60;

    public static void Write(QueryResult rows, string format, Surroundings surroundings, Messages messages)
    {
        switch (format)
        {
            case "json":
                WriteJson(rows, surroundings.Output);
                break;
            case "csv":
                WriteCsv(rows, surroundings.Output);
                break;
            default:
                var shown = rows.Columns.Length;
                if (surroundings.OutputIsTerminal) shown = WriteTable(rows, Reporters.ConsoleFor(surroundings, messages.OnOutput, movesCursor: false));
                else WriteAligned(rows, surroundings.Output);
                messages.Note(rows.IsTruncated ? $"the first {NodeText.Count(rows.Rows.Length, "row")}; more with --limit" : NodeText.Count(rows.Rows.Length, "row"));
                if (shown < rows.Columns.Length) messages.Note(LeftOut(rows, shown));
                break;
        }
    }

    /// <summary>A cell as everybody reads it, whatever the machine's language.</summary>
    public static string Text(object? cell) => cell switch
    {
        null => "",
        bool value => value ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    private static bool IsNumber(object? cell) => cell is long or double or decimal or BigInteger;

    private static string Shown(object? cell) => cell is null ? "null" : Cut(Text(cell).ReplaceLineEndings("⏎").Replace('\t', ' '), WidestCell);

    private static string Cut(string text, int width) => text.Length > width ? text[..(width - 1)] + "…" : text;

    private static string LeftOut(QueryResult rows, int shown)
    {
        var names = Cut(string.Join(", ", rows.Columns.Skip(shown).Select(column => column.Name)), WidestCell);
        return $"{NodeText.Count(rows.Columns.Length - shown, "column")} of {rows.Columns.Length} left out for want of room: {names}; --output csv prints all";
    }

    private static bool IsRightAligned(QueryResult rows, int column) =>
        rows.Rows.Any(row => row[column] is not null) && rows.Rows.All(row => row[column] is null || IsNumber(row[column]));

    // How many columns it has found room for.
    private static int WriteTable(QueryResult rows, IAnsiConsole console)
    {
        var cells = rows.Rows.Select(row => row.Select(Shown).ToArray()).ToArray();
        var wanted = rows.Columns.Select((column, i) => cells.Select(row => row[i].Length).Append(column.Name.Length).Append(column.DataType.Length).Max()).ToArray();
        var widths = ColumnWidths.Fit(wanted, console.Profile.Width - 1, gap: 3);
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        for (var i = 0; i < widths.Length; i++)
        {
            var (name, type) = (Cut(rows.Columns[i].Name, widths[i]), Cut(rows.Columns[i].DataType.ToLowerInvariant(), widths[i]));
            var column = new TableColumn(new Markup($"[bold]{Markup.Escape(name)}[/]\n[dim]{Markup.Escape(type)}[/]")).NoWrap();
            table.AddColumn(IsRightAligned(rows, i) ? column.RightAligned() : column);
        }

        for (var r = 0; r < cells.Length; r++)
            table.AddRow(widths.Select((width, i) => new Markup(rows.Rows[r][i] is null ? "[dim]null[/]" : Markup.Escape(Cut(cells[r][i], width)))));
        console.Write(table);
        return widths.Length;
    }

    private static void WriteAligned(QueryResult rows, TextWriter output)
    {
        var widths = rows.Columns.Select((column, i) => rows.Rows.Select(row => Shown(row[i]).Length).Append(column.Name.Length).Max()).ToArray();
        Line(rows.Columns.Select(column => column.Name));
        Line(widths.Select(width => new string('-', width)));
        foreach (var row in rows.Rows) Line(row.Select(Shown));

        void Line(IEnumerable<string> cells) =>
            output.WriteLine(string.Join("  ", cells.Select((cell, i) => IsRightAligned(rows, i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
    }

    private static void WriteCsv(QueryResult rows, TextWriter output)
    {
        output.WriteLine(string.Join(',', rows.Columns.Select(column => Quoted(column.Name))));
        foreach (var row in rows.Rows) output.WriteLine(string.Join(',', row.Select(cell => cell is "" ? "\"\"" : Quoted(Text(cell)))));
    }

    // Null stands for nothing between two commas, the empty text for two quotes.
    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") || text.AsSpan().Trim(' ').Length != text.Length ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static void WriteJson(QueryResult rows, TextWriter output)
    {
        foreach (var row in rows.Rows)
        {
            output.WriteLine(EventJson.Line(json =>
            {
                for (var i = 0; i < row.Length; i++)
                {
                    json.WritePropertyName(rows.Columns[i].Name);
                    WriteCell(json, row[i]);
                }
            }));
        }
    }

    private static void WriteCell(Utf8JsonWriter json, object? cell)
    {
        switch (cell)
        {
            case null: json.WriteNullValue(); break;
            case bool value: json.WriteBooleanValue(value); break;
            case long number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case BigInteger number: json.WriteRawValue(number.ToString(CultureInfo.InvariantCulture)); break;
            default: json.WriteStringValue(Text(cell)); break;
        }
    }
}
