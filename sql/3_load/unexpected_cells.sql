-- What is hardly true of the cells of a file that went through the quarantine: one warning per
-- kind, with the line of an example. A file that the reader takes as it is has no such cells.
insert into ops.warnings by name
with
kept as (
    select *
    from good_{{ table.name }}
    {% if is_delta %}
    where not is_delete(action)
    {% endif %}
),

{% if table.times %}
times as (
    select
        line,
        unnest([
            {% for column in table.times %}
            {{ column }}{% if not loop.last %},{% endif +%}
            {% endfor %}
        ]) as cell
    from kept
),

spelled as (
    select
        line,
        cell,
        not contains(cell, ':') as is_day_only,
        contains(cell, ':') and regexp_matches(cell, '(Z|[+-][0-9:]+)$') as has_zone
    from times
    where cell is not null
),

zones as (
    select bool_or(has_zone) as are_there
    from spelled
),

{% endif %}
keys as (
    select
        line,
        unnest([
            {% for column in table.keys %}
            {{ column }}{% if not loop.last %},{% endif +%}
            {% endfor %}
        ]) as key
    from good_{{ table.name }}
),

hidden as (
    select
        line,
        key,
        regexp_extract(key, '\p{Cf}') as letter
    from keys
    where regexp_matches(key, '\p{Cf}')
),

found as (
    {% if table.times %}
    select
        'days_without_a_time' as kind,
        'rows have a day without a time, taken as midnight UTC' as what,
        count(distinct line) as occurrences,
        'line ' || min(line) || ' (' || min_by(cell, line) || ')' as example,
        'have the times exported too' as advice
    from spelled
    where is_day_only
    union all
    select
        'mixed_time_zones' as kind,
        'rows have a time without a zone, taken as UTC, though others have one' as what,
        count(distinct spelled.line) as occurrences,
        'line ' || min(spelled.line) || ' (' || min_by(spelled.cell, spelled.line) || ')'
            as example,
        'have all times exported with their zone' as advice
    from spelled
    cross join zones
    where zones.are_there and not spelled.is_day_only and not spelled.has_zone
    union all
    {% endif %}
    {% if has_marks %}
    select
        'marked_rows_of_an_initial_file' as kind,
        'rows are marked as deleted, and loaded all the same' as what,
        count(*) as occurrences,
        'line ' || min(line) || ' (' || min_by({{ table.key }}, line) || ')' as example,
        'an initial file has no actions; remove the rows' as advice
    from good_{{ table.name }}
    where is_delete(action)
    union all
    {% endif %}
    select
        'invisible_characters_in_keys' as kind,
        'keys or channels have a character inside that is not to be seen' as what,
        count(*) as occurrences,
        'line ' || min(line) || ' (U+' || min_by(printf('%04X', unicode(letter)), line)
        || ' in ' || min_by(key, line) || ')' as example,
        'to a machine it is another than what looks the same' as advice
    from hidden
)

select
    cast($processed_utc as timestamp) as build_utc,
    $file_name as file_name,
    *
from found
where occurrences > 0
order by kind;
