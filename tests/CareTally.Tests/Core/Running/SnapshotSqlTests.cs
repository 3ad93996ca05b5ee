using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Planning;
using CareTally.Core.Running;
using CareTally.Core.Warehouses;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>The statements of snapshots, as a database gets them.</summary>
public sealed class SnapshotSqlTests : IDisposable
{
    private readonly SampleProject _project = new("-- file: models/calls.sql\nselect 1 as id");

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("first_timestamp", false, "strategy='timestamp', updated_at='at', unique_key='id'")]
    [InlineData("timestamp_ignore", true, "strategy='timestamp', updated_at='at', unique_key='id'")]
    [InlineData("check_invalidate_composite", true, "strategy='check', check_cols=['name', 'phone'], unique_key=['id', 'name'], hard_deletes='invalidate'")]
    [InlineData("check_new_record_named", true, "strategy='check', check_cols=['name'], unique_key='id', hard_deletes='new_record', dbt_valid_to_current=\"date '9999-12-31'\", snapshot_meta_column_names={'dbt_valid_to': 'until'}")]
    public void Statements_are_stable(string name, bool exists, string config)
    {
        _project.Write("snapshots/history.sql", $"{{% snapshot history %}}{{{{ config({config}) }}}}select id, name, phone, at from {{{{ ref('calls') }}}} where true{{% endsnapshot %}}");
        var step = _project.Plan(PlanOptions.Snapshot).Steps.OfType<PlanStep.TakeSnapshot>().Single();
        var warehouse = new RecordingWarehouse(exists, step.Target);
        new SnapshotRunner(step, new SqlDiagnostics(_project.Root), new LiveRendering(warehouse, _ => { }, CancellationToken.None)).Run(step.Sql.Compiled!);
        Snapshot.Match($"Core/snapshots/{name}.sql", string.Join("\n;\n", warehouse.Statements) + "\n");
    }

    // Knows the columns of the query and of the snapshot, and finds nothing wrong with the keys.
    private sealed class RecordingWarehouse(bool exists, Relation target) : ITemplateWarehouse
    {
        private static readonly ImmutableArray<Column> OfQuery = [new("id", "INTEGER"), new("name", "VARCHAR"), new("phone", "VARCHAR"), new("at", "DATE")];

        private static readonly ImmutableArray<Column> OfSnapshot =
            [new("id", "INTEGER"), new("name", "VARCHAR"), new("phone", "VARCHAR"), new("old", "VARCHAR"), new("dbt_scd_id", "VARCHAR"), new("dbt_updated_at", "DATE"), new("dbt_valid_from", "DATE"),
             new("dbt_valid_to", "DATE"), new("until", "DATE"), new("dbt_is_deleted", "VARCHAR")];

        public List<string> Statements { get; } = [];

        public long? Execute(string sql)
        {
            Statements.Add(sql.Trim());
            return 1;
        }

        public QueryResult Query(string sql)
        {
            Statements.Add(sql.Trim());
            return new QueryResult([], sql.StartsWith("select (select", StringComparison.Ordinal) ? [[false]] : sql.StartsWith("select count(*) filter", StringComparison.Ordinal) ? [[0L, 0L, 0L]] : [[3L]], false);
        }

        public ImmutableArray<Column> ColumnsOf(Relation relation) => OfSnapshot;

        public ImmutableArray<Column> Describe(string query) =>
            query.Contains("tally_snapshot_changes", StringComparison.Ordinal)
                ? [new("dbt_change_type", "VARCHAR"), .. OfQuery, new("dbt_unique_key", "INTEGER"), new("dbt_scd_id", "VARCHAR"), new("dbt_updated_at", "DATE"), new("dbt_valid_from", "DATE"), new("dbt_valid_to", "DATE")]
                : query.StartsWith("select name, phone", StringComparison.Ordinal) ? [OfQuery[1], OfQuery[2]]
                : query.StartsWith("select name", StringComparison.Ordinal) ? [OfQuery[1]]
                : OfQuery;

        public ImmutableArray<RelationEntry> RelationsIn(string? database, string schema) => exists ? [new RelationEntry(target, RelationKind.Table)] : [];

        public ImmutableArray<string> SchemasOf(string? database) => ["main"];
    }
}
