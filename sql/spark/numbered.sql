-- The records of a file with the line on which each begins, without the header and blank lines.
-- Replaces `2_staging/numbered.sql`.

-- 1. The blocks in which the file was read, with the number of lines before each. This is a table
-- because the blocks are few: it is sent to every worker, so that no line is shuffled.
create or replace temp table blocks as
with
counted as (
    select
        block_start,
        count(*) as lines,
        min(row_id) as first_id,
        max(row_id) as last_id
    from records
    group by block_start
)

select
    block_start,
    lines,
    first_id,
    last_id,
    sum(lines) over (order by block_start) - lines as lines_before
from counted;

-- 2. The records.
create or replace temp view numbered as
with
placed as (
    select
        cast(blocks.lines_before + records.row_id - blocks.first_id + 1 as bigint) as line,
        records.*
    from records
    inner join blocks
        on records.block_start = blocks.block_start
)

select * exclude (block_start, row_id, is_blank)
from placed
where not is_blank and line <> {{ header_line | number }};
