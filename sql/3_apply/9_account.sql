-- One row: how many keys of the delta did what, and how many did it by an unexpected action.
select
    count(*) filter (where change = 'added') as rows_added,
    count(*) filter (where change = 'updated') as rows_updated,
    count(*) filter (where change = 'deleted') as rows_deleted,
    count(*) filter (where change = 'unchanged') as rows_unchanged,
    count(*) filter (where change = 'without effect') as rows_without_effect,
    count(*) filter (where action = 'add' and target_rowid is not null) as adds_of_known,
    count(*) filter (where action = 'update' and target_rowid is null) as updates_of_unknown
from changes
