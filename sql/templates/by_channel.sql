-- Channel mix by month and the column `key`; see `departments_by_channel.sql`.
with
counted as (
    select
        month,
        month_start,
        {{ key | identifier }},
        coalesce(channel, 'Unknown') as channel,
        count(*) as total_interactions
    from interactions_wide
    group by all
)

select
    month,
    month_start,
    {{ key | identifier }},
    channel,
    total_interactions,
    rounded(
        total_interactions
        / sum(total_interactions) over (partition by month, {{ key | identifier }}), 4
    ) as {{ share | identifier }}
from counted
order by month, {{ key | identifier }}, channel
