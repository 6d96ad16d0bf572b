select rows_updated, rows_unchanged, (select valid_from_month from fact_interactions) as valid_from_month
from ops.processed_files
where month = '202502'
