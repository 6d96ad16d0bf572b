select
    average_rating,
    ratings,
    (select max(satisfaction_rating) from fact_interactions) as highest
from departments_by_month
