-- Warns of actions that do not match the existing rows: one warning per kind, with an example. The
-- existing row is the preceding row of the same key in the file, or else the live row.
insert into ops.warnings by name
with
before_last as (
    select
        last_rowid,
        arg_max(action, delta_rowid) as action
    from superseded
    group by last_rowid
),

found as (
    select
        case changes.change
            when 'updated' then 'adds_that_updated' else 'adds_without_change'
        end as kind,
        changes.{{ table.key }} as key
    from changes
    left join before_last
        on changes.delta_rowid = before_last.last_rowid
    where changes.action = 'add' and before_last.action is distinct from 'delete'
    union all
    select
        case delta.action
            when 'update' then 'updates_that_added' else 'deletes_of_missing_keys'
        end as kind,
        delta.{{ table.key }} as key
    from delta
    left join before_last
        on delta.rowid = before_last.last_rowid
    where
        delta.action <> 'add'
        and not exists (
            select 1
            from changes
            where changes.delta_rowid = delta.rowid
        )
        and coalesce(before_last.action, 'delete') = 'delete'
    union all
    select
        'keys_added_twice' as kind,
        delta.{{ table.key }} as key
    from delta
    inner join before_last
        on delta.rowid = before_last.last_rowid
    where delta.action = 'add' and before_last.action = 'add'
)

select
    cast($processed_utc as timestamp) as build_utc,
    $file_name as file_name,
    kind,
    case kind
        when 'adds_that_updated'
            then counted(
                count(*),
                '`add` row already existed and was updated',
                '`add` rows already existed and were updated'
            )
        when 'adds_without_change'
            then counted(
                count(*),
                '`add` row already exists with the same values',
                '`add` rows already exist with the same values'
            )
        when 'updates_that_added'
            then counted(
                count(*),
                '`update` row had no matching key and was added',
                '`update` rows had no matching key and were added'
            )
        when 'deletes_of_missing_keys'
            then counted(
                count(*),
                '`delete` row has no matching key',
                '`delete` rows have no matching key'
            )
        else counted(count(*), 'key is added more than once', 'keys are added more than once')
    end as what,
    count(*) as occurrences,
    min(key) as example,
    case kind when 'keys_added_twice' then 'The last row of each key is loaded.' end as advice
from found
group by kind
order by kind;
