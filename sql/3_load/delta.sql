-- The live rows of `{{ table.name }}` that a month's changes in the table `delta` meet, for the merge.

-- 1. How much there is before.
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
