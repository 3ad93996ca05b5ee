{{ config(enabled=system_is_on('gcalls')) }}

{{ events_of_segments('gcalls') }}
