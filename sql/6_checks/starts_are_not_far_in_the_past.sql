-- Interactions that start more than three months before all others. `dim_months` excludes them.
-- Only months more than three months before the first file are candidates; of these, all up to the
-- last one without interactions in the following three months. Usually there are none, and nothing
-- else is read.
with
old as (
    select distinct month_start
    from core.interactions
    where
        month_start < (
            select cast(first_day_of(min(files.month)) - interval 3 months as date)
            from ops.processed_files as files
        )
        and valid_from_month >= $first_month
),

followed as (
    select distinct old.month_start
    from old
    inner join core.interactions as later
        on
            old.month_start < later.month_start
            and cast(old.month_start + interval 3 months as date) >= later.month_start
),

last_alone as (
    select max(old.month_start) as month_start
    from old
    left join followed
        on old.month_start = followed.month_start
    where followed.month_start is null
)

select
    files.file_name,
    counted(
        count(*),
        'interaction starts more than three months before all others',
        'interactions start more than three months before all others'
    ) as what,
    count(*) as occurrences,
    min_by(
        interactions.interaction_id || ' at ' || interactions.interaction_start_utc,
        interactions.interaction_id
    ) as example,
    'Is the year mistyped?' as advice
from last_alone
inner join core.interactions as interactions
    on last_alone.month_start >= interactions.month_start
left join ops.processed_files as files
    on
        interactions.valid_from_month = files.month
        and files.table_name = 'interactions'
where interactions.valid_from_month >= $first_month
group by files.file_name
order by files.file_name
