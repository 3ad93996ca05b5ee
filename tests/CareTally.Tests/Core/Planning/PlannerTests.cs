using System.Globalization;
using System.Text;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;

namespace CareTally.Tests.CoreTests.Planning;

public class PlannerTests
{
    private const string Files =
        """
        -- file: seeds/codes.csv
        id
        1
        -- file: models/src.sql
        {{ config(materialized='table') }} select * from {{ source('raw', 'calls') }}
        -- file: models/mid.sql
        {{ config(materialized='ephemeral') }}
        -- in front
        with recursive own as (select * from {{ ref('src') }}) select * from own; -- behind
        -- file: models/mid2.sql
        {{ config(materialized='ephemeral') }} select * from {{ ref('mid') }}
        -- file: models/other.sql
        select 1 as id
        -- file: models/fct.sql
        {{ config(materialized='table') }}
        /* ; */ WITH a as (select * from {{ ref('mid2') }} join {{ ref('mid') }} using (id)) select * from a join {{ ref('codes') }} using (id);
        -- file: models/last.sql
        select * from {{ ref('fct') }}
        -- file: models/m.yml
        sources: [{name: raw, tables: [{name: calls, columns: [{name: id, data_tests: [not_null]}]}]}]
        models:
          - {name: mid, columns: [{name: id, data_tests: [unique, {relationships: {name: mid_to_its_source, to: ref('src'), field: id}}]}]}
          - name: fct
            columns:
              - name: id
                data_tests:
                  - not_null: {config: {where: id > 0, limit: 10, fail_calc: max(id), error_if: '> 5'}}
                  - relationships: {name: to_ancestor, to: ref('src'), field: id}
                  - relationships: {name: to_stranger, to: ref('other'), field: id}
        -- file: tests/whole.sql
        select * from {{ ref('last') }} join {{ ref('fct') }} using (id)
        """;

