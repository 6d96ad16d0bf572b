-- Joins lines into records in a file whose cells contain line breaks: a record continues while a
-- quote is open.
create or replace temp table joined as
with
counted as (
    select
        value,
        {% if has_blocks %}
        row_number() over (order by block_start, row_id) as line,
        {% else %}
        line,
        {% endif %}
        length(value) - length(replace(value, '"', '')) as quotes
    from lines
),

started as (
    select
        *,
        (sum(quotes) over (order by line) - quotes) % 2 = 0 as is_start
    from counted
),

numbered as (
    select
        *,
        max(case when is_start then line end) over (order by line) as first_line
    from started
)

select
    {% if has_blocks %}
    0 as block_start,
    first_line as row_id,
    {% else %}
    first_line as line,
    {% endif %}
    string_agg(value, chr(10) order by line) as value
from numbered
group by first_line;
