{{ config(enabled=system_is_on('call_log')) }}

-- Speed of answer and handle time can be counted from events alone.

{{ events_unlike_segments('call_log') }}
