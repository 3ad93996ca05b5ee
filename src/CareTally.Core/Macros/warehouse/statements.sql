{#- Queries that a template runs while it is rendered. Nothing is run while the project is only being read. -#}

{#- Runs the body of a call block and keeps what comes of it for load_result. -#}
{% macro statement(name=none, fetch_result=false, auto_begin=true, language='sql') -%}
    {%- if execute -%}
        {%- if language != 'sql' -%}
            {{ exceptions.raise_compiler_error("statement: only SQL can be run, not '" ~ language ~ "'") }}
        {%- endif -%}
        {%- set sql = caller() -%}
        {%- if name == 'main' -%}{%- do write(sql) -%}{%- endif -%}
        {%- set response, table = adapter.execute(sql, auto_begin=auto_begin, fetch=fetch_result) -%}
        {%- if name is not none -%}{%- do store_result(name, response=response, agate_table=table) -%}{%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- Keeps a result as if a statement had been run. -#}
{% macro noop_statement(name=none, message=none, code=none, rows_affected=none, res=none) -%}
    {%- set sql = caller() -%}
    {%- if name == 'main' -%}{%- do write(sql) -%}{%- endif -%}
    {%- if name is not none -%}
        {%- do store_raw_result(name, message=message, code=code, rows_affected=rows_affected, agate_table=res) -%}
    {%- endif -%}
{%- endmacro %}

{#- The rows of a query; none while the project is only being read. -#}
{% macro run_query(sql) -%}
    {%- if not execute -%}{{ return(none) }}{%- endif -%}
    {%- call statement('run_query_statement', fetch_result=true, auto_begin=false) -%}{{ sql }}{%- endcall -%}
    {{ return(load_result('run_query_statement').table) }}
{%- endmacro %}
