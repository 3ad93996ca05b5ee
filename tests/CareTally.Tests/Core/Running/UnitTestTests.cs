using CareTally.Adapters.DuckDb;
using CareTally.Core.Checking;
using CareTally.Core.Planning;
using CareTally.Core.Running;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>Unit tests: rows given to a model, and the rows expected of it.</summary>
public sealed class UnitTestTests
{
    private const string Shop =
        """
        -- file: seeds/codes.csv
        code,label
        A,Alpha
        B,Beta
        -- file: macros/m.sql
        {% macro cents(column, digits=2) %}round({{ column }} / 100.0, {{ digits }}){% endmacro %}
        {% macro numbers(n) %}{% for i in range(n) %}select {{ i }} as i{{ ' union all ' if not loop.last }}{% endfor %}{% endmacro %}
        {% macro twice(column) %}{{ cents(column) }} * 2{% endmacro %}
        -- file: models/s.yml
        sources:
          - name: raw
            tables:
              - name: orders
                columns:
                  - {name: id, data_type: integer}
                  - {name: customer, data_type: varchar}
                  - {name: amount_cents, data_type: bigint}
                  - {name: placed, data_type: timestamp}
                  - {name: tags, data_type: "varchar[]"}
                  - {name: code, data_type: varchar}
        -- file: models/stg_orders.sql
        {{ config(materialized='ephemeral') }} select * from {{ source('raw', 'orders') }}
        -- file: models/orders.sql
        {{ config(materialized='table') }}
        with orders as (select * from {{ ref('stg_orders') }})
        select orders.id, customer, {{ cents('amount_cents') }} as amount, codes.label, date_trunc('day', placed) as day, len(tags) as tags,
          '{{ var("mode", "none") }}{{ env_var("TALLY_UNIT", "") }}' as mode
        from orders left join {{ ref('codes') }} using (code)
        {% if is_incremental() %}where placed > (select max(day) from {{ this }}){% endif %}
        """;

