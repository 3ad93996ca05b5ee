using System.Globalization;
using System.Text.RegularExpressions;
using CareTally.Core.Warehouses;
using DuckDB.NET.Data;

namespace CareTally.Adapters.DuckDb;

/// <summary>Opens the file, and says in plain words why it could not.</summary>
internal static partial class DuckDbOpening
{
    private const string ErrorPrefix = "DuckDBOpen failed: ";

    public static DuckDBConnection Open(DuckDbTarget target)
    {
        try
        {
            return OpenOnce(target);
        }
        catch (WarehouseException e) when (target.ReadOnly && e.InnerException is DuckDBException && e.Message.Contains("Failure while replaying WAL", StringComparison.Ordinal))
        {
            // What a process that was killed had committed may still have to be written into the file, which takes more than reading it.
            OpenOnce(target with { ReadOnly = false }).Dispose();
            return OpenOnce(target);
        }
    }

    private static DuckDBConnection OpenOnce(DuckDbTarget target)
    {
        if (!target.IsInMemory) RequireFolder(target);
        try
        {
            var settings = new DuckDBConnectionStringBuilder { DataSource = target.Path };
            if (target.ReadOnly) settings["access_mode"] = "READ_ONLY";
            var connection = new DuckDBConnection(settings.ConnectionString);
            connection.Open();
            RequireFile(connection, target);
            return connection;
        }
        catch (Exception e) when (IsMissingLibrary(e))
        {
            throw Unavailable("DuckDB's native library could not be loaded", e, "it belongs beside the program (libduckdb.so); build again, or name one in DUCKDB_LIBRARY");
        }
        catch (DuckDBException e)
        {
            throw Explain(e, target);
        }
    }

    private static void RequireFolder(DuckDbTarget target)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(target.Path));
        if (folder is not null && !Directory.Exists(folder))
            throw Unavailable($"the folder of the database file {target.Path} does not exist", null, $"create {folder} or change the target's path");
        if (Directory.Exists(target.Path))
            throw Unavailable($"the database file {target.Path} is a folder", null, "name a file in the target's path");
        if (target.ReadOnly && !File.Exists(target.Path))
            throw Unavailable($"the database file {target.Path} does not exist", null, "build once before opening it for reading only");
    }

    // Given a CSV, JSON or Parquet file DuckDB makes a database in memory with a view of it: everything built there would be lost.
    private static void RequireFile(DuckDBConnection connection, DuckDbTarget target)
    {
        if (target.IsInMemory) return;
        using var command = connection.CreateCommand();
        command.CommandText = "select count(path) = 1 from duckdb_databases() where database_name = current_database()";
        if (command.ExecuteScalar() is true) return;
        connection.Dispose();
        throw NotADatabase(target, null);
    }

    // The provider builds its tables of settings in a static constructor, so the first failure comes wrapped and every later one too.
    private static bool IsMissingLibrary(Exception? e) =>
        e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException
        || (e is TypeInitializationException && IsMissingLibrary(e.InnerException));

    private static WarehouseException Explain(DuckDBException e, DuckDbTarget target)
    {
        var message = e.Message.StartsWith(ErrorPrefix, StringComparison.Ordinal) ? e.Message[ErrorPrefix.Length..] : e.Message;
        if (Holder().Match(message) is { Success: true } holder) return Locked(target, holder, e);
        if (message.Contains("not a valid DuckDB database file", StringComparison.Ordinal)) return NotADatabase(target, e);
        if (message.Contains("Permission denied", StringComparison.Ordinal) || message.Contains("Read-only file system", StringComparison.Ordinal))
        {
            return Unavailable(
                $"no permission to {(target.ReadOnly ? "read" : "write")} the database file {target.Path}", e,
                "its folder has to be writable too: DuckDB keeps a log beside the file");
        }

        return Unavailable($"the database file {target.Path} cannot be opened: {message}", e, null);
    }

    private static WarehouseException Locked(DuckDbTarget target, Match holder, DuckDBException e)
    {
        var pid = int.Parse(holder.Groups["pid"].Value, CultureInfo.InvariantCulture);
        var executable = holder.Groups["exe"] is { Success: true } exe ? exe.Value : "another process";
        return new WarehouseException(
            $"the database file {target.Path} is in use by {executable} (pid {holder.Groups["pid"].Value}{LockNote.Describe(target.Path, pid)})", e)
        {
            Failure = WarehouseFailure.Locked,
            Class = "IO Error",
            Hint = target.LockWait is null ? "wait until it ends, or let --wait try again" : "it was still in use when the waiting time was over",
        };
    }

    private static WarehouseException NotADatabase(DuckDbTarget target, Exception? e) =>
        Unavailable($"the file {target.Path} is not a DuckDB database", e, "change the target's path, or move the file away");

    private static WarehouseException Unavailable(string message, Exception? e, string? hint) =>
        new(message, e) { Failure = WarehouseFailure.Unavailable, Hint = hint };

    [GeneratedRegex(@"Conflicting lock is held in (?:(?<exe>[^\n]+?) \()?PID (?<pid>\d+)")]
    private static partial Regex Holder();
}
