select * from {{ ref('daily_calls') }} where talk_sec < 0
