{{ config(enabled=system_is_on('five9')) }}

-- A report result ends after 50,000 rows without a word: a file of that length is to be fetched in shorter windows.

select
    filename,
    count(*) as row_count
from {{ source('five9', 'call_log') }}
group by filename
having count(*) >= 50000

{% for report in ['call_segments', 'agent_login_logout', 'agent_state_details', 'acd_queue'] -%}
union all

select
    filename,
    count(*) as row_count
from {{ source('five9', report) }}
group by filename
having count(*) >= 50000

{% endfor %}
