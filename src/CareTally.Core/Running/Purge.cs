using System.Collections.Immutable;
using System.Globalization;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>What is purged, by whom and when.</summary>
/// <param name="Who">The user of the operating system.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="IsDryRun">Whether rows are only counted.</param>
public sealed record PurgeRequest(string Who, DateTimeOffset At, bool IsDryRun);

/// <summary>What was purged of a table, or would be.</summary>
/// <param name="Relation">The table.</param>
/// <param name="Rows">How many rows were deleted or emptied.</param>
public sealed record PurgedTable(Relation Relation, long Rows)
{
    /// <summary>Why it is as it was; null where it is purged. Tables behind it are then not looked at.</summary>
    public Diagnostic? Failure { get; init; }
}

/// <summary>
/// Takes rows out of the tables of a project, each in a transaction of its own together with its line of the audit: whatever happens, a table is
/// wholly old or wholly new, and the purge can be given again.
/// </summary>
/// <param name="manifest">The project.</param>
/// <param name="catalog">What is there.</param>
/// <param name="session">The database.</param>
/// <param name="request">What is asked for.</param>
public sealed class Purge(Manifest manifest, Catalog catalog, IWarehouseSession session, PurgeRequest request)
{
    private readonly PrivacyRecords _records = PrivacyRecords.Of(manifest.Project);
    private readonly PurgeTargets _targets = new(manifest, catalog);

    /// <summary>Deletes the rows that are older than a moment, of the tables whose nodes say how old a row is.</summary>
    /// <exception cref="DiagnosticException">No node says it.</exception>
    public async Task<ImmutableArray<PurgedTable>> OldRowsAsync(DateTime cutoff, Action<PurgedTable> tell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tell);
        if (!manifest.Nodes.Values.Any(node => node is RelationNode and not SourceNode && PrivacyRules.Of(node, manifest.Project).Retention is not null))
        {
            throw new DiagnosticException(Diagnostic.Of(RunProblems.NoRetention, null) with
            {
                Hint = "give models a time to be kept from, for example  config: {meta: {retention: started_at}}",
            });
        }

        if (!request.IsDryRun) await session.ExecuteAsync(_records.Create(), cancellationToken);
        var limit = Moment(cutoff);
        var purged = ImmutableArray.CreateBuilder<PurgedTable>();
        foreach (var target in _targets.OfNodes().Where(target => target.Rules.Retention is not null))
        {
            var condition = $"({target.Rules.Retention}) < {limit}";
            var audit = Audit(PrivacyRecords.Retention, "null", limit, target.Relation);
            purged.Add(await OneAsync(target.Relation, condition, $"delete from {target.Relation.ToSql()} where {condition}", audit, recordsNothing: true, cancellationToken));
            if (purged[^1].Failure is not null) break;
            tell(purged[^1]);
        }

        return purged.ToImmutable();
    }

    /// <summary>Takes people whose hashes are recorded out of every table.</summary>
    /// <param name="who">Whose hashes they are, and where.</param>
    /// <param name="tell">Hears of each table in which something was found.</param>
    /// <param name="cancellationToken">Stops it; a table is wholly old or wholly new.</param>
    internal async Task<ImmutableArray<PurgedTable>> PeopleAsync(ErasedPerson who, Action<PurgedTable> tell, CancellationToken cancellationToken)
    {
        var purged = ImmutableArray.CreateBuilder<PurgedTable>();
        foreach (var (relation, condition, statement) in StatementsFor(who))
        {
            var audit = Audit(PrivacyRecords.Erasure, SqlText.Literal(who.Subject), "null", relation);
            var found = await OneAsync(relation, condition, statement, audit, recordsNothing: false, cancellationToken);
            if (found is { Rows: 0, Failure: null }) continue;
            purged.Add(found);
            if (found.Failure is not null) break;
            tell(found);
        }

        return purged.ToImmutable();
    }

    private IEnumerable<(Relation Relation, string Condition, string Statement)> StatementsFor(ErasedPerson who)
    {
        foreach (var target in _targets.OfNodes())
        {
            if (target.Rules.Erase(target.Relation, target.Columns, who.Records) is { } statement)
                yield return (target.Relation, target.Rules.Concerned(target.Columns, who.Records)!, statement);
        }

        // Nothing says which of their columns is what: a row in which somebody occurs goes as a whole.
        foreach (var found in _targets.Undescribed())
        {
            var texts = found.Columns.Where(column => column.DataType == "VARCHAR").Select(column => SqlText.Identifier(column.Name)).ToArray();
            if (texts.Length == 0) continue;
            var condition = string.Join("\n  or ", texts.Select(who.Records.IsErased).Concat(texts.SelectMany(who.OccursIn)));
            yield return (found.Relation, condition, $"delete from {found.Relation.ToSql()} where {condition}");
        }
    }

    private async Task<PurgedTable> OneAsync(Relation relation, string condition, string statement, string audit, bool recordsNothing, CancellationToken cancellationToken)
    {
        try
        {
            if (!request.IsDryRun) await session.ExecuteAsync("begin transaction", cancellationToken);
            var rows = Convert.ToInt64((await session.QueryAsync($"select count(*)::bigint from {relation.ToSql()} where {condition}", 1, cancellationToken)).Rows[0][0], CultureInfo.InvariantCulture);
            if (request.IsDryRun) return new PurgedTable(relation, rows);
            if (rows > 0) await session.ExecuteAsync(statement, cancellationToken);
            if (rows > 0 || recordsNothing) await session.ExecuteAsync($"{audit}, {rows.ToString(CultureInfo.InvariantCulture)})", cancellationToken);
            await session.ExecuteAsync("commit", CancellationToken.None);
            return new PurgedTable(relation, rows);
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            await RollBackAsync();
            return new PurgedTable(relation, 0)
            {
                Failure = Diagnostic.Of(RunProblems.PurgeFailed, null, relation, e.WithoutValues().Message) with { Hint = "it is as it was, and the tables before it are purged: give the command again when the cause is gone" },
            };
        }
        catch (OperationCanceledException)
        {
            await RollBackAsync();
            throw;
        }
    }

    private async Task RollBackAsync()
    {
        if (!request.IsDryRun) await session.ExecuteAsync("rollback", CancellationToken.None);
    }

    private string Audit(string action, string subject, string cutoff, Relation relation) =>
        $"insert into {_records.Audit.ToSql()} values ({Moment(request.At.UtcDateTime)}, {SqlText.Literal(request.Who)}, '{action}', {subject}, {cutoff}, {SqlText.Literal(relation.ToString())}";

    internal static string Moment(DateTime moment) => $"timestamp '{moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}'";
}
