-- How members come: one row per month, department and channel with interactions.
with
counted as (
    select
        month,
        department,
        coalesce(channel, 'Unknown') as channel,
        count(*) as total_interactions
    from interactions_wide
    group by all
)

select
    month,
    department,
    channel,
    total_interactions,
    rounded(
        total_interactions
        / sum(total_interactions) over (partition by month, department), 4
    ) as share_of_department
from counted
order by month, department, channel
