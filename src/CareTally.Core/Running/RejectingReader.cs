using System.Collections.Immutable;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Running;

/// <summary>Reads a source in files without the rows that cannot be read, and knows these.</summary>
/// <param name="reader">How the source is read by others.</param>
internal abstract class RejectingReader(SourceReader reader) : IDisposable
{
    public SourceReader Reader => reader;

    /// <summary>What is read instead.</summary>
    public abstract string Sql { get; }

    /// <summary>What is counted: rows, or pages.</summary>
    public virtual string Unit => "rows";

    /// <summary>Whether nothing is left to read.</summary>
    public virtual bool IsAllRejected => false;

    /// <summary>Looks for what cannot be read after a statement has failed; whether something was found and set aside.</summary>
    public virtual Task<bool> MendAsync(string message, IWarehouseSession session, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>What was set aside.</summary>
    public abstract Task<ImmutableArray<RejectedRow>> RejectedAsync(IWarehouseSession session, CancellationToken cancellationToken);

    /// <summary>How many rows there are, those set aside included.</summary>
    public abstract Task<long> CountAsync(int rejected, IWarehouseSession session, CancellationToken cancellationToken);

    public virtual void Dispose()
    {
    }

    protected static async Task<long> CountRowsAsync(string relation, IWarehouseSession session, CancellationToken cancellationToken) =>
        Convert.ToInt64((await session.QueryAsync($"select count(*) from {relation}", 1, cancellationToken)).Rows[0][0], System.Globalization.CultureInfo.InvariantCulture);
}