    public static TheoryData<string, string, string> Cases => new()
    {
        {
            "unnamed columns are null and types are those of the input",
            "{given: [{input: ref('stg_orders'), rows: [{id: 1, amount_cents: 1050, code: A, placed: 2024-01-02 03:04:05, tags: [x, y]}, {id: 2}]}, {input: ref('codes')}], expect: {rows: [{id: 2, amount: null, label: null}, {ID: 1, amount: 10.50, label: Alpha}]}}",
            "pass"
        },
        {
            "a row may be expected twice",
            "{given: [{input: ref('stg_orders'), rows: [{customer: a}, {customer: a}]}, {input: ref('codes')}], expect: {rows: [{customer: a}]}}",
            """
            @@  | customer
            +++ | a
                (1 more row is as expected)
            """
        },
        {
            "csv, with quotes and empty fields",
            "{given: [{input: ref('stg_orders'), format: csv, rows: \"id,customer,code\\n1,\\\"Bob, jr\\\",B\\n2,,\\n\"}, {input: ref('codes')}], expect: {format: csv, rows: \"id,customer,label\\n1,\\\"Bob, jr\\\",Beta\\n2,,\\n\"}}",
            "pass"
        },
        {
            "sql",
            "{given: [{input: ref('stg_orders'), format: sql, rows: \"select 7 as id, 'c' as customer, 100 as amount_cents, 'x' as code, null::timestamp as placed, ['t'] as tags\"}, {input: ref('codes'), format: sql, rows: \"select 'x' as code, 'X' as label;\"}], expect: {format: sql, rows: \"select 'X' as LABEL, 1.0 as amount, 7 as id\"}}",
            "pass"
        },
        {
            "a fixture",
            "{given: [{input: ref('stg_orders'), format: csv, fixture: two_orders}, {input: ref('codes')}], expect: {rows: [{id: 1}, {id: 2}]}}",
            "pass"
        },
        {
            "no rows at all",
            "{given: [{input: ref('stg_orders'), rows: []}, {input: ref('codes'), rows: []}], expect: {rows: []}}",
            "pass"
        },
        {
            "what differs is shown beside what is nearest to it",
            "{given: [{input: ref('stg_orders'), rows: [{id: 1, customer: ann, amount_cents: 100}, {id: 2, customer: bob, amount_cents: 200}, {id: 3, amount_cents: 300}]}, {input: ref('codes')}], expect: {rows: [{id: 1, customer: ann, amount: 1}, {id: 2, customer: bob, amount: 2.5}, {id: 5, customer: eve, amount: 5}]}}",
            """
            @@  | id | customer | amount
            →   | 2  | bob      | 2.5→2.0
            --- | 5  | eve      | 5.0
            +++ | 3  | NULL     | 3.0
                (1 more row is as expected)
            """
        },
        {
            "is_incremental and this",
            "{overrides: {macros: {is_incremental: true}}, given: [{input: ref('stg_orders'), rows: [{id: 1, placed: 2024-01-01}, {id: 2, placed: 2024-01-03}]}, {input: this, rows: [{day: 2024-01-02}]}, {input: ref('codes')}], expect: {rows: [{id: 2}]}}",
            "pass"
        },
        {
            "overridden macros, vars and environment variables",
            "{overrides: {macros: {cents: '42'}, vars: {mode: fast}, env_vars: {TALLY_UNIT: '!'}}, given: [{input: ref('stg_orders'), rows: [{id: 1}]}, {input: ref('codes')}], expect: {rows: [{amount: 42, mode: 'fast!'}]}}",
            "pass"
        },
        {
            "a value that does not fit its column",
            "{given: [{input: ref('stg_orders'), rows: [{id: one}]}, {input: ref('codes')}], expect: {rows: []}}",
            "TLY5001 models/t.yml:4:52 Conversion Error: Could not convert string 'one' to INT32"
        },
        {
            "an expected column that is not there",
            "{given: [{input: ref('stg_orders'), rows: []}, {input: ref('codes')}], expect: {rows: [{idd: 1}]}}",
            "TLY4302 models/t.yml:5:22 the result has no column 'idd' (did you mean 'id'?)"
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_models_result_is_compared_with_what_is_expected(string what, string test, string expected)
    {
        using var project = new SampleProject(Shop + "\n-- file: tests/fixtures/two_orders.csv\nid,code\n1,A\n2,B\n");
        project.Write("models/t.yml", $"unit_tests:\n  - name: t\n    model: orders\n{Flat(test)}");
        (await RunAsync(project)).ShouldBe(expected, what);
    }

    [Theory]
    [InlineData("{macro: cents, args: [x], expect: {text: 'round(x / 100.0, 2)'}}", "pass")]
    [InlineData("{macro: cents, args: {column: x, digits: 1}, expect: {text: \" round(x / 100.0,\\n 1)\"}}", "pass")]
    [InlineData("{macro: twice, args: [x], overrides: {macros: {cents: y}}, expect: {text: y * 2}}", "pass")]
    [InlineData("{macro: numbers, args: [2], expect: {rows: [{i: 1}, {i: 0}]}}", "pass")]
    [InlineData("{macro: cents, args: [x], expect: {text: nothing}}", "@@  | text\n--- | nothing\n+++ | round(x / 100.0, 2)")]
    public async Task A_macro_is_called_and_its_text_or_its_rows_are_compared(string test, string expected)
    {
        using var project = new SampleProject(Shop);
        project.Write("models/t.yml", $"unit_tests:\n  - name: t\n{Flat(test)}");
        (await RunAsync(project)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("{model: ordrs, expect: {rows: []}}", "TLY3301 models/t.yml:3:12 there is no model 'ordrs' for unit test 't' (did you mean 'orders'?)")]
    [InlineData("{macro: cent, expect: {text: x}}", "TLY3302 models/t.yml:3:12 there is no macro 'cent' for unit test 't' (did you mean 'cents'?)")]
    [InlineData("{expect: {rows: []}}", "TLY2301 models/t.yml:2:11 unit test 't' must name either a model, a snapshot or a macro (write 'model: my_model', or 'snapshot: my_snapshot', or 'macro: my_macro')")]
    [InlineData("{model: orders, given: [{input: ref('cods'), rows: []}], expect: {rows: []}}", "TLY3303 models/t.yml:4:21 input 'ref('cods')' of unit test 't' does not exist (did you mean 'ref('codes')'?)")]
    [InlineData("{model: orders, given: [{input: ref('stg_orders')}], expect: {rows: []}}", "TLY3304 models/t.yml:4:13 input 'ref('stg_orders')' of unit test 't' has no rows (for none at all, write rows: [])")]
    [InlineData("{model: orders, given: [{input: ref('stg_orders'), format: csv, fixture: nope}], expect: {rows: []}}", "TLY3306 models/t.yml:4:62 there is no fixture 'nope' of the format csv (fixtures lie in the folder 'fixtures' of a test folder)")]
    [InlineData("{model: orders, given: [{input: ref('stg_orders'), format: csv, rows: \"a,b\\n1\"}], expect: {rows: []}}", "TLY3307 models/t.yml:4:59 this row has 1 fields, but there are 2 columns: a, b")]
    [InlineData("{model: orders, expect: {text: x}}", "TLY3308 models/t.yml:4:20 unit test 't' expects a text, but a model gives rows (write rows: with a list of mappings)")]
    [InlineData("{model: orders, expect: {row: []}}", "TLY2020 models/t.yml:4:14 unknown key 'row' in what a unit test expects (did you mean 'rows'?)")]
    [InlineData("{model: orders}", "TLY2022 models/t.yml:2:5 a unit test needs the key 'expect'")]
    public void What_is_wrong_with_a_unit_test_is_said_where_it_stands(string test, string expected)
    {
        using var project = new SampleProject(Shop);
        project.Write("models/t.yml", $"unit_tests:\n  - name: t\n{Flat(test)}");
        project.LoadErrors().ShouldContain(expected);
    }

    [Theory]
    [InlineData("{model: orders, given: [{input: ref('codes')}], expect: {rows: []}}", "TLY4301 models/orders.sql:2:34 unit test 't' gives no rows for ref('stg_orders'), which model.shop.orders reads (add to its 'given:'  - {input: \"ref('stg_orders')\", rows: []})")]
    [InlineData("{model: orders, given: [{input: ref('codes')}, {input: ref('stg_orders'), rows: [{idd: 1}]}], expect: {rows: []}}", "TLY4302 models/t.yml:4:71 ref('stg_orders') has no column 'idd' (did you mean 'id'?)")]
    [InlineData("{model: curious, given: [], expect: {rows: []}}", "TLY4304 models/t.yml:2:11 unit test 't': model.shop.curious looks at the database while it is rendered (say under 'overrides: macros:' what the macro that does so is to return)")]
    public async Task What_cannot_be_compiled_is_said_before_anything_is_run(string test, string expected)
    {
        using var project = new SampleProject(Shop + "\n-- file: models/curious.sql\nselect {{ run_query('select 1').rows | length }} as n\n");
        project.Write("models/t.yml", $"unit_tests:\n  - name: t\n{Flat(test)}");
        var failure = await Should.ThrowAsync<InvalidProjectException>(() => RunAsync(project));
        failure.Diagnostics.Select(SampleProject.Line).ShouldContain(expected);
    }

    // A flow mapping's entries as a block, one a line.
    private static string Flat(string flow)
    {
        var lines = new List<string>();
        var (start, depth, quote) = (1, 0, '\0');
        for (var i = 1; i < flow.Length; i++)
        {
            if (quote != '\0')
            {
                if (flow[i] == '\\') i++;
                else if (flow[i] == quote) quote = '\0';
            }
            else if (flow[i] == '"') quote = flow[i];
            else if (flow[i] is '{' or '[') depth++;
            else if ((flow[i] == ',' && depth == 0) || (flow[i] == '}' && depth == 0))
            {
                lines.Add("    " + flow[start..i].Trim());
                start = i + 1;
            }
            else if (flow[i] is '}' or ']') depth--;
        }

        return string.Join('\n', lines) + "\n";
    }

    private static async Task<string> RunAsync(SampleProject project)
    {
        var manifest = project.Load();
        await using var memory = new DuckDbWarehouse(new DuckDbTarget { Path = DuckDbTarget.InMemory }, TimeProvider.System);
        await using var other = new DuckDbWarehouse(new DuckDbTarget { Path = DuckDbTarget.InMemory }, TimeProvider.System);
        var tests = UnitTestPlanner.Chosen(manifest, Selector.Select(manifest, SelectionCriteria.All, project.Problems));
        var checkPlan = project.Plan(PlanOptions.Check);
        var check = await new Checker(other, TimeProvider.System).RunAsync(manifest, checkPlan, new Dictionary<Relation, System.Collections.Immutable.ImmutableArray<Column>>(), CheckOptions.Alone, CancellationToken.None);
        var plan = UnitTestPlanner.Add(manifest, new Plan(manifest.Project, [], [], Catalog.Empty), tests, check.ColumnsOf, new Problems());
        var results = await new Runner(memory, TimeProvider.System, 1) { Memory = memory }.RunAsync(plan, _ => { }, CancellationToken.None);
        return results.Results.Single() switch
        {
            NodeResult.TestFailed failed => failed.Diff!.ToString(),
            NodeResult.Errored errored => SampleProject.Line(errored.Diagnostic),
            var passed => passed.Status,
        };
    }
}
