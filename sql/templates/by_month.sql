-- The operations report by month and the columns in `keys`; see `contact_centers_by_month.sql`. It
-- defines each measure, unless `4_core/interactions_wide.sql` has it as a column. Rows without
-- interactions in a month are included, so that a change to 0 is visible, except for agents.
with
measured as (
    select
        wide.*,
        coalesce(own_target.target, all_target.target) as target_minutes
    from interactions_wide as wide
    left join target_periods as own_target
        on
            own_target.metric = 'resolution_minutes'
            and wide.contact_center_id = own_target.contact_center_id
            and wide.month_start >= own_target.first_month
            and wide.month_start < own_target.until_month
    left join target_periods as all_target
        on
            all_target.metric = 'resolution_minutes'
            and all_target.contact_center_id = '*'
            and wide.month_start >= all_target.first_month
            and wide.month_start < all_target.until_month
),

counted as materialized (
    select
        month_start,
        {% for key in keys %}
        {{ key | identifier }},
        {% endfor %}
        count(*) as total_interactions,
        count(*) filter (where is_call) as total_calls,
        count(*) filter (where is_abandoned) as abandoned_calls,
        sum(call_minutes) as total_call_duration,
        avg(call_minutes) filter (where not is_abandoned) as call_minutes,
        avg(handle_minutes) as handle_minutes,
        quantile_cont(handle_minutes, [0.5, 0.9]) as handle_quantiles,
        count(*) filter (where handle_minutes <= target_minutes) as calls_within_target,
        count(*) filter (where handle_minutes > target_minutes) as calls_beyond_target,
        avg(rating) as average_rating,
        count(rating) as ratings,
        count(*) filter (where rating >= 4) as high_ratings
    from measured
    group by all
),

months as (
    select distinct month_start
    from counted
),

{% if keys %}
names as (
    select
        {% for key in keys %}
        {{ key | identifier }},
        {% endfor %}
        count(*) as number_of_months
    from counted
    group by all
),

{% endif %}
filled as (
    select
        months.month_start,
        {% for key in keys %}
        names.{{ key | identifier }},
        {% endfor %}
        counted.total_calls,
        counted.abandoned_calls,
        counted.total_call_duration,
        counted.call_minutes,
        counted.handle_minutes,
        counted.handle_quantiles,
        counted.calls_within_target,
        counted.calls_beyond_target,
        counted.average_rating,
        counted.ratings,
        counted.high_ratings,
        coalesce(counted.total_interactions, 0) as interactions
    from months
    {% if keys %}
    cross join names
    {% endif %}
    left join counted
        on
            months.month_start is not distinct from counted.month_start
            {% for key in keys %}
            and names.{{ key | identifier }} is not distinct from counted.{{ key | identifier }}
            {% endfor %}
)

select
    month_name(filled.month_start) as month,
    filled.month_start,
    {% for key in keys %}
    filled.{{ key | identifier }},
    {% endfor %}
    filled.interactions as total_interactions,
    coalesce(filled.total_calls, 0) as total_calls,
    coalesce(filled.total_calls - filled.abandoned_calls, 0) as answered_calls,
    coalesce(filled.abandoned_calls, 0) as abandoned_calls,
    rounded(filled.abandoned_calls / nullif(filled.total_calls, 0), 4) as abandonment_rate,
    rounded(filled.handle_minutes, 2) as average_handle_minutes,
    rounded(filled.handle_quantiles[1], 2) as median_handle_minutes,
    rounded(filled.handle_quantiles[2], 2) as p90_handle_minutes,
    rounded(filled.call_minutes, 2) as average_call_minutes,
    cast(coalesce(filled.total_call_duration, 0) as double) as total_call_duration,
    rounded(
        filled.calls_within_target
        / nullif(filled.calls_within_target + filled.calls_beyond_target, 0), 4
    ) as share_resolved_within_target,
    coalesce(filled.ratings, 0) as ratings,
    rounded(filled.average_rating, 2) as average_rating,
    rounded(filled.high_ratings / nullif(filled.ratings, 0), 4) as share_rated_4_or_5,
    rounded(filled.ratings / nullif(filled.interactions, 0), 4) as response_rate,
    {% if keys %}
    rounded(
        filled.interactions / sum(filled.interactions) over (partition by filled.month_start), 4
    ) as share_of_month,
    {% else %}
    case
        when filled.month_start is not null
            then
                rank() over (
                    partition by filled.month_start is null
                    order by filled.interactions desc
                )
    end as rank_by_interactions,
    {% endif %}
    {% for name, month in [('month_before', 'previous_month'), ('year_before', 'same_month_last_year')] %}
    case
        when calendar.{{ month | identifier }} is not null
            then filled.interactions - coalesce({{ name | identifier }}.interactions, 0)
    end as change_on_{{ name | identifier }},
    growth(filled.interactions, {{ name | identifier }}.interactions)
        as growth_on_{{ name | identifier }},
    growth(
        filled.interactions / nullif(calendar.business_days, 0),
        {{ name | identifier }}.interactions / nullif(calendar.{{ name | identifier }}_business_days, 0)
    ) as growth_per_business_day_on_{{ name | identifier }}{% if not loop.last %},{% endif +%}
    {% endfor %}
from filled
left join month_comparisons as calendar
    on filled.month_start = calendar.month_start
{% for name, month in [('month_before', 'previous_month'), ('year_before', 'same_month_last_year')] %}
left join filled as {{ name | identifier }}
    on
        calendar.{{ month | identifier }} = {{ name | identifier }}.month_start
        {% for key in keys %}
        and filled.{{ key | identifier }} is not distinct from {{ name | identifier }}.{{ key | identifier }}
        {% endfor %}
{% endfor %}
{% if 'agent_id' in keys %}
where filled.interactions > 0 -- agents have no rows for months without interactions
{% endif %}
order by month{% for key in keys %}, filled.{{ key | identifier }}{% endfor +%}
