create temporary table "tally_snapshot_source" as
select id, name, phone, at from "main"."calls" where true
;
create temporary table "tally_snapshot_changed" as
    with snapshotted_data as (
        select *, id as dbt_unique_key_1, name as dbt_unique_key_2, true as dbt_is_known
        from "main"."history"
        where dbt_valid_to is null
    ),

    source_data as (
        select *, id as dbt_unique_key_1, name as dbt_unique_key_2, true as dbt_is_given,
            cast(now() as timestamp) as dbt_updated_at,
            cast(now() as timestamp) as dbt_valid_from,
            md5(coalesce(cast(id as varchar), '') || '|' || coalesce(cast(name as varchar), '') || '|' || coalesce(cast(cast(now() as timestamp) as varchar), '')) as dbt_scd_id
        from (
select * from "tally_snapshot_source"
        ) snapshot_query
    )

    select
        source_data."id", source_data."name", source_data."phone", source_data."at", 
        coalesce(source_data.dbt_unique_key_1, snapshotted_data.dbt_unique_key_1) as dbt_unique_key_1, coalesce(source_data.dbt_unique_key_2, snapshotted_data.dbt_unique_key_2) as dbt_unique_key_2, 
        snapshotted_data.dbt_is_known,
        snapshotted_data.dbt_valid_from as dbt_not_before,
        source_data.dbt_is_given
    from source_data
    full join snapshotted_data on (snapshotted_data.dbt_unique_key_1 = source_data.dbt_unique_key_1) and (snapshotted_data.dbt_unique_key_2 = source_data.dbt_unique_key_2)
    where snapshotted_data.dbt_is_known is null
        or (source_data.dbt_is_given and (snapshotted_data."name" is distinct from source_data."name" or snapshotted_data."phone" is distinct from source_data."phone"))
        or source_data.dbt_is_given is null
;
create temporary table "tally_snapshot_changes" as
with snapshotted_data as (
        select *, id as dbt_unique_key_1, name as dbt_unique_key_2
        from "main"."history"
        where dbt_valid_to is null
    ),

    ended as materialized (
        select dbt_unique_key_1, dbt_unique_key_2, dbt_scd_id
        from snapshotted_data
        where (dbt_unique_key_1, dbt_unique_key_2) in (select dbt_unique_key_1, dbt_unique_key_2 from "tally_snapshot_changed" where dbt_is_known)
    ),

    gone as (
        select dbt_unique_key_1, dbt_unique_key_2, max(dbt_valid_to) as dbt_not_before
        from (
            select *, id as dbt_unique_key_1, name as dbt_unique_key_2
            from "main"."history"
        ) snapshotted_data
        where (dbt_unique_key_1, dbt_unique_key_2) in (select dbt_unique_key_1, dbt_unique_key_2 from "tally_snapshot_changed" where dbt_is_known is null)
        group by dbt_unique_key_1, dbt_unique_key_2
    ),

    given as (
        select *,
            cast(now() as timestamp) as dbt_updated_at,
            coalesce(nullif(cast(now() as timestamp), cast(now() as timestamp)), null) as dbt_valid_to,
            md5(coalesce(cast(id as varchar), '') || '|' || coalesce(cast(name as varchar), '') || '|' || coalesce(cast(cast(now() as timestamp) as varchar), '')) as dbt_scd_id
        from "tally_snapshot_changed"
        where dbt_is_given
    ),

    source_data as (
        select given."id", given."name", given."phone", given."at", given.dbt_unique_key_1, given.dbt_unique_key_2, given.dbt_updated_at, given.dbt_valid_to, 
            case when given.dbt_updated_at < coalesce(given.dbt_not_before, gone.dbt_not_before) then cast(now() as timestamp) else given.dbt_updated_at end as dbt_valid_from,
            case when given.dbt_updated_at < coalesce(given.dbt_not_before, gone.dbt_not_before) then md5(coalesce(cast(given.dbt_scd_id as varchar), '') || '|' || coalesce(cast(cast(now() as timestamp) as varchar), '')) else given.dbt_scd_id end as dbt_scd_id
        from given
        left join gone on (gone.dbt_unique_key_1 = given.dbt_unique_key_1) and (gone.dbt_unique_key_2 = given.dbt_unique_key_2)
    )

    select
        'insert' as dbt_change_type,
        "id", "name", "phone", "at", dbt_unique_key_1, dbt_unique_key_2, 
        dbt_updated_at,
        dbt_valid_from,
        dbt_valid_to,
        dbt_scd_id
    from source_data

    union all
    select
        'update',
        source_data."id", source_data."name", source_data."phone", source_data."at", source_data.dbt_unique_key_1, source_data.dbt_unique_key_2, 
        source_data.dbt_updated_at,
        source_data.dbt_updated_at,
        source_data.dbt_valid_from,
        ended.dbt_scd_id
    from source_data
    join ended on (ended.dbt_unique_key_1 = source_data.dbt_unique_key_1) and (ended.dbt_unique_key_2 = source_data.dbt_unique_key_2)

    union all
    select
        'delete',
        null, null, null, null, null, null, 
        cast(now() as timestamp),
        cast(now() as timestamp),
        cast(now() as timestamp),
        ended.dbt_scd_id
    from ended
    where (dbt_unique_key_1, dbt_unique_key_2) in (select dbt_unique_key_1, dbt_unique_key_2 from "tally_snapshot_changed" where dbt_is_given is null)
