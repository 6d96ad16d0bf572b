-- Interactions that differ only in their keys: an export ran twice. Two or more, and more than one
-- in twenty of the file, are not coincidence. Large builds compare a sample of about 20,000 new
-- rows: those whose start has a second that is divisible by `one_in`.
with
sampling as (
    select greatest(1, cast(sum(rows_added + rows_updated) as bigint) // 20000) as one_in
    from ops.processed_files
    where table_name = 'interactions' and month >= $first_month
),

-- First by these columns alone: few rows agree in them, and only those are compared completely.
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

repeated as (
    select
        valid_from_month,
        cast(sum(least(brought, copies - 1)) as bigint) as repetitions,
        min(example) as example
    from compared
    group by valid_from_month
)

select
    files.file_name,
    counted(
        repeated.repetitions,
        'interaction differs from another only in the key',
        'interactions differ from another only in the key'
    ) || case
        when sampling.one_in > 1
            then ', in a sample of 1 in ' || with_commas(sampling.one_in) || ' start times'
        else ''
    end as what,
    repeated.repetitions as occurrences,
    repeated.example,
    'Did an export run twice?' as advice
from repeated
cross join sampling
inner join sizes
    on repeated.valid_from_month = sizes.valid_from_month
inner join ops.processed_files as files
    on
        repeated.valid_from_month = files.month
        and files.table_name = 'interactions'
where
    repeated.repetitions >= 2
    and repeated.repetitions > sizes.interactions / 20
order by files.file_name
