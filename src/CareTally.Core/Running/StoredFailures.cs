using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Running;

/// <summary>
/// Carries the rows that tests have stored over the end of a transaction that is undone because of them. DuckDB undoes temporary tables too,
/// and lets a transaction write into one database only: so the rows go through files.
/// </summary>
internal sealed class StoredFailures(Plan plan, IWarehouseSession session, Action<RunEvent> report) : IDisposable
{
    private readonly List<Copy> _copies = [];
    private DirectoryInfo? _folder;

    /// <summary>Copies what a test has stored, while the transaction still stands.</summary>
    public async Task SaveAsync(DataTestNode test, CancellationToken cancellationToken)
    {
        if (test.Store is not { Relation: var store }) return;

        // Only its owner may read it.
        _folder ??= Directory.CreateTempSubdirectory("tally-failures-");
        await OrSayAsync(test, async () =>
        {
            var columns = await session.ReadColumnsAsync(store, cancellationToken);
            var file = SqlText.Literal(Path.Combine(_folder.FullName, $"{_copies.Count}.parquet"));

            // As text: Parquet does not have all of DuckDB's types.
            var texts = columns.Select(column => $"{SqlText.Identifier(column.Name)}::varchar as {SqlText.Identifier(column.Name)}");
            await session.ExecuteAsync($"copy (select {string.Join(", ", texts)} from {store.ToSql()}) to {file} (format parquet)", cancellationToken);
            var values = columns.Select(column => $"{SqlText.Identifier(column.Name)}::{column.DataType} as {SqlText.Identifier(column.Name)}");
            _copies.Add(new Copy(test, $"create or replace table {store.ToSql()} as select {string.Join(", ", values)} from read_parquet({file})"));
        });
    }

    /// <summary>Puts the rows back, when the transaction has been undone: a table each, as a view would look at other rows now.</summary>
    public async Task RestoreAsync()
    {
        foreach (var (test, create) in _copies)
        {
            var replaced = plan.Existing.Find(test.Store!.Relation) is { Kind: RelationKind.View } ? Publisher.DropIfExists(test.Store.Relation, plan.Existing) : "";
            await OrSayAsync(test, () => session.ExecuteAsync(replaced + create, CancellationToken.None));
        }
    }

    public void Dispose() => _folder?.Delete(recursive: true);

    // How the test has ended does not depend on it.
    private async Task OrSayAsync(DataTestNode test, Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            report(new RunEvent.Said(test, new TemplateMessage($"the rows that it found could not be kept: {e.Message.TrimEnd()}")));
        }
    }

    private sealed record Copy(DataTestNode Test, string Create);
}
