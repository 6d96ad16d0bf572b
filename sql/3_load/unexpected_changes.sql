-- What is hardly true of a delta: one warning per kind, with an example. Only what the merge has at
-- hand is looked at: the rows of the file, and the live ones that they meet.
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
        delta.{{ table.key }} as example,
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

found as (
    select
        case change when 'updated' then 'adds_that_updated' else 'adds_without_change' end as kind,
        '' as column_name,
        {{ table.key }} as example
    from changes
    where action = 'add'
    union all
    select
        case action
            when 'update' then 'updates_that_added' else 'deletes_of_missing_keys'
        end as kind,
        '' as column_name,
        {{ table.key }} as example
    from delta
    where action <> 'add' and rowid not in (select changes.delta_rowid from changes)
    union all
    select distinct
        'keys_added_twice' as kind,
        '' as column_name,
        {{ table.key }} as example
    from superseded
    where adds > 1
    union all
    {% if table.written_at %}
    select
        'versions_out_of_order' as kind,
        '' as column_name,
        {{ table.key }} || ' of ' || written || ' over ' || written_before as example
    from older
    union all
    {% endif %}
    select
        'updates_that_empty' as kind,
        column_name,
        example
    from emptied
    where column_name is not null
)

select
    cast($processed_utc as timestamp) as build_utc,
    $file_name as file_name,
    found.kind,
    sentences.what || found.column_name as what,
    count(*) as occurrences,
    min(found.example) as example,
    any_value(sentences.advice) as advice
from found
inner join (
    values
    ('adds_that_updated', 'rows to add were there already, and updated', ''),
    ('adds_without_change', 'rows to add were there already, unchanged', ''),
    ('updates_that_added', 'rows to update were not there, and added', ''),
    ('deletes_of_missing_keys', 'rows to delete were not there', ''),
    ('keys_added_twice', 'keys are added more than once', 'the last row of each stands'),
    (
        'versions_out_of_order',
        'rows replace a version whose timestamp is later',
        'is the file sorted newest first, or an old one?'
    ),
    (
        'updates_that_empty',
        'updates empty the cell ',
        'if an empty cell means unchanged, rebuild with --partial-updates keep'
    )
) as sentences (kind, what, advice)
    on found.kind = sentences.kind
group by found.kind, sentences.what, found.column_name
order by found.kind, found.column_name;
