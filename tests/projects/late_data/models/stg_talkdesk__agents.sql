select
    'talkdesk:agent' as agent_id,
    'talkdesk' as source_system,
    'Only Agent' as name,
    'agent@example.com' as email,
    {{ not_delivered('agents', ['team']) }}
