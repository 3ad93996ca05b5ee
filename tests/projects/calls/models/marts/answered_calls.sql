{{ config(materialized='ephemeral') }}

select * from {{ ref('stg_calls') }} where is_answered
