namespace CareTally.Tests.CoreTests.Artifacts;

/// <summary>A project with something of every kind that artifacts tell of.</summary>
internal static class ArtifactSample
{
    public static void Write(SampleProject project) => project.Write(
        """
        -- file: tally_project.yml
        name: shop
        version: 1.2.0
        on-run-start: create table if not exists runs (id int)
        on-run-end: ["insert into runs values (1)"]
        models: {shop: {+persist_docs: {relation: false}}}
        -- file: seeds/codes.csv
        id
        1
        -- file: models/off.sql
        {{ config(enabled=false) }} select 1
        -- file: models/bad.sql
        select 1 as id union all select 1
        -- file: models/good.sql
        {{ config(materialized='table', tags=['x'], meta={'owner': 'ann'}, docs={'show': false}, pre_hook='select 1', group='g', colour='red') }} select * from {{ ref('codes') }}
        -- file: models/after.sql
        {{ config(tags='one') }} select {{ twice('id') }} as id from {{ ref('bad') }} union all select id from {{ ref('inside') }}
        -- file: models/deep/inside.sql
        {{ config(materialized='ephemeral') }} select 1 as id
        -- file: models/priced_v1.sql
        select cast({{ function('xl') }}(1) as int) as id
        -- file: functions/xl.sql
        {{ config(volatility='stable') }} price * factor
        -- file: functions/f.yml
        functions: [{name: xl, arguments: [{name: price, data_type: float, description: Of one.}, {name: factor, data_type: int, default_value: 2}], returns: {data_type: float, description: Of all.}}]
        -- file: models/governance.yml
        groups: [{name: g, owner: {name: Team G, email: g@example.org}}]
        models:
          - name: priced
            access: public
            config: {materialized: table, contract: {enforced: true}}
            constraints: [{type: primary_key, columns: [id]}]
            columns: [{name: id, data_type: int, constraints: [{type: check, expression: id > 0}]}]
            versions: [{v: 1, deprecation_date: 2030-01-31}]
        exposures: [{name: board, label: The board, type: dashboard, maturity: high, url: "https://example.org/b", owner: {name: Ada}, depends_on: [ref('priced'), "source('raw', 'people')"]}]
        -- file: macros/numbers.sql
        {% macro twice(column, times=2) %}{{ product(column, times) }}{% endmacro %}
        {% macro product(a, b) %}{{ a }} * {{ b }}{% endmacro %}
        -- file: tests/no_codes.sql
        {{ config(severity='warn') }} select * from {{ ref('codes') }} where id < 0
        -- file: models/m.md
        {% docs good_id %}The id.{% enddocs %}
        -- file: models/m.yml
        models:
          - {name: good, description: Good., columns: [{name: id, data_type: int, quote: true, description: "{{ doc('good_id') }}", meta: {k: 1}, data_tests: [not_null]}]}
          - {name: bad, columns: [{name: id, data_tests: [unique, {accepted_values: {values: [aaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb]}}]}]}
          - {name: after, data_tests: [{at_least: {arguments: {least: 1}, config: {where: "id > 0", limit: 5}}}]}
        sources:
          - {name: raw, loader: fivetran, meta: {team: a}, tables: [{name: calls, external: {location: data/*.csv}}, {name: people, config: {meta: {k: 2}}, columns: [{name: id}]}]}
        macros: [{name: twice, description: Doubles.}]
        -- file: tests/generic/at_least.sql
        {% test at_least(model, least) %}select count(*) from {{ model }} having count(*) < {{ least }}{% endtest %}
        """);
}
