{#- The contacts of a helpdesk, for its stg_<system>__interactions: a customer's message that opens a case, or that comes
    while the case is solved or closed, begins one; the next one ends it.
      messages  case_id, sent_at, is_from_customer, is_public, author_id
      history   case_id, status, entered_at, left_at, is_automatic
    Gives case_id, seq, started_at, next_started_at, answered_at and answered_by (first public reply of a person),
    resolved_at (first solve, or close by a person). -#}
{% macro helpdesk_contacts(messages, history) %}
    with

    openings as (
        select distinct
            messages.case_id,
            messages.sent_at as started_at
        from {{ messages }} as messages
        left join {{ history }} as history
            on history.case_id = messages.case_id
            and history.entered_at < messages.sent_at
            and (history.left_at is null or history.left_at >= messages.sent_at)
        where messages.is_from_customer
            and messages.is_public
            and (history.case_id is null or history.status in ('solved', 'closed'))
    ),

    contacts as (
        select
            case_id,
            started_at,
            row_number() over (partition by case_id order by started_at) as seq,
            lead(started_at) over (partition by case_id order by started_at) as next_started_at
        from openings
    ),

    answers as (
        select
            contacts.case_id,
            contacts.seq,
            min(messages.sent_at) as answered_at,
            arg_min(messages.author_id, messages.sent_at) as answered_by
        from contacts
        inner join {{ messages }} as messages
            on messages.case_id = contacts.case_id
            and messages.sent_at > contacts.started_at
            and (contacts.next_started_at is null or messages.sent_at < contacts.next_started_at)
        where messages.is_public
            and not messages.is_from_customer
        group by contacts.case_id, contacts.seq
    ),

    resolves as (
        select
            contacts.case_id,
            contacts.seq,
            min(history.entered_at) as resolved_at
        from contacts
        inner join {{ history }} as history
            on history.case_id = contacts.case_id
            and history.entered_at >= contacts.started_at
            and (contacts.next_started_at is null or history.entered_at < contacts.next_started_at)
        where history.status = 'solved'
            or (history.status = 'closed' and not history.is_automatic)
        group by contacts.case_id, contacts.seq
    )

    select
        contacts.case_id,
        contacts.seq,
        contacts.started_at,
        contacts.next_started_at,
        answers.answered_at,
        answers.answered_by,
        resolves.resolved_at
    from contacts
    left join answers
        on answers.case_id = contacts.case_id
        and answers.seq = contacts.seq
    left join resolves
        on resolves.case_id = contacts.case_id
        and resolves.seq = contacts.seq
{% endmacro %}
