-- How members come: one row per month, category and channel with interactions.
with
counted as (
    select
        month,
        category_name,
        coalesce(channel, 'Unknown') as channel,
        count(*) as total_interactions
    from interactions_wide
    group by all
)

select
    month,
    category_name,
    channel,
    total_interactions,
    rounded(
        total_interactions
        / sum(total_interactions) over (partition by month, category_name), 4
    ) as share_of_category
from counted
order by month, category_name, channel
