-- Warns of versions with an earlier timestamp than the version that they replace, and of updates
-- that clear existing values: one warning per kind, with an example.
insert into ops.warnings by name
with
{% if table.written_at %}
older as (
    select
        delta.{{ table.key }},
        delta.{{ table.written_at }} as written,
        matched.{{ table.written_at }} as written_before
    from changes
    inner join delta
        on changes.delta_rowid = delta.rowid
    inner join matched
        on changes.target_rowid = matched.target_rowid
    where changes.is_older and changes.change <> 'unchanged'
    union all
    select
        delta.{{ table.key }},
        delta.{{ table.written_at }} as written,
        superseded.{{ table.written_at }} as written_before
    from superseded
    inner join delta
        on superseded.last_rowid = delta.rowid
    where superseded.{{ table.written_at }} > delta.{{ table.written_at }}
),

{% endif %}
emptied as (
    select
        delta.{{ table.key }} as key,
        unnest([
            {% for column in table.columns %}
            case
                when
                    matched.{{ table.stored[loop.index0] }} is not null
                    and delta.{{ table.stored[loop.index0] }} is null
                    then '{{ column }}'
            end{% if not loop.last %},{% endif +%}
            {% endfor %}
        ]) as column_name
    from changes
    inner join delta
        on changes.delta_rowid = delta.rowid
    inner join matched
        on changes.target_rowid = matched.target_rowid
    where changes.empties and changes.action = 'update'
),

by_column as (
    select
        count(*) as cells,
        column_name || ' of ' || min(key) as example
    from emptied
    where column_name is not null
    group by column_name
),

found as (
    {% if table.written_at %}
    select
        'versions_out_of_order' as kind,
        counted(
            count(*),
            'row is older than the row that it replaces',
            'rows are older than the rows that they replace'
        ) as what,
        count(*) as occurrences,
        min({{ table.key }} || ' of ' || written || ' over ' || written_before) as example,
        'Is the file sorted newest first, or is it an old file?' as advice
    from older
    union all
    {% endif %}
    select
        'updates_that_empty' as kind,
        case when sum(cells) = 1 then 'An update clears ' else 'Updates clear ' end
        || counted(cast(sum(cells) as bigint), 'value', 'values') as what,
        cast(sum(cells) as bigint) as occurrences,
        string_agg(example, ', ' order by example) as example,
        'If an empty cell means unchanged, rebuild with --partial-updates keep.' as advice
    from by_column
)

select
    cast($processed_utc as timestamp) as build_utc,
    $file_name as file_name,
    *
from found
where occurrences > 0
order by kind desc;
