{{ config(enabled=system_is_on('klaus')) }}

select
    'klaus:' || session_id || ':' || external_id as calibration_id,
    'klaus' as source_system,
    '{{ var("klaus_case_system") }}:' || external_id as case_id,
    'klaus:' || reviewer_email as grader_id,
    case when reviewer_email in (
        {%- for email in var('klaus_expert_emails') %}'{{ email | lower }}', {% endfor -%}
    '') then 'expert' else 'grader' end as grader_role,
    score,
    created_at as graded_at,
    {{ not_delivered('qa_calibrations', ['interaction_id']) }}
from {{ ref('stg_klaus__calibration_reviews') }}
