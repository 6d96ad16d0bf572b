-- One row per month: how many interactions started in it.
create or replace view interactions_by_month as
select
    month,
    count(*) as total_interactions,
    count(*) filter (where channel = 'phone') as total_calls,
    case
        when month <> 'Unknown'
            then rank() over (partition by month = 'Unknown' order by count(*) desc)
    end as rank_by_interactions
from fact_interactions
group by month
order by month;

comment on view interactions_by_month is 'One row per month with interactions.';
comment on column interactions_by_month.month is
'Local month (YYYY-MM) in which the interactions started.';
comment on column interactions_by_month.total_interactions is 'Number of interactions.';
comment on column interactions_by_month.total_calls is 'Number of those that came by phone.';
comment on column interactions_by_month.rank_by_interactions is
'1 for the month with the most interactions; null for Unknown.';
