-- One row per month: how many interactions started in it.
select
    month,
    count(*) as total_interactions,
    count(*) filter (where is_call) as total_calls,
    case
        when month <> 'Unknown'
            then rank() over (partition by month = 'Unknown' order by count(*) desc)
    end as rank_by_interactions
from fact_interactions
group by month
order by month
