-- One row per metric that can have a target (`settings/targets.csv`): whether higher or lower is
-- better, and the range of valid targets.
select
    known.metric,
    known.is_higher_better,
    known.lowest,
    known.highest
from (
    values
    ('resolution_minutes', cast(null as boolean), 0.01, 40000.0),
    ('average_handle_minutes', false, 0.01, 40000.0),
    ('median_handle_minutes', false, 0.01, 40000.0),
    ('p90_handle_minutes', false, 0.01, 40000.0),
    ('abandonment_rate', false, 0.0, 1.0),
    ('average_rating', true, 1.0, 5.0),
    ('share_rated_4_or_5', true, 0.0, 1.0),
    ('share_resolved_within_target', true, 0.0, 1.0)
) as known (metric, is_higher_better, lowest, highest)
