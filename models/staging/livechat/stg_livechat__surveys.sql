{{ config(enabled=system_is_on('livechat')) }}

with

interactions as (
    select * from {{ ref('stg_livechat__interactions') }}
),

rated as (
    select
        threads.thread_id,
        threads.rating,
        threads.loaded_at,
        coalesce(summaries.rated_at, summaries.ended_at) as rated_at
    from {{ ref('stg_livechat__threads') }} as threads
    inner join {{ ref('stg_livechat__thread_summaries') }} as summaries
        on summaries.thread_id = threads.thread_id
    -- Without a rating, and where it was taken back, there is none.
    where threads.rating is not null
)

select
    'livechat:' || rated.thread_id || ':rating' as survey_id,
    'livechat' as source_system,
    'csat' as kind,
    'touch' as scope,
    'in_app' as delivery,
    rated.rated_at as responded_at,
    cast(rated.rating as varchar) as raw_score,
    'thumbs_0_1' as scale,
    interactions.channel,
    interactions.interaction_id,
    interactions.party_id,
    interactions.agent_id,
    interactions.issue_type,
    interactions.is_test,
    rated.loaded_at,
    -- The buttons stand in every chat: nobody is asked, so there is no invitation.
    {{ not_delivered('surveys', ['sent_at', 'delivered_at', 'bounced', 'weight', 'case_id']) }}
from rated
inner join interactions
    on interactions.interaction_id = 'livechat:' || rated.thread_id
