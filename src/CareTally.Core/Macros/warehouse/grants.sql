{#- Who may read what: the config grants, a mapping of privileges to lists of users. -#}

{% macro should_revoke(existing_relation, full_refresh_mode=true) -%}
    {{ return(existing_relation and (copy_grants() or not full_refresh_mode)) }}
{%- endmacro %}

{#- Whether what replaces a relation has its grants. -#}
{% macro copy_grants() %}{{ return(adapter.dispatch('copy_grants', 'dbt')()) }}{% endmacro %}
{% macro default__copy_grants() %}{{ return(false) }}{% endmacro %}

{% macro apply_grants(relation, grant_config, should_revoke=true) %}{{ adapter.dispatch('apply_grants', 'dbt')(relation, grant_config, should_revoke) }}{% endmacro %}

{% macro default__apply_grants(relation, grant_config, should_revoke=true) -%}
    {%- for privilege, grantees in (grant_config or {}).items() if grantees -%}
        {%- do run_query(get_grant_sql(relation, privilege, grantees)) -%}
    {%- endfor -%}
{%- endmacro %}

{% macro duckdb__apply_grants(relation, grant_config, should_revoke=true) -%}
    {%- if grant_config -%}{%- do exceptions.warn('grants have no effect: DuckDB has no users') -%}{%- endif -%}
{%- endmacro %}

{% macro get_grant_sql(relation, privilege, grantees) %}{{ adapter.dispatch('get_grant_sql', 'dbt')(relation, privilege, grantees) }}{% endmacro %}
{% macro default__get_grant_sql(relation, privilege, grantees) %}grant {{ privilege }} on {{ relation }} to {{ grantees | join(', ') }}{% endmacro %}

{% macro get_revoke_sql(relation, privilege, grantees) %}{{ adapter.dispatch('get_revoke_sql', 'dbt')(relation, privilege, grantees) }}{% endmacro %}
{% macro default__get_revoke_sql(relation, privilege, grantees) %}revoke {{ privilege }} on {{ relation }} from {{ grantees | join(', ') }}{% endmacro %}
