using CareTally.Core.Manifests;

namespace CareTally.Tests.CoreTests.Manifests;

/// <summary>Snapshots as a project's files say they are.</summary>
public sealed class SnapshotNodeTests : IDisposable
{
    private const string Rules = "{strategy: check, check_cols: all, unique_key: id}";

    private readonly SampleProject _project = new("-- file: models/calls.sql\nselect 1 as id");

    public void Dispose() => _project.Dispose();

    [Fact]
    public void A_block_and_an_entry_of_a_property_file_are_both_snapshots()
    {
        _project.Write(
            """
            -- file: tally_project.yml
            name: shop
            snapshots:
              shop:
                +schema: kept
                care: {+tags: [history]}
            -- file: snapshots/care/blocks.sql
            {% snapshot one %}{{ config(strategy='timestamp', updated_at='at', unique_key=['a', 'b'], invalidate_hard_deletes=true) }}select * from {{ ref('calls') }}{% endsnapshot %}
            {% snapshot two %}{{ config(strategy='check', check_cols=['x'], unique_key='id', target_schema='old', target_database='other', alias='second') }}select * from {{ ref('one') }}{% endsnapshot %}
            -- file: models/care/more.yml
            snapshots:
              - {name: three, relation: "ref('shop', 'two')", config: RULES, description: The third}
              - {name: one, description: The first, columns: [{name: id, data_tests: [unique]}]}
            """.Replace("RULES", Rules, StringComparison.Ordinal));
        var manifest = _project.Load();
        var (one, two, three) = (Snapshot(manifest, "one"), Snapshot(manifest, "two"), Snapshot(manifest, "three"));
        one.Fqn.ShouldBe(["shop", "care", "blocks", "one"]);
        three.Fqn.ShouldBe(["shop", "care", "three"]);
        (one.Relation.ToString(), two.Relation.ToString(), three.Relation.ToString()).ShouldBe(("main_kept.one", "other.old.second", "main_kept.three"));
        one.DependsOn.ShouldBe([new NodeId(NodeKind.Model, "shop.calls")]);
        three.DependsOn.ShouldBe([two.Id]);
        (one.Rules.HardDeletes, one.Description).ShouldBe((HardDeletes.Invalidate, "The first"));
        one.Rules.UniqueKey.ShouldBe(["a", "b"]);
        one.Tags.ShouldBe(["history"]);
        manifest.Tests().ShouldHaveSingleItem().DependsOn.ShouldBe([one.Id]);
        _project.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}", "TLY3250 s.yml:2:11 snapshot 'h' needs the config 'strategy' (strategy: timestamp with updated_at, or strategy: check with check_cols)|TLY3250 s.yml:2:11 snapshot 'h' needs the config 'unique_key' (the column that tells the rows apart, or a list of columns)")]
    [InlineData("{strategy: timestamp, unique_key: id}", "TLY3250 s.yml:2:11 snapshot 'h' needs the config 'updated_at' (the column that says when a row was last changed; where there is none, use strategy: check)")]
    [InlineData("{strategy: check, unique_key: id}", "TLY3250 s.yml:2:11 snapshot 'h' needs the config 'check_cols' (the columns to compare, or 'all')")]
    [InlineData("{strategy: check, unique_key: id, check_cols: []}", "TLY3011 s.yml:4:59 config 'check_cols' must be a list of columns, or 'all', not '[]'")]
    [InlineData("{strategy: chekc, unique_key: id}", "TLY3252 s.yml:4:24 there is no strategy 'chekc' for snapshot 'h' (did you mean 'check'?)")]
    [InlineData("{strategy: check, check_cols: all, unique_key: [], hard_deletes: delete}", "TLY3011 s.yml:4:60 config 'unique_key' must be a column, or a list of columns, not '[]'|TLY3011 s.yml:4:78 config 'hard_deletes' must be ignore, invalidate or new_record, not 'delete'")]
    [InlineData("{strategy: check, check_cols: all, unique_key: id, hard_deletes: ignore, invalidate_hard_deletes: true}", "TLY3251 s.yml:4:111 snapshot 'h' has both hard_deletes and invalidate_hard_deletes (keep hard_deletes: 'invalidate' does what invalidate_hard_deletes: true did)")]
    [InlineData("{strategy: check, check_cols: all, unique_key: id, snapshot_meta_column_names: {dbt_valid_form: x}}", "TLY3253 s.yml:4:92 snapshots add no column 'dbt_valid_form' that could be named otherwise (did you mean 'dbt_valid_from'?)")]
    [InlineData("{strategy: check, check_cols: all, unique_key: id, materialized: table}", "TLY3011 s.yml:4:78 config 'materialized' must be 'snapshot' or left out, not 'table'")]
    public void What_is_missing_or_cannot_be_is_said_at_its_place(string config, string expected)
    {
        _project.Write("snapshots/s.yml", $"snapshots:\n  - name: h\n    relation: ref('calls')\n    config: {config}\n");
        _project.LoadErrors().Select(line => line.Replace("snapshots/s.yml", "s.yml", StringComparison.Ordinal)).ShouldBe(expected.Split('|'), ignoreOrder: true);
    }

    [Fact]
    public void A_snapshot_that_is_switched_off_needs_nothing_and_a_misplaced_one_is_refused()
    {
        _project.Write($"-- file: snapshots/s.yml\nsnapshots: [{{name: off, relation: ref('calls'), config: {{enabled: false}}}}]\n-- file: snapshots/empty.sql\nselect 1\n-- file: models/m.sql\n{{% snapshot here %}}select 1{{% endsnapshot %}}");
        _project.LoadErrors().ShouldBe(["TLY3020 models/m.sql:1:13 snapshot 'here' is defined where nothing can use it (move it to a snapshots folder)"]);
        _project.Lines.ShouldContain("TLY3254 snapshots/empty.sql:1:1 snapshots/empty.sql holds no snapshot (write {% snapshot NAME %} before the query and {% endsnapshot %} behind it)");
    }

    [Fact]
    public void Of_a_block_that_cannot_be_rendered_only_that_is_said()
    {
        _project.Write("snapshots/s.sql", "{% snapshot h %}{{ config(strategy=no_such_macro()) }}select 1{% endsnapshot %}");
        _project.LoadErrors().ShouldHaveSingleItem().ShouldStartWith("TLY1");
    }

    [Fact]
    public void A_relation_that_does_not_exist_is_shown_where_it_is_named()
    {
        _project.Write("snapshots/s.yml", $"snapshots:\n  - name: h\n    relation: ref('cals')\n    config: {Rules}\n");
        _project.LoadErrors().ShouldBe(["TLY3001 snapshots/s.yml:3:15 model, seed or snapshot 'cals' does not exist (needed by snapshot.shop.h) (did you mean 'calls'?)"]);
    }

    private static SnapshotNode Snapshot(Manifest manifest, string name) => (SnapshotNode)manifest.Nodes[new NodeId(NodeKind.Snapshot, $"shop.{name}")];
}
