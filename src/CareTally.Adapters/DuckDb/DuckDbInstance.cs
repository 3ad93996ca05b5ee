using System.Globalization;
using CareTally.Core.Projects.Targets;
using CareTally.Core.Warehouses;
using DuckDB.NET.Data;

namespace CareTally.Adapters.DuckDb;

/// <summary>
/// The opened database. One connection keeps it open while sessions, which are further connections to it, come and go.
/// </summary>
internal sealed class DuckDbInstance : IDisposable
{
    private readonly DuckDbTarget _target;
    private readonly DuckDBConnection _keeper;
    private readonly LockNote? _note;
    private int _sessions;
    private volatile bool _invalidated;

    private DuckDbInstance(DuckDbTarget target, DuckDBConnection keeper, LockNote? note) =>
        (_target, _keeper, _note) = (target, keeper, note);

    /// <summary>Whether an internal error has shut it down: from then on every statement fails.</summary>
    public bool IsInvalidated => _invalidated;

    /// <summary>Sessions not yet closed.</summary>
    public int Sessions => _sessions;

    public static DuckDbInstance Open(DuckDbTarget target, TimeProvider clock)
    {
        var keeper = DuckDbOpening.Open(target);
        try
        {
            DuckDbErrors.Guard(() => Configure(keeper, target));
            var note = target.IsInMemory || target.ReadOnly ? null : LockNote.Leave(target.Path, target.Command, clock);
            return new DuckDbInstance(target, keeper, note);
        }
        catch
        {
            keeper.Dispose();
            throw;
        }
    }

    public DuckDbSession OpenSession()
    {
        var connection = _target.IsInMemory ? _keeper.Duplicate() : new DuckDBConnection(_keeper.ConnectionString);
        try
        {
            DuckDbErrors.Guard(() =>
            {
                connection.Open();
                Prepare(connection, _target);
            });
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        Interlocked.Increment(ref _sessions);
        return new DuckDbSession(connection, this);
    }

    public void Invalidate() => _invalidated = true;

    public void Release() => Interlocked.Decrement(ref _sessions);

    public void Dispose()
    {
        // While the file is still ours, so that a note somebody else has just left is never removed.
        _note?.Remove();
        _keeper.Dispose();
    }

    // What concerns the whole database.
    private static void Configure(DuckDBConnection connection, DuckDbTarget target)
    {
        if (target.IsNamed) Execute(connection, $"attach ':memory:' as {SqlText.Identifier(target.Name!)}");
        Prepare(connection, target);

        // A build of many small tables is a third faster when the log is not folded into the file all the time; FinishAsync does it once.
        Execute(connection, "set autoinstall_known_extensions = false; set checkpoint_threshold = '1GB'");
        if (target.Threads is { } threads) Execute(connection, string.Create(CultureInfo.InvariantCulture, $"set threads = {threads}"));
        foreach (var extension in target.Extensions) Execute(connection, $"load {SqlText.Literal(extension)}");
        foreach (var secret in target.Secrets) SecretStatements.Create(connection, secret);
        foreach (var other in target.Attach) Execute(connection, Attach(other));
    }

    private static string Attach(DatabaseAttachment other)
    {
        string?[] options = [other.Type is { } type ? $"type {SqlText.Identifier(type)}" : null, other.IsReadOnly ? "read_only" : null];
        var list = string.Join(", ", options.OfType<string>());
        return $"attach {SqlText.Literal(other.Path)} as {SqlText.Identifier(other.Alias)}{(list.Length == 0 ? "" : $" ({list})")}";
    }

    // What each connection starts without.
    private static void Prepare(DuckDBConnection connection, DuckDbTarget target)
    {
        Execute(connection, "set errors_as_json = true; set TimeZone = 'UTC'");
        if (target.IsNamed) Execute(connection, $"use {SqlText.Identifier(target.Name!)}");
        foreach (var (name, value) in target.Settings) Execute(connection, $"set {SqlText.Identifier(name)} = {SqlText.Literal(value)}");
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
