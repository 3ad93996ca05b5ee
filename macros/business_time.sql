{#- Expressions on the business clock. Each takes SQL expressions for moments in UTC and for the calendar's id, may stand
    anywhere in a query, and is NULL outside the time that the calendars are made for. -#}

{#- A relation whose columns all begin with business_: inside a subquery `calendar_id` of the caller must not be taken for one. -#}
{% macro business_relation(relation, columns) -%}
    (select {% for column in columns %}{{ column }} as business_{{ column }}{{ ', ' if not loop.last }}{% endfor %} from {{ ref(relation) }})
{%- endmacro %}


{#- The rows of the business clock for a moment. The moment is named first so that its rows are found by a hash of date and
    calendar: with a bare condition DuckDB would compare every moment with every date of its calendar. -#}
{% macro from_business_clock(moment, calendar_id) -%}
    from (select cast({{ moment }} as date) as business_date, {{ calendar_id }} as business_calendar) as asked
        inner join {{ business_relation('business_clock', ['calendar_id', 'utc_date', 'opens_at', 'closes_at', 'open_sec_before', 'opens_next_at']) }} as clock
            on clock.business_utc_date = asked.business_date
            and clock.business_calendar_id = asked.business_calendar
{%- endmacro %}


{#- Open seconds of a calendar up to a moment, from where its calendar begins. -#}
{% macro open_seconds_at(moment, calendar_id) -%}
    (
        select
            min(clock.business_open_sec_before)
                + coalesce(sum(greatest(0, {{ seconds_between('clock.business_opens_at', 'least(' ~ moment ~ ', clock.business_closes_at)') }})), 0)
        {{ from_business_clock(moment, calendar_id) }}
    )
{%- endmacro %}


{#- Seconds of [starts, ends) in which the calendar is open. -#}
{% macro business_seconds_between(starts_at, ends_at, calendar_id) -%}
    ({{ open_seconds_at(ends_at, calendar_id) }} - {{ open_seconds_at(starts_at, calendar_id) }})
{%- endmacro %}


{#- The moment itself while the calendar is open, or else its next opening. -#}
{% macro next_opening(moment, calendar_id) -%}
    (
        select
            coalesce(
                min(greatest({{ moment }}, clock.business_opens_at)) filter (where clock.business_closes_at > {{ moment }}),
                min(clock.business_opens_next_at)
            )
        {{ from_business_clock(moment, calendar_id) }}
    )
{%- endmacro %}


{#- The moment at which so many open seconds have passed: what ends with the day is due at closing, not at the next opening. -#}
{% macro add_business_time(moment, seconds, calendar_id) -%}
    case
        when {{ seconds }} = 0 then {{ next_opening(moment, calendar_id) }}
        else (
            select
                max(hours.business_opens_at + to_microseconds(cast(round(1000000 * (aim.business_target - hours.business_open_sec_before)) as bigint)))
            from (select {{ open_seconds_at(moment, calendar_id) }} + {{ seconds }} as business_target) as aim
            cross join {{ business_relation('business_clock_hours', ['calendar_id', 'open_hour', 'opens_at', 'open_sec_before', 'open_sec_after']) }} as hours
            where hours.business_calendar_id = {{ calendar_id }}
                and hours.business_open_hour = cast(ceil(aim.business_target / 3600) as integer) - 1
                and hours.business_open_sec_before < aim.business_target
                and hours.business_open_sec_after >= aim.business_target
        )
    end
{%- endmacro %}


{#- The same local time on the nth next business day. -#}
{% macro add_business_days(moment, days, calendar_id) -%}
    {%- set relation = business_relation('business_days', ['calendar_id', 'local_date', 'timezone', 'is_open', 'day_no']) -%}
    (
        select
            max({{ to_utc('due.business_local_date + cast(' ~ to_local(moment, 'today.business_timezone') ~ ' as time)', 'due.business_timezone') }})
        -- The local date is that in UTC or one beside it.
        from (
            select
                cast({{ moment }} as date) + unnest([-1, 0, 1]) as business_date,
                {{ calendar_id }} as business_calendar
        ) as asked
        inner join {{ relation }} as today
            on today.business_local_date = asked.business_date
            and today.business_calendar_id = asked.business_calendar
        inner join {{ relation }} as due
            on due.business_calendar_id = today.business_calendar_id
        where today.business_local_date = cast({{ to_local(moment, 'today.business_timezone') }} as date)
            and due.business_day_no = today.business_day_no + {{ days }}
            and due.business_is_open
    )
{%- endmacro %}
