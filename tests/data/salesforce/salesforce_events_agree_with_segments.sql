{{ config(enabled=system_is_on('salesforce')) }}

-- Speed of answer and handle time can be counted from events alone.

{{ events_unlike_segments('salesforce') }}
