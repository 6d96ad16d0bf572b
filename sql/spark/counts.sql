-- What the records of a file add up to. The ids of a block follow one another, else nobody knows
-- the order of the file.
with
blocks as (
    select
        count(*) as lines,
        max(row_id) - min(row_id) + 1 as places
    from records
    group by block_start
),

orders as (
    select coalesce(bool_and(lines = places), true) as has_order
    from blocks
),

sums as (
    select
        count(*) as records,
        count(*) filter (where not is_plain) as suspects,
        count(*) filter (where shape = 'a quote that is never closed') as open_quotes
    from numbered
)

select
    sums.records,
    sums.suspects,
    sums.open_quotes,
    orders.has_order
from sums
cross join orders
