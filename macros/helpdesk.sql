{#- The contacts of a helpdesk's cases, by the convention of docs/care/adding-a-system.md: a customer's message that opens a
    case, or that comes while the case is solved or closed. Give the names of three relations:
      messages  (case_id, message_key, sent_at, is_opening)            what customers wrote
      replies   (case_id, replied_at, agent_id)                        public replies of people on our side
      history   (case_id, status, entered_at, left_at, is_automatic)   the shape of case_status_history
    One row per contact: case_id, message_key, seq, started_at, next_started_at, answered_at and answered_by (first public reply
    of a person), ended_at, resolved_at (the same, unless an automation closed the case without a solve). -#}
{% macro helpdesk_contacts(messages, replies, history) %}
    with

    marked as (
        select
            case_id,
            entered_at,
            status in ('solved', 'closed', 'deleted') as is_done,
            -- An automatic close is no resolve.
            status = 'solved' or (status = 'closed' and not is_automatic) as is_resolve,
            lag(status in ('solved', 'closed', 'deleted')) over (partition by case_id order by entered_at) as was_done
        from {{ history }}
    ),

    numbered as (
        select
            *,
            count(*) filter (where is_done is distinct from was_done)
                over (partition by case_id order by entered_at) as stretch
        from marked
    ),

    -- Solved and then closed is one stretch: nothing happens to the customer in between.
    stretches as (
        select
            case_id,
            stretch,
            is_done,
            min(entered_at) as entered_at,
            min(entered_at) filter (where is_resolve) as resolved_at,
            lead(min(entered_at)) over (partition by case_id order by stretch) as left_at
        from numbered
        group by case_id, stretch, is_done
    ),

    -- The message that reopens a case is written at the moment of the reopening or just before it.
    openings as (
        select
            messages.case_id,
            messages.message_key,
            messages.sent_at,
            messages.is_opening or stretches.left_at is not null as needs_work
        from {{ messages }} as messages
        left join stretches
            on stretches.case_id = messages.case_id
            and stretches.is_done
            and messages.sent_at > stretches.entered_at
            and messages.sent_at <= coalesce(stretches.left_at, timestamp 'infinity')
        where messages.is_opening
            or stretches.case_id is not null
    ),

    followed as (
        select
            *,
            row_number() over (partition by case_id order by sent_at, message_key) as seq,
            lead(sent_at) over (partition by case_id order by sent_at, message_key) as next_sent_at
        from openings
    ),

    answered as (
        select
            followed.case_id,
            followed.message_key,
            min(replies.replied_at) as answered_at,
            arg_min(replies.agent_id, replies.replied_at) as answered_by
        from followed
        inner join {{ replies }} as replies
            on replies.case_id = followed.case_id
            and replies.replied_at >= followed.sent_at
            and replies.replied_at < coalesce(followed.next_sent_at, timestamp 'infinity')
        group by followed.case_id, followed.message_key
    ),

    ended as (
        select
            followed.case_id,
            followed.message_key,
            min(stretches.entered_at) as ended_at,
            arg_min(stretches.resolved_at, stretches.entered_at) as resolved_at
        from followed
        inner join stretches
            on stretches.case_id = followed.case_id
            and stretches.is_done
            and stretches.entered_at >= followed.sent_at
        group by followed.case_id, followed.message_key
    )

    select
        followed.case_id,
        followed.message_key,
        followed.seq,
        followed.sent_at as started_at,
        followed.next_sent_at as next_started_at,
        answered.answered_at,
        answered.answered_by,
        -- A word of thanks that reopens nothing ends with itself.
        case when followed.needs_work then ended.ended_at else followed.sent_at end as ended_at,
        case when followed.needs_work then ended.resolved_at else followed.sent_at end as resolved_at
    from followed
    left join answered
        on answered.case_id = followed.case_id
        and answered.message_key = followed.message_key
    left join ended
        on ended.case_id = followed.case_id
        and ended.message_key = followed.message_key
{% endmacro %}


{#- How a contact of a helpdesk ended: NULL while it is open and without an answer. -#}
{% macro helpdesk_outcome(contacts) -%}
    case
        when {{ contacts }}.answered_at is not null then 'answered'
        when {{ contacts }}.ended_at is not null then 'missed'
    end
{%- endmacro %}


{#- Test rows are marked by a tag, or come from an address of our own testers: true for those of one system. -#}
{% macro is_test_traffic(source_system, tags, email) -%}
    coalesce(
        exists (
            select 1
            from {{ ref('test_identifiers') }} as test_identifiers
            where test_identifiers.source_system = '{{ source_system }}'
                and (
                    (test_identifiers.kind = 'tag' and list_contains({{ tags }}, test_identifiers.value))
                    or (test_identifiers.kind = 'email_domain' and lower({{ email }}) like '%@' || test_identifiers.value)
                )
        ),
        false
    )
{%- endmacro %}
