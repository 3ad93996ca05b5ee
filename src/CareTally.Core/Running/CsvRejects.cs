using System.Collections.Immutable;
using System.Globalization;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Running;

/// <summary>A source in CSV files: the database itself keeps the rows that it cannot read.</summary>
/// <param name="reader">How the source is read by others.</param>
internal sealed class CsvRejects(SourceReader reader) : RejectingReader(reader)
{
    private const int LongestRow = 4000;

    private static long _last;

    // DuckDB takes tables of one name for one table even where they belong to different connections, and mixes up what is in them.
    private readonly long _number = Interlocked.Increment(ref _last);

    private string Rows => $"tally_rejected_rows_{_number}";

    private string Scans => $"tally_rejected_scans_{_number}";

    public override string Sql => Reader.With("store_rejects = true", $"rejects_table = '{Rows}'", $"rejects_scan = '{Scans}'");

    /// <summary>Forgets what the session has kept.</summary>
    public Task ClearAsync(IWarehouseSession session) => session.ExecuteAsync($"drop table if exists temp.{Rows}; drop table if exists temp.{Scans}", CancellationToken.None);

    // A row may have several faults, and be read several times.
    public override async Task<ImmutableArray<RejectedRow>> RejectedAsync(IWarehouseSession session, CancellationToken cancellationToken)
    {
        var isThere = await CountRowsAsync($"duckdb_tables() where database_name = 'temp' and table_name in ('{Rows}', '{Scans}')", session, cancellationToken);
        if (isThere < 2) return [];
        var found = await session.QueryAsync(
            $"""
             select distinct on (file_path, line) file_path, line::bigint, column_name, error_message, left(rtrim(csv_line, chr(10) || chr(13)), {LongestRow})
             from temp.{Rows} join temp.{Scans} using (scan_id, file_id)
             order by file_path, line, byte_position, error_type
             """,
            null, cancellationToken);
        return [.. found.Rows.Select(row => new RejectedRow((string)row[0]!, Convert.ToInt64(row[1], CultureInfo.InvariantCulture), row[2] as string, (string)row[3]!, row[4] as string))];
    }

    // Rows of which only a value cannot be converted count among those that are read where nobody asks for the value.
    public override async Task<long> CountAsync(int rejected, IWarehouseSession session, CancellationToken cancellationToken)
    {
        var malformed = await CountRowsAsync(
            $"(select distinct file_id, line from temp.{Rows} where error_type::varchar not in ('CAST', 'INVALID ENCODING'))", session, cancellationToken);
        return Math.Max(rejected, malformed + await CountRowsAsync(Reader.With("ignore_errors = true"), session, cancellationToken));
    }
}
