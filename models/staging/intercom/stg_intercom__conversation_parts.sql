{{ config(enabled=system_is_on('intercom')) }}

with

-- Parts beyond the 500 latest vanish from later answers: those that an earlier one had are kept.
entries as (
    select
        conversation_id,
        source_type,
        updated_at,
        unnest(parts) as part
    from {{ ref('stg_intercom__conversation_versions') }}
),

ranked as (
    select
        *,
        row_number() over (partition by part.id order by updated_at desc) as place
    from entries
)

select
    part.id as part_id,
    conversation_id,
    {{ intercom_time('part.created_at') }} as created_at,
    part.part_type as part_type,
    part.author.type as author_type,
    part.author.id as author_id,
    part.assigned_to.type as assigned_to_type,
    part.assigned_to.id as assigned_to_id,
    case when part.assigned_to.type = 'team' then part.assigned_to.id || '/' || source_type end as team_queue,
    part.state as state,
    -- An assignment, a close or a reopening may carry a message; a note is for teammates only.
    coalesce(part.body, '') <> '' and part.part_type not like 'note%' as is_public_message
from ranked
where place = 1