    [Theory]
    [InlineData("build", null)]
    [InlineData("run", null)]
    [InlineData("test", null)]
    [InlineData("compile", null)]
    [InlineData("build", "src last+")]
    public void A_plan_is_what_it_was(string command, string? select)
    {
        using var project = new SampleProject(Files);
        var options = command switch { "build" => PlanOptions.Build, "run" => PlanOptions.Run, "test" => PlanOptions.Test, _ => PlanOptions.Compile };
        Snapshot.Match($"Core/plan-{command}{(select is null ? "" : "-selected")}.txt", Describe(project.Plan(options, select)).Replace(project.Root, "ROOT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("first", false)]
    [InlineData("next", true)]
    public void A_plan_of_incremental_models_is_what_it_was(string run, bool isThere)
    {
        using var project = new SampleProject(
            """
            -- file: models/m.yml
            sources: [{name: raw, tables: [{name: calls, config: {event_time: at}}]}]
            models: [{name: days, columns: [{name: at, data_tests: [not_null]}]}, {name: merged, columns: [{name: id, data_tests: [unique]}]}]
            -- file: models/merged.sql
            {{ config(materialized='incremental', unique_key='id', incremental_strategy='merge') }}
            select id from {{ source('raw', 'calls') }}{% if is_incremental() %} where id > (select max(id) from {{ this }}){% endif %}
            -- file: models/days.sql
            {{ config(materialized='incremental', incremental_strategy='microbatch', event_time='at', begin='2026-06-12', batch_size='day') }}
            select at, '{{ model.batch.id }}' as batch from {{ source('raw', 'calls') }}
            -- file: models/after.sql
            select * from {{ ref('days') }} join {{ ref('merged') }} on true
            """);
        var catalog = new Catalog(isThere ? [Table("merged"), Table("days")] : []);
        Snapshot.Match($"Core/plan-incremental-{run}.txt", Describe(project.Plan(PlanOptions.Build, catalog: catalog)));

        static CatalogRelation Table(string name) => new(new Relation(null, "main", name), RelationKind.Table, []);
    }

    [Theory]
    [InlineData("select 1", "select 1")]
    [InlineData("select 1;", "select 1")]
    [InlineData("select 1 ; \n;\n", "select 1")]
    [InlineData("select 1; -- the end", "select 1")]
    [InlineData("select 1; /* a /* nested */ ; */", "select 1")]
    [InlineData("select ';' -- not; this", "select ';' -- not; this")]
    [InlineData("select \";\", $$;$$, $t$;$t$", "select \";\", $$;$$, $t$;$t$")]
    [InlineData("select 1; select 2", "select 1; select 2")]
    public void A_trailing_semicolon_goes_and_nothing_else(string sql, string expected) => CompiledSql.Of(sql).WithoutTrailingSemicolon().Text.ShouldBe(expected);

    [Theory]
    [InlineData("select * from e", "with e as (\nX\n)\nselect * from e")]
    [InlineData("with a as (select 1) select * from e", "with e as (\nX\n),\n a as (select 1) select * from e")]
    [InlineData("-- c\n/* d */ WITH RECURSIVE a as (select 1) select * from e", "with recursive e as (\nX\n),\n a as (select 1) select * from e")]
    [InlineData("without_e", "with e as (\nX\n)\nwithout_e")]
    public void Ephemeral_sql_goes_in_front_of_the_querys_own(string sql, string expected) =>
        CteInjector.Inject(CompiledSql.Of(sql), [("e", CompiledSql.Of("X"))]).Text.Replace("),\na", "),\n a", StringComparison.Ordinal).ShouldBe(expected);

    [Fact]
    public void Every_word_of_the_compiled_sql_knows_where_it_came_from()
    {
        using var project = new SampleProject(Files);
        var sql = project.Plan(PlanOptions.Run).Steps.OfType<PlanStep.BuildModel>().Single(step => step.Node.Name == "fct").Sql.Compiled!.Wrap("create table x as\n", "\n)");
        OriginOf("own as").ShouldBe("models/mid.sql:3:16 own");
        OriginOf("join").ShouldBe("models/fct.sql:2:52 join");
        OriginOf("\"codes\"").ShouldStartWith("models/fct.sql:2:");
        sql.OriginOf(3).ShouldBeNull();

        string OriginOf(string text)
        {
            var origin = sql.OriginOf(sql.Text.IndexOf(text, StringComparison.Ordinal))!.Value;
            return $"{origin} {origin.Text}";
        }
    }

    [Fact]
    public void A_cut_keeps_the_origins_of_what_is_left()
    {
        var source = new SourceText("a.sql", "one two three");
        var sql = new CompiledSql("one two three", [new RenderedPiece(0, source.Span(0, 8), true), new RenderedPiece(8, source.Span(8, 5), true)]);
        sql.From(4).OriginOf(0)!.Value.Text.ShouldBe("two");
        sql.From(8).OriginOf(0)!.Value.Text.ShouldBe("three");
        CompiledSql.Concat([CompiledSql.Of("xx "), sql.From(4)]).OriginOf(3)!.Value.Text.ShouldBe("two");
    }

    private static string Describe(Plan plan)
    {
        var text = new StringBuilder();
        foreach (var step in plan.Steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"== {step.GetType().Name} {step.Node.Id}\n");
            if (!step.WaitsFor.IsEmpty) text.Append(CultureInfo.InvariantCulture, $"waits for {string.Join(", ", step.WaitsFor)}\n");
            if (step is PlanStep.RunBatches { Batches: var batches })
                foreach (var batch in batches) text.Append(CultureInfo.InvariantCulture, $"-- batch {batch.Window.Id} {batch.Step.GetType().Name}\n{batch.Step.Sql.Compiled!.Text}\n");
            else text.Append(step switch { PlanStep.OfQuery model => model.Sql.Compiled!.Text, PlanStep.LoadSeed seed => seed.Sql.Text, PlanStep.RunTest test => test.Test.RunSql.Compiled!.Text, _ => "" }).Append('\n');
            foreach (var test in step.GatingTests) text.Append(CultureInfo.InvariantCulture, $"-- gate {test.Node.Id}\n{test.RunSql.Compiled!.Text}\n");
        }

        return text.ToString();
    }
}
