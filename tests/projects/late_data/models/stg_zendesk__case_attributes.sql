{#- Two tags that overlap and one that comes again. -#}
select
    'zendesk:1' as case_id, 'zendesk' as source_system, 'tag' as attribute, 'awaiting_customer' as value,
    timestamp '2026-02-02 10:00:00' as set_at, timestamp '2026-02-02 12:00:00' as unset_at, cast(null as varchar) as set_by
union all
select 'zendesk:1', 'zendesk', 'tag', 'awaiting_customer', timestamp '2026-02-02 11:00:00', timestamp '2026-02-02 13:00:00', null
union all
select 'zendesk:1', 'zendesk', 'tag', 'awaiting_customer', timestamp '2026-02-03 10:00:00', null, null
union all
select 'zendesk:1', 'zendesk', 'tag', 'red_shoes', timestamp '2026-02-03 10:00:00', null, null