;
select count(*) filter (where copies > 1 and not (key_1 is null or key_2 is null)), coalesce(sum(copies) filter (where copies > 1 and not (key_1 is null or key_2 is null)), 0)::bigint, coalesce(sum(copies) filter (where key_1 is null or key_2 is null), 0)::bigint
from (select key_1, key_2, count(*) as copies
from (select id as key_1, name as key_2 from (
select * from "tally_snapshot_source"
) snapshot_query) keys
where exists (select 1 from "tally_snapshot_changes" changes where changes.dbt_unique_key_1 = keys.key_1 and changes.dbt_unique_key_2 = keys.key_2)
group by key_1, key_2
having count(*) > 1
union all
select dbt_unique_key_1, dbt_unique_key_2, count(*)
from "tally_snapshot_changes"
where dbt_change_type = 'insert' and (dbt_unique_key_1 is null or dbt_unique_key_2 is null)
group by dbt_unique_key_1, dbt_unique_key_2) wrong
;
select (select count(*) from (
select * from "tally_snapshot_source"
) snapshot_query)
- (select count(*) filter (where dbt_change_type = 'insert') - count(*) filter (where dbt_change_type = 'update') from "tally_snapshot_changes")
> (select count(*) from "main"."history" where dbt_valid_to is null) - (select count(*) filter (where dbt_change_type = 'delete') from "tally_snapshot_changes")
;
alter table "main"."history" add column "at" DATE
;
alter table "main"."history" add column "dbt_unique_key" INTEGER
;
update "main"."history" as dbt_internal_dest
    set dbt_valid_to = dbt_internal_source.dbt_valid_to
    from "tally_snapshot_changes" as dbt_internal_source
    where dbt_internal_source.dbt_scd_id = dbt_internal_dest.dbt_scd_id
        and dbt_internal_source.dbt_change_type in ('update', 'delete')
        and dbt_internal_dest.dbt_valid_to is null;

    insert into "main"."history" ("id", "name", "phone", "at", "dbt_unique_key", "dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to")
    select "id", "name", "phone", "at", "dbt_unique_key", "dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to"
    from "tally_snapshot_changes"
    where dbt_change_type = 'insert';
;
drop table if exists "tally_snapshot_changes";
drop table if exists "tally_snapshot_changed";
drop table if exists "tally_snapshot_source"
