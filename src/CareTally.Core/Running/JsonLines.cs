using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Running;

/// <summary>A source in files of a JSON object a line: of a file with lines that cannot be read a copy without them is read.</summary>
/// <param name="reader">How the source is read by others.</param>
internal sealed class JsonLines(SourceReader reader) : JsonPages(reader)
{
    private const string NotJson = "";
    private const string NotAnObject = "[]";
    private const int LongestRow = 4000;

    public override string Unit => "rows";

    public override async Task<long> CountAsync(int rejected, IWarehouseSession session, CancellationToken cancellationToken) =>
        rejected + (Readable.Count == 0 ? 0 : await CountRowsAsync(Sql, session, cancellationToken));

    protected override async Task<ImmutableArray<RejectedRow>> SetAsideAsync(string file, string text, WarehouseException fault, IWarehouseSession session, CancellationToken cancellationToken)
    {
        // What there is of its last line differs from reader to reader; it is refused as a whole.
        if (DataFile.IsCutOff(file)) return [new RejectedRow(file, null, null, "it is cut off", null)];
        var faults = await FaultsAsync(text, session, cancellationToken);
        if (faults.Count == 0) return [];
        var copy = CopyOf(file);
        var rejected = await CopyAsync(file, text, copy, faults, cancellationToken);
        if (rejected.Length != faults.Count || await FaultOfAsync(copy, session, cancellationToken) is not null) return [];
        Readable.Add(copy);
        return rejected;
    }

    // Told to leave errors out, the database gives a row for each line all the same: null where it is no JSON, and nulls for values of other types.
    private async Task<Dictionary<long, string>> FaultsAsync(string file, IWarehouseSession session, CancellationToken cancellationToken)
    {
        var typed = Reader.Source.Columns.Where(column => column.DataType is not null).ToArray();
        var casts = typed.Select(column => $"when coalesce(json_type(lines.json, {SqlText.Literal(Pointer(column.Name))}), 'NULL') <> 'NULL' and read_rows.{SqlText.Identifier(column.Name)} is null then {SqlText.Literal(column.Name)}");
        var found = await session.QueryAsync(
            $"""
             from (
               select line_number, case when lines.json is null then '{NotJson}' when json_type(lines.json) <> 'OBJECT' then '{NotAnObject}' {string.Join(" ", casts)} end as fault
               from (select row_number() over () as line_number, json from read_json_objects({SqlText.Literal(file)}, format = 'newline_delimited', ignore_errors = true)) as lines
               positional join {Reader.Over([file], "ignore_errors = true")} as read_rows)
             where fault is not null
             """,
            null, cancellationToken);
        return found.Rows.ToDictionary(row => Convert.ToInt64(row[0], CultureInfo.InvariantCulture), row => (string)row[1]!);
    }

    private async Task<ImmutableArray<RejectedRow>> CopyAsync(string file, string text, string copy, Dictionary<long, string> faults, CancellationToken cancellationToken)
    {
        var rejected = ImmutableArray.CreateBuilder<RejectedRow>();
        await using var source = new BufferedStream(DataFile.Open(text), 1 << 16);
        await using var target = new BufferedStream(File.Create(copy), 1 << 16);
        var (number, ordinal) = (0L, 0L);
        while (NextLine(source) is { } line)
        {
            cancellationToken.ThrowIfCancellationRequested();
            number++;

            // The database passes over lines of blanks.
            if (line.AsSpan().Trim(" \t\r\n"u8).IsEmpty) continue;
            if (faults.TryGetValue(++ordinal, out var fault)) rejected.Add(Rejected(file, number, fault, line));
            else target.Write(line);
        }

        return rejected.ToImmutable();
    }

    private RejectedRow Rejected(string file, long number, string fault, byte[] line)
    {
        var raw = Encoding.UTF8.GetString(line).TrimEnd();
        if (raw.Length > LongestRow) raw = raw[..LongestRow];
        return fault switch
        {
            NotJson => new RejectedRow(file, number, null, JsonFault.Find(line)?.Reason ?? "it is not JSON", raw),
            NotAnObject => new RejectedRow(file, number, null, "it is not an object", raw),
            var column => new RejectedRow(file, number, column, $"the value of \"{column}\" cannot be read as {TypeOf(column)}", raw),
        };
    }

    private string TypeOf(string column) => Reader.Source.Columns.First(one => one.Name == column).DataType!;

    private static string Pointer(string key) => "/" + key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static byte[]? NextLine(Stream stream)
    {
        using var line = new MemoryStream();
        for (int next; (next = stream.ReadByte()) >= 0;)
        {
            line.WriteByte((byte)next);
            if (next == '\n') break;
        }

        return line.Length == 0 ? null : line.ToArray();
    }
}
