using System.Collections.Immutable;
using CareTally.Core.Warehouses;
using CareTally.Templating;

namespace CareTally.Core.Contexts;

/// <summary>The warehouse as a template reaches it while it is rendered.</summary>
internal interface ITemplateWarehouse
{
    /// <summary>Runs one or more statements.</summary>
    /// <returns>Rows written by the last one, or null where it does not say.</returns>
    long? Execute(string sql);

    /// <summary>Runs one or more statements and reads what the last one returns.</summary>
    QueryResult Query(string sql);

    /// <summary>The columns of a relation, none where it does not exist.</summary>
    ImmutableArray<Column> ColumnsOf(Relation relation);

    /// <summary>The columns that a query returns.</summary>
    ImmutableArray<Column> Describe(string query);

    /// <summary>Tables and views of a schema.</summary>
    /// <param name="database">Its database; null for the target's own.</param>
    /// <param name="schema">The schema.</param>
    ImmutableArray<RelationEntry> RelationsIn(string? database, string schema);

    /// <summary>The schemas of a database; null for the target's own.</summary>
    ImmutableArray<string> SchemasOf(string? database);
}

/// <summary>Knows no relations: for finding out what a template refers to.</summary>
internal sealed class OfflineWarehouse : ITemplateWarehouse
{
    public static readonly OfflineWarehouse Instance = new();

    public long? Execute(string sql) => null;

    public QueryResult Query(string sql) => new([], [], false);

    public ImmutableArray<Column> ColumnsOf(Relation relation) => [];

    public ImmutableArray<Column> Describe(string query) => [];

    public ImmutableArray<RelationEntry> RelationsIn(string? database, string schema) => [];

    public ImmutableArray<string> SchemasOf(string? database) => [];
}

/// <summary>
/// Not at hand yet: for planning. What touches it is put off until its step runs, so nothing has to be found out about a template
/// beforehand.
/// </summary>
internal sealed class LaterWarehouse : ITemplateWarehouse
{
    public static readonly LaterWarehouse Instance = new();

    public long? Execute(string sql) => throw new PutOffException();

    public QueryResult Query(string sql) => throw new PutOffException();

    public ImmutableArray<Column> ColumnsOf(Relation relation) => throw new PutOffException();

    public ImmutableArray<Column> Describe(string query) => throw new PutOffException();

    public ImmutableArray<RelationEntry> RelationsIn(string? database, string schema) => throw new PutOffException();

    public ImmutableArray<string> SchemasOf(string? database) => throw new PutOffException();
}

/// <summary>A rendering needs the warehouse, which is not at hand: it has to be done again when it is.</summary>
internal sealed class PutOffException() : Exception("the rendering needs the warehouse");

/// <summary>
/// A session of the warehouse. Templates are evaluated synchronously, and steps run off the caller's thread: this is the one place
/// where the two meet.
/// </summary>
internal sealed class SessionWarehouse(IWarehouseSession session, CancellationToken cancellationToken) : ITemplateWarehouse
{
    private static readonly HashSet<string> OfTransactions = ["begin", "start", "commit", "end", "rollback", "abort"];

    public long? Execute(string sql) => Wait(session.ExecuteAsync(Allowed(sql), cancellationToken));

    public QueryResult Query(string sql) => Wait(session.ExecuteAndReadAsync(Allowed(sql), cancellationToken));

    public ImmutableArray<Column> ColumnsOf(Relation relation) => Wait(session.ReadColumnsAsync(relation, cancellationToken));

    public ImmutableArray<Column> Describe(string query) => Wait(session.DescribeAsync(query, cancellationToken));

    public ImmutableArray<RelationEntry> RelationsIn(string? database, string schema) => Wait(session.ReadRelationsAsync(database, schema, cancellationToken));

    public ImmutableArray<string> SchemasOf(string? database) => Wait(session.ReadSchemasAsync(database, cancellationToken));

    // What is published and what is undone is decided by the step: nothing may end its transaction before.
    private static string Allowed(string sql)
    {
        if (SqlStatements.Split(sql).FirstOrDefault(statement => OfTransactions.Contains(statement.Keyword)) is not { Text: not null } found) return sql;
        throw new WarehouseException($"'{found.Keyword}' is not for templates: tally itself begins and ends transactions")
        {
            Position = found.Start + SqlScanner.SkipBlank(found.Text, 0),
            Hint = "remove it; a hook that has to run outside its node's transaction is written {sql: ..., transaction: false}",
        };
    }

    // However long a statement takes, the template is not to blame.
    private static T Wait<T>(Task<T> task) => TemplateRenderer.Wait(() => task.GetAwaiter().GetResult());
}
