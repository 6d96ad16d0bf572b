-- The row count of a table after a file equals the count before it plus the added and minus the
-- deleted rows. The current count equals the sum over all files, minus erased records.
with
files as (
    select
        table_name,
        file_name,
        table_rows_after,
        table_rows_before + rows_added - rows_deleted as rows_expected
    from ops.processed_files
),

totals as (
    select
        table_name,
        'all files' as file_name,
        sum(rows_added - rows_deleted) as rows_expected
    from ops.processed_files
    group by table_name
),

erased as (
    select
        table_name,
        sum(live_rows) as live_rows
    from ops.erasures
    group by table_name
),

counts as (
    {% for table in tables %}
    select
        '{{ table.name }}' as table_name,
        count(*) as rows_found
    from core.{{ table.name }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select
    file_name,
    table_name,
    rows_expected,
    table_rows_after as rows_found
from files
where table_rows_after <> rows_expected
union all
select
    totals.file_name,
    counts.table_name,
    totals.rows_expected - coalesce(erased.live_rows, 0) as rows_expected,
    counts.rows_found
from counts
left join totals
    on counts.table_name = totals.table_name
left join erased
    on counts.table_name = erased.table_name
where counts.rows_found <> coalesce(totals.rows_expected, 0) - coalesce(erased.live_rows, 0)
