using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CareTally.Core.Warehouses;

namespace CareTally.Adapters.DuckDb;

/// <summary>
/// A file beside the database that says who holds it since when. DuckDB does the locking and names the process; the note only
/// adds what DuckDB does not know, so a missing, stale or unreadable one costs a detail of a message and nothing else.
/// </summary>
internal sealed class LockNote
{
    private readonly string _path;

    private LockNote(string path) => _path = path;

    private sealed record Content(int Pid, DateTimeOffset Started, string Command);

    public static string PathFor(string database) => database + ".lock";

    /// <summary>Writes the note of this process, which holds the database.</summary>
    public static LockNote? Leave(string database, string command, TimeProvider clock)
    {
        var path = PathFor(database);
        try
        {
            File.WriteAllText(path, JsonSerializer.Serialize(new Content(Environment.ProcessId, clock.GetUtcNow(), command)));
            return new LockNote(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // the database is open, which is what counts
        }
    }

    public void Remove()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It names a process that has ended and is no longer believed.
        }
    }

    /// <summary>What is known of the process that holds a database: <c>, "tally build", since 2026-03-01 10:00:00 UTC</c> or less.</summary>
    public static string Describe(string database, int pid)
    {
        var born = StartOf(pid);
        if (Read(database) is { } note && note.Pid == pid && !(note.Started.AddSeconds(1) < born))
            return $", {SqlText.Identifier(note.Command)}, since {Text(note.Started)}";
        return born is { } start ? $", running since {Text(start)}" : "";
    }

    private static Content? Read(string database)
    {
        try
        {
            return JsonSerializer.Deserialize<Content>(File.ReadAllText(PathFor(database)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static DateTimeOffset? StartOf(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.StartTime;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null; // it has ended meanwhile, or is not ours to look at
        }
    }

    private static string Text(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
