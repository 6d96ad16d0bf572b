-- The departments of the last month with interactions, and their share of the month before.
with
latest as (
    select max(month) as month
    from departments_by_month
    where
        month <= (
            select month_of_file(max(files.month))
            from processed_files as files
        )
),

shares as (
    select
        month,
        department,
        total_interactions,
        share_of_month,
        lag(share_of_month) over (partition by department order by month) as share_of_month_before
    from departments_by_month
    where month <> 'Unknown'
)

select
    shares.month,
    shares.department,
    shares.total_interactions as interactions,
    shares.share_of_month as share,
    shares.share_of_month_before as share_month_before
from shares
inner join latest
    on shares.month = latest.month
order by share desc, shares.department asc
limit 12
