{{ config(enabled=system_is_on('call_log')) }}

{{ events_of_segments('call_log') }}
