-- Finds the live rows of `{{ table.name }}` with the keys of a delta, for the merge.

-- 1. Row counts before the merge.
set variable rows_staged = (select count(*) from delta);

set variable table_rows_before = (select count(*) from core.{{ table.name }});

-- 2. The live rows whose key occurs in the delta. The inner query reads only the keys, so that the
-- other columns are read only for these rows.
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
