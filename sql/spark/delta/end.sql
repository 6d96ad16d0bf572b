-- Ends versions in a Delta table: sets the month, the file and the reason, and the build. Writes
-- nothing if a later build has started while this statement was queued. Spark's SQL.
merge into {{ stored }} as stored
using (
    select
        ended.{{ key }} as ended_key,
        ended.valid_to_month,
        ended.superseded_by,
        ended.ended_as
    from {{ ended }} as ended
    cross join (
        select max(build) as build
        from {{ builds }}
    ) as latest
    where latest.build = {{ build | number }}
) as ended
    on stored.{{ key }} = ended.ended_key and stored.valid_to_month is null
when matched then
    update set
        valid_to_month = ended.valid_to_month,
        superseded_by = ended.superseded_by,
        ended_as = ended.ended_as,
        ended_by = {{ build | number }}
