select contact_center_name, department, total_interactions
from support_report
order by all
