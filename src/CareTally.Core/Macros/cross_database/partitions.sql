{#- Lists of dates, made without a database. -#}

{% macro convert_datetime(date_str, date_fmt) %}{{ return(modules.datetime.datetime.strptime(date_str.strip(), date_fmt)) }}{% endmacro %}

{#- Every day from a first to a last, both included, as texts of a format. -#}
{% macro dates_in_range(start_date_str, end_date_str=none, in_fmt='%Y%m%d', out_fmt='%Y%m%d') -%}
    {%- set first = convert_datetime(start_date_str, in_fmt) -%}
    {%- set last = first if end_date_str is none else convert_datetime(end_date_str, in_fmt) -%}
    {%- if last < first -%}
        {{ exceptions.raise_compiler_error('the range of dates begins after it ends (' ~ first ~ ', ' ~ last ~ ')') }}
    {%- endif -%}
    {%- set dates = [] -%}
    {%- for days in range((last - first).days + 1) -%}
        {%- set date = first + modules.datetime.timedelta(days=days) -%}
        {%- do dates.append(date.strftime(out_fmt) if out_fmt else date) -%}
    {%- endfor -%}
    {{ return(dates) }}
{%- endmacro %}

{#- The same, of a text `first` or `first,last`. -#}
{% macro partition_range(raw_partition_date, date_fmt='%Y%m%d') -%}
    {%- set bounds = (raw_partition_date | string).split(',') -%}
    {%- if bounds | length > 2 -%}
        {{ exceptions.raise_compiler_error("a range of partitions is 'first' or 'first,last', not '" ~ raw_partition_date ~ "'") }}
    {%- endif -%}
    {{ return(dates_in_range(bounds[0], bounds[1] if bounds | length == 2 else none, in_fmt=date_fmt)) }}
{%- endmacro %}
