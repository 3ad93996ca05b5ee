using System.Globalization;

namespace CareTally.Bench.Snapshots;

/// <summary>A strategy of snapshots: how tally is told, and the SQL that somebody would write for it by hand.</summary>
/// <param name="Name">timestamp or check.</param>
/// <param name="Config">The config of the snapshot.</param>
/// <param name="IsChanged">When a row has changed.</param>
/// <param name="UpdatedAt">When it did.</param>
internal sealed record SnapshotSql(string Name, string Config, string IsChanged, string UpdatedAt)
{
    public static readonly IReadOnlyList<SnapshotSql> Strategies =
    [
        new("timestamp", "strategy: timestamp, updated_at: updated_at", "s.dbt_valid_from < c.updated_at", "updated_at"),
        new("check", "strategy: check, check_cols: [name, city, status, amount]",
            "s.name is distinct from c.name or s.city is distinct from c.city or s.status is distinct from c.status or s.amount is distinct from c.amount",
            "cast(now() as timestamp)"),
    ];

    private const string Columns = "id, name, city, status, amount, note, updated_at";

    /// <summary>The property file of the snapshot.</summary>
    public string Properties =>
        $$"""
        sources:
          - name: raw
            tables: [{name: customers}]
        snapshots:
          - name: history
            relation: source('raw', 'customers')
            config: {unique_key: id, {{Config}}}

        """;

    /// <summary>What tally does, as one would write it who knows the table.</summary>
    public string ByHand =>
        $"""
        begin;
        create temporary table changes as
        select c.*, s.id is not null as is_known
        from raw.customers c
        left join (select * from history where dbt_valid_to is null) s on s.id = c.id
        where s.id is null or {IsChanged};
        update history as h set dbt_valid_to = x.updated_to
        from (select id, {UpdatedAt} as updated_to from changes where is_known) x
        where h.id = x.id and h.dbt_valid_to is null;
        insert into history
        select {Columns}, md5(coalesce(cast(id as varchar), '') || '|' || coalesce(cast({UpdatedAt} as varchar), '')), {UpdatedAt}, {UpdatedAt}, null
        from changes;
        commit;
        """;

    /// <summary>The table before anything changes.</summary>
    public static string Table(int rows) => string.Create(CultureInfo.InvariantCulture,
        $"""
        create schema raw;
        create table raw.customers as
        select
            i as id,
            'customer ' || i as name,
            'city ' || (i % 997) as city,
            ['new', 'active', 'closed'][1 + i % 3] as status,
            cast((i * 7919) % 100000 / 100.0 as decimal(12, 2)) as amount,
            repeat(chr(cast(97 + i % 26 as integer)), 20) as note,
            timestamp '2026-01-01' + to_seconds(i % 86400) as updated_at
        from range({rows}) as numbers(i);
        checkpoint;
        """);

    /// <summary>One row in a hundred changes, one in a thousand is new.</summary>
    public static string Changes(int rows) => string.Create(CultureInfo.InvariantCulture,
        $"""
        update raw.customers set amount = amount + 1, updated_at = timestamp '2026-02-01' where id % 100 = 0;
        insert into raw.customers
        select id + {rows}, name, city, status, amount, note, timestamp '2026-02-01' from raw.customers where id % 1000 = 1;
        checkpoint;
        """);

    /// <summary>What two histories that are the same have in common; the moments of the runs differ.</summary>
    public static string Summary(string history) =>
        $"select (count(*), count(dbt_valid_to), sum(hash(id, name, city, status, amount, note, updated_at, dbt_valid_to is null))) from {history}";
}
