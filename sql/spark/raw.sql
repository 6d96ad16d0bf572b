-- The records of a file with their lines, which count from 1 through all blocks.
create or replace temp view raw_{{ table.name }} as
with
blocks as (
    select
        block_start,
        min(row_id) as first_id,
        sum(count(*)) over (order by block_start) - count(*) as lines_before
    from records
    group by block_start
)

select
    blocks.lines_before + records.row_id - blocks.first_id + 1 as line,
    records.is_plain,
    records.shape,
    records.raw_text,
    {% for column in columns %}
    records.{{ column }}{% if not loop.last %},{% endif +%}
    {% endfor %}
from records
inner join blocks
    on records.block_start = blocks.block_start
where not records.is_no_record
