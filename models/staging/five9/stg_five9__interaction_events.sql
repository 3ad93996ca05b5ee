{{ config(enabled=system_is_on('five9')) }}

{{ events_of_segments('five9') }}
