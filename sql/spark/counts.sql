-- Counts the records of a file. The ids of a block must be consecutive; otherwise the order of the
-- file is unknown.
with
orders as (
    select coalesce(bool_and(lines = last_id - first_id + 1), true) as has_order
    from blocks
),

sums as (
    select
        count(*) as records,
        count(*) filter (where not is_plain) as suspects,
        count(*) filter (where kind = 'unclosed_quote') as open_quotes
    from numbered
)

select
    sums.records,
    sums.suspects,
    sums.open_quotes,
    orders.has_order
from sums
cross join orders
