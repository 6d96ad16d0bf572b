-- Implausible times in a file that is read line by line: one row per kind, with the first line.
-- `times_with_zone` is not a warning, but a condition of `mixed_time_zones`.
create or replace temp table time_notices as
with
times as (
    select
        line,
        unnest([
            {% for column in table.times %}
            {{ column }}{% if not loop.last %},{% endif +%}
            {% endfor %}
        ]) as cell
    from valid_cells
    {% if is_delta %}
    where not is_delete(action)
    {% endif %}
),

spelled as (
    select
        line,
        cell,
        not contains(cell, ':') as is_day_only,
        contains(cell, ':')
        and (ends_with(cell, 'Z') or regexp_matches(cell, '[+-][0-9:]+$')) as has_zone
    from times
    where cell is not null
)

select
    'days_without_a_time' as kind,
    count(distinct line) as occurrences,
    min(line) as first_line,
    min_by(cell, line) as example
from spelled
where is_day_only
union all
select
    'times_with_zone' as kind,
    count(*) as occurrences,
    min(line) as first_line,
    cast(null as varchar) as example
from spelled
where has_zone
union all
select
    'mixed_time_zones' as kind,
    count(distinct line) as occurrences,
    min(line) as first_line,
    min_by(cell, line) as example
from spelled
where not is_day_only and not has_zone;
