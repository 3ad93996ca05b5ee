using System.Reflection;
using CareTally.Adapters.DuckDb;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Tests.CoreTests;
using CareTally.Tests.CoreTests.Contexts;
using CareTally.Tests.Templating;

namespace CareTally.Tests.Fuzzing;

/// <summary>
/// Many thousands of damaged and of made-up templates, rendered with all that a model sees and with a database: what comes out is a
/// text or a diagnostic. The same in every run; a case that fails is named by its number, with its text.
/// </summary>
public sealed class ContextFuzzTests : IDisposable
{
    private const int Seed = 20251128;
    private const int Templates = 12_000;
    private const int Calls = 24_000;

    // On a database of their own, which takes most of the time.
    private const int OnDatabase = 8;

    private readonly SampleProject _project = new(
        """
        -- file: models/a.sql
        {{ config(materialized='table', tags=['t'], meta={'owner': 'me'}) }} select 1 as id
        -- file: models/m.sql
        select * from {{ ref('a') }} -- {{ source('raw', 'calls') }}
        -- file: models/s.yml
        models: [{name: a, description: d, columns: [{name: id, data_tests: [unique]}]}]
        sources: [{name: raw, tables: [{name: calls}]}]
        -- file: macros/m.sql
        {% macro shout(x='a', y=1) %}{{ return(x | string ~ y) }}{% endmacro %}
        {% macro itself() %}{% set l = [1] %}{% do l.append(l) %}{{ return(l) }}{% endmacro %}
        """,
        "name: shop\nvars: {v: 1, list: [1, {a: b}]}\n");

    private readonly NodeScopes _scopes;
    private readonly Node _node;

    public ContextFuzzTests()
    {
        var manifest = _project.Load();
        (_scopes, _node) = (new NodeScopes(manifest, ["model.shop.m"], new IncrementalModels(manifest, Catalog.Empty)), manifest.Model("m"));
    }

    [Fact]
    public Task Whatever_is_in_a_template_of_a_model_only_diagnostics_come_out()
    {
        var mutator = new Mutator([.. Seeds()], "{{ }} {% %} ( ) [ ] { } ' , : . ~ | = none true -1 0 99999999999999999999 1e308 '' [] {} this ref('a') ref(v) source('raw','calls') run_query('select_1') "
            + "adapter. api. modules. model graph target var('v') config. exceptions. load_result('s') .table .rows .columns[0] tojson( fromyaml( itself() shout context[ flags. return( do set is_mapping .items() .values() () **{} *[1]");
        return RunAsync(Templates, number => mutator.Make(Seed + number));
    }

    [Fact]
    public Task Whatever_is_called_with_whatever_only_diagnostics_come_out()
    {
        var calls = new ContextCalls(_scopes.Of(_node, new Occasion(OfflineWarehouse.Instance, new TemplateMessages(), null)));
        return RunAsync(Calls, number => calls.Make(Seed + number));
    }

    public void Dispose() => _project.Dispose();

    private async Task RunAsync(int count, Func<int, string> make)
    {
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(thread => Task.Run(async () =>
        {
            await using var warehouse = new DuckDbWarehouse(new DuckDbTarget { Path = ":memory:" }, TimeProvider.System);
            await using var session = await warehouse.OpenSessionAsync(CancellationToken.None);
            await session.ExecuteAsync("create table main.a as select 1 as id; create schema raw; create table raw.calls as select 2 as id", CancellationToken.None);
            await session.ExecuteAsync("set enable_external_access = false", CancellationToken.None);
            var real = new SessionWarehouse(session, CancellationToken.None);
            for (var number = thread; number < count; number += Environment.ProcessorCount)
                Render(number, make(number), number % OnDatabase == 0 ? real : number % 2 == 0 ? OfflineWarehouse.Instance : LaterWarehouse.Instance);
        }));
        await Task.WhenAll(threads);
    }

    private void Render(int number, string text, ITemplateWarehouse warehouse)
    {
        var occasion = new Occasion(warehouse, new TemplateMessages(), null);
        try
        {
            var options = _scopes.OptionsFor("shop", occasion) with { Limits = new TemplateLimits(5_000, 60, 100_000, TimeSpan.FromSeconds(20)) };
            TemplateRenderer.Render(Jinja.Parse(text), _scopes.Of(_node, occasion), options);
        }
        catch (PutOffException)
        {
            // Rendered again when the database is at hand.
            warehouse.ShouldBe(LaterWarehouse.Instance);
        }
        catch (DiagnosticException e)
        {
            DiagnosticRenderer.Render(e.Diagnostic).ShouldNotBeEmpty();
            e.Diagnostic.Span.ShouldNotBeNull(text);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"template {number}: {text}", e);
        }

        occasion.Messages.Tell(message => message.Text.ShouldNotBeNull());
    }

    // Every expression that the other tests of the context print, and what works on results of the database.
    private static IEnumerable<string> Seeds()
    {
        foreach (var method in typeof(ContextTests).GetMethods().Concat(typeof(TableTests).GetMethods()))
        {
            foreach (var data in method.GetCustomAttributes<InlineDataAttribute>().SelectMany(attribute => attribute.GetData(method)))
            {
                var expression = data[0] as string ?? "";

                // A pattern that is stopped by the clock is for the test that waits for it.
                if (expression.Contains(")+$", StringComparison.Ordinal)) continue;
                yield return expression.Contains("{{", StringComparison.Ordinal) ? "{% set t = run_query('select 1 as calls, 2 as queue, 3 as asa') %}" + expression : $"{{{{ {expression} }}}}";
            }
        }

        yield return "{% set r = run_query('select 1 as a, null as b') %}{% for row in r.rows %}{{ row.a }}{{ row['b'] }}{{ r.columns['a'].values() | list }}{% endfor %}{% do r.print_table() %}";
        yield return "{% call statement('s', fetch_result=true) %}select 1 as n{% endcall %}{{ load_result('s').table.rows[0][0] }}{{ load_result('s')['data'] }}{% do store_result('x', response='y', agate_table=none) %}";
        yield return "{% for c in adapter.get_columns_in_relation(ref('a')) %}{{ c.name }} {{ c.quoted }} {{ c.data_type }} {{ c.is_string() }}{{ c.string_size() if c.is_string() }}{% endfor %}";
        yield return "{% set rel = adapter.get_relation(target.database, target.schema, 'a') %}{{ rel.type if rel }}{% do adapter.create_schema(rel) %}{% do adapter.drop_relation(rel) if rel %}{% do adapter.rename_relation(rel, this) if rel %}";
        yield return "{{ config(materialized='table') }}{{ config.get('materialized', 'x') }}{{ config.require('tags') }}{{ config.meta_get('owner') }}{{ config.set('a', 1) }}{{ builtins.ref('a') }}{{ render('{{ this }}') }}{{ context.update({'a': 1}) }}";
        yield return "{% for n in graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') %}{{ n.name ~ n.config.materialized ~ n.depends_on.nodes | join }}{% endfor %}{{ graph.sources['source.shop.raw.calls'].columns }}";
        yield return "{{ dbt.date_trunc('day', 'a') }}{{ dbt.datediff('a', 'b', 'day') }}{{ dbt.dateadd('day', 1, 'a') }}{{ dbt.safe_cast('a', dbt.type_string()) }}{{ dbt.listagg('a', \"','\", 'order by a', 2) }}{{ dbt.split_part('a', \"','\", 1) }}";
    }
}
