-- Rows that are the same but for their keys: an export that ran twice. Of many rows those with one
-- second of the start in so many are compared, about 20,000 of what the build brought; two rows or
-- more, and one in twenty, are not chance.
with
sampling as (
    select greatest(1, cast(sum(rows_added + rows_updated) as bigint) // 20000) as one_in
    from ops.processed_files
    where table_name = 'interactions' and month >= $first_month
),

-- What differs in these columns is not the same. The rest is little, and compared as a whole.
alike as (
    select
        interactions.interaction_start_utc,
        count(*) as interactions,
        max(interactions.valid_from_month) as valid_from_month
    from core.interactions as interactions
    cross join sampling
    where epoch_us(interactions.interaction_start_utc) // 1000000 % sampling.one_in = 0
    group by
        interactions.interaction_start_utc,
        interactions.agent_resolution_timestamp_utc,
        interactions.interaction_end_utc,
        interactions.agent_id
    having max(interactions.valid_from_month) >= $first_month
),

sizes as (
    select
        valid_from_month,
        sum(interactions) as interactions
    from alike
    group by valid_from_month
),

compared as (
    select
        count(*) as copies,
        count(*) filter (where valid_from_month >= $first_month) as brought,
        min(interaction_id) || ' and ' || max(interaction_id) as example,
        max(valid_from_month) as valid_from_month
    from core.interactions
    where
        interaction_start_utc in (
            select starts.interaction_start_utc
            from alike as starts
            where starts.interactions > 1
        )
    group by
        contact_center_id,
        category_id,
        agent_id,
        channel,
        call_duration_minutes,
        satisfaction_rating,
        timestamp_utc,
        interaction_start_utc,
        agent_resolution_timestamp_utc,
        interaction_end_utc
    having count(*) > 1 and max(valid_from_month) >= $first_month
),

counted as (
    select
        valid_from_month,
        cast(sum(least(brought, copies - 1)) as bigint) as repeated,
        min(example) as example
    from compared
    group by valid_from_month
)

select
    files.file_name,
    'interactions are the same as another but for their key'
    || case
        when sampling.one_in > 1 then ' (of one in ' || sampling.one_in || ' compared)' else ''
    end as what,
    counted.repeated as occurrences,
    counted.example,
    'did an export run twice?' as advice
from counted
cross join sampling
inner join sizes
    on counted.valid_from_month = sizes.valid_from_month
inner join ops.processed_files as files
    on
        counted.valid_from_month = files.month
        and files.table_name = 'interactions'
where
    counted.repeated >= 2
    and counted.repeated > sizes.interactions / 20
order by files.file_name
