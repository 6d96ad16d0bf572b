select 'center' as of_what, contact_center_name as name, rank_by_call_minutes as rank_of_it
from handle_time_by_contact_center
union all
select 'month', month, rank_by_interactions
from interactions_by_month
union all
select 'quarter', quarter || ' ' || contact_center_name, rank_in_quarter
from contact_centers_by_quarter
order by all
