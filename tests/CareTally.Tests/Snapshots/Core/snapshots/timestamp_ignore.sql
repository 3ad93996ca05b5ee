create temporary table "tally_snapshot_source" as
select id, name, phone, at from "main"."calls" where true
;
create temporary table "tally_snapshot_changed" as
    with snapshotted_data as (
        select *, id as dbt_unique_key, true as dbt_is_known
        from "main"."history"
        where dbt_valid_to is null
    ),

    source_data as (
        select *, id as dbt_unique_key, true as dbt_is_given,
            "at" as dbt_updated_at,
            "at" as dbt_valid_from,
            md5(coalesce(cast(id as varchar), '') || '|' || coalesce(cast("at" as varchar), '')) as dbt_scd_id
        from (
select * from "tally_snapshot_source"
        ) snapshot_query
    )

    select
        source_data."id", source_data."name", source_data."phone", source_data."at", 
        source_data.dbt_unique_key, 
        snapshotted_data.dbt_is_known,
        source_data.dbt_is_given
    from source_data
    left join snapshotted_data on (snapshotted_data.dbt_unique_key = source_data.dbt_unique_key)
    where snapshotted_data.dbt_is_known is null
        or (source_data.dbt_is_given and (snapshotted_data.dbt_updated_at < source_data."at"))
;
create temporary table "tally_snapshot_changes" as
with snapshotted_data as (
        select *, id as dbt_unique_key
        from "main"."history"
        where dbt_valid_to is null
    ),

    ended as materialized (
        select dbt_unique_key, dbt_scd_id
        from snapshotted_data
        where (dbt_unique_key) in (select dbt_unique_key from "tally_snapshot_changed" where dbt_is_known)
    ),

    given as (
        select *,
            "at" as dbt_updated_at,
            coalesce(nullif("at", "at"), null) as dbt_valid_to,
            md5(coalesce(cast(id as varchar), '') || '|' || coalesce(cast("at" as varchar), '')) as dbt_scd_id
        from "tally_snapshot_changed"
        where dbt_is_given
    ),

    source_data as (
        select given."id", given."name", given."phone", given."at", given.dbt_unique_key, given.dbt_updated_at, given.dbt_valid_to, 
            given.dbt_updated_at as dbt_valid_from,
            given.dbt_scd_id
        from given
    )

    select
        'insert' as dbt_change_type,
        "id", "name", "phone", "at", dbt_unique_key, 
        dbt_updated_at,
        dbt_valid_from,
        dbt_valid_to,
        dbt_scd_id
    from source_data

    union all
    select
        'update',
        source_data."id", source_data."name", source_data."phone", source_data."at", source_data.dbt_unique_key, 
        source_data.dbt_updated_at,
        source_data.dbt_updated_at,
        source_data.dbt_valid_from,
        ended.dbt_scd_id
    from source_data
    join ended on (ended.dbt_unique_key = source_data.dbt_unique_key)
;
select count(*) filter (where copies > 1 and not (key_1 is null)), coalesce(sum(copies) filter (where copies > 1 and not (key_1 is null)), 0)::bigint, coalesce(sum(copies) filter (where key_1 is null), 0)::bigint
from (select key_1, count(*) as copies
from (select id as key_1 from (
select * from "tally_snapshot_source"
) snapshot_query) keys
where exists (select 1 from "tally_snapshot_changes" changes where changes.dbt_unique_key = keys.key_1)
group by key_1
having count(*) > 1
union all
select dbt_unique_key, count(*)
from "tally_snapshot_changes"
where dbt_change_type = 'insert' and (dbt_unique_key is null)
group by dbt_unique_key) wrong
;
select (select count(*) from (
select * from "tally_snapshot_source"
) snapshot_query)
- (select count(*) filter (where dbt_change_type = 'insert') - count(*) filter (where dbt_change_type = 'update') from "tally_snapshot_changes")
> (select count(*) from "main"."history" where dbt_valid_to is null) - (select count(*) filter (where dbt_change_type = 'delete') from "tally_snapshot_changes")
;
alter table "main"."history" add column "at" DATE
;
update "main"."history" as dbt_internal_dest
    set dbt_valid_to = dbt_internal_source.dbt_valid_to
    from "tally_snapshot_changes" as dbt_internal_source
    where dbt_internal_source.dbt_scd_id = dbt_internal_dest.dbt_scd_id
        and dbt_internal_source.dbt_change_type in ('update', 'delete')
        and dbt_internal_dest.dbt_valid_to is null;

    insert into "main"."history" ("id", "name", "phone", "at", "dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to")
    select "id", "name", "phone", "at", "dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to"
    from "tally_snapshot_changes"
    where dbt_change_type = 'insert';
;
drop table if exists "tally_snapshot_changes";
drop table if exists "tally_snapshot_changed";
drop table if exists "tally_snapshot_source"
