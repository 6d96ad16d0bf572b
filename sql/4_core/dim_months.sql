-- One row per calendar month from the first one with interactions to the last loaded one, and
-- whether its interactions are loaded and complete. Every comparison of months depends on it.
-- Starts after the last loaded month, or more than three months before all others, are mistyped
-- dates and are ignored.
with
loaded as (
    select
        first_day_of(min(month)) as first_month,
        first_day_of(max(month)) as last_month
    from processed_files
),

covered as materialized (
    select *
    from month_coverage
),

earlier as (
    select
        covered.month_start,
        coalesce(
            lead(covered.month_start) over (order by covered.month_start), loaded.first_month
        ) as next_month
    from covered
    cross join loaded
    where covered.month_start < loaded.first_month
),

span as (
    select
        loaded.first_month,
        loaded.last_month,
        coalesce(
            max(earlier.next_month) filter (
                where date_diff('month', earlier.month_start, earlier.next_month) > 3
            ),
            min(earlier.month_start),
            loaded.first_month
        ) as since_month
    from loaded
    left join earlier
        on true
    group by loaded.first_month, loaded.last_month
),

months as (
    select
        first_month,
        cast(
            unnest(generate_series(since_month, last_month, interval 1 month)) as date
        ) as month_start
    from span
),

flagged as (
    select
        months.month_start,
        covered.first_day,
        covered.last_day,
        covered.month_start is not null
        and (months.month_start < months.first_month or files.month is not null)
            as has_interactions
    from months
    left join covered
        on months.month_start = covered.month_start
    left join processed_files as files
        on
            months.month_start = first_day_of(files.month)
            and files.table_name = 'interactions'
            and files.rows_read > files.rows_rejected
),

judged as (
    select
        *,
        has_interactions
        and first_day = month_start
        and last_day = last_day(month_start) as is_complete
    from flagged
)

select
    month_start,
    month_name(month_start) as month,
    has_interactions,
    is_complete,
    case when has_interactions then first_day end as first_day,
    case when has_interactions then last_day end as last_day,
    case
        when is_complete and lag(is_complete) over (order by month_start)
            then cast(month_start - interval 1 month as date)
    end as previous_month,
    case
        when is_complete and lag(is_complete, 12) over (order by month_start)
            then cast(month_start - interval 12 months as date)
    end as same_month_last_year
from judged
order by month_start
