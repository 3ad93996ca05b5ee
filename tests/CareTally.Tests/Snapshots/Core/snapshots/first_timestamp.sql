create table "main"."history" as
select *,
        md5(coalesce(cast(id as varchar), '') || '|' || coalesce(cast("at" as varchar), '')) as dbt_scd_id,
        "at" as dbt_updated_at,
        "at" as dbt_valid_from,
        coalesce(nullif("at", "at"), null) as dbt_valid_to
    from (
select id, name, phone, at from "main"."calls" where true
    ) snapshot_query
;
select count(*) filter (where copies > 1 and not (key_1 is null)), coalesce(sum(copies) filter (where copies > 1 and not (key_1 is null)), 0)::bigint, coalesce(sum(copies) filter (where key_1 is null), 0)::bigint
from (select key_1, count(*) as copies
from (select id as key_1 from (
select * from "main"."history"
) snapshot_query) keys
group by key_1
having count(*) > 1 or key_1 is null) wrong
;
select count(*) from "main"."history"
