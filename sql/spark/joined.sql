-- The lines of a file in whose cells there are line ends, as records: lines belong together as long
-- as a quote is open. One task puts them in order, which takes its time where a file is large.
create or replace temp table joined as
with
counted as (
    select
        value,
        row_number() over in_order as line,
        sum(length(value) - length(replace(value, '"', ''))) over in_order as quotes
    from lines
    window in_order as (order by block_start, row_id)
),

started as (
    select
        *,
        lag(quotes, 1, 0) over (order by line) % 2 = 0 as is_start
    from counted
),

numbered as (
    select
        *,
        sum(case when is_start then 1 else 0 end) over (order by line) as record
    from started
)

select
    0 as block_start,
    min(line) as row_id,
    string_agg(value, chr(10) order by line) as value
from numbered
group by record
