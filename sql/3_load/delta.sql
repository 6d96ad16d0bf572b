-- One month's changes to `{{ table.name }}`, and the live rows that they meet, for the merge.

-- 1. The good rows of the file, in its order, which is the order of events: `rowid` keeps it.
set preserve_insertion_order = true;

create or replace temp table delta as
select *
from stg_{{ table.name }};

set variable rows_staged = (select count(*) from delta);

set variable table_rows_before = (select count(*) from core.{{ table.name }});

-- 2. The live rows whose key the delta has, as they are. Found by the key alone: the other columns
-- are read of these rows only.
create or replace temp table matched as
select
    *,
    rowid as target_rowid
from core.{{ table.name }}
where
    rowid in (
        select target.rowid
        from core.{{ table.name }} as target
        where
            target.{{ table.key }} in (
                select delta.{{ table.key }}
                from delta
            )
    );
