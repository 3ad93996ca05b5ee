{#- DuckDB's information schema cannot be addressed through a database's name. -#}
{% macro duckdb__get_tables_by_pattern_sql(schema_pattern, table_pattern, exclude='', database=target.database) %}
select distinct
    table_schema as "table_schema",
    table_name as "table_name",
    {{ dbt_utils.get_table_types_sql() }}
from information_schema.tables
where table_catalog = '{{ database }}'
    and table_schema ilike '{{ schema_pattern }}'
    and table_name ilike '{{ table_pattern }}'
    and table_name not ilike '{{ exclude }}'
{% endmacro %}
