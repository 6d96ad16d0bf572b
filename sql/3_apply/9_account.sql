-- One row: how many keys of the delta did what, and how many did it by an unexpected action. An
-- update of a key that is not there adds it, an add of one that is updates it.
select
    count(*) filter (where delta.action <> 'delete' and changes.change is null) as rows_added,
    count(*) filter (where changes.change = 'updated') as rows_updated,
    count(*) filter (where changes.change = 'deleted') as rows_deleted,
    count(*) filter (where changes.change = 'unchanged') as rows_unchanged,
    count(*) filter (
        where delta.action = 'delete' and changes.change is null
    ) as rows_without_effect,
    count(*) filter (
        where delta.action = 'add' and changes.change is not null
    ) as adds_of_known,
    count(*) filter (
        where delta.action = 'update' and changes.change is null
    ) as updates_of_unknown
from delta
left join changes
    on delta.rowid = changes.delta_rowid
