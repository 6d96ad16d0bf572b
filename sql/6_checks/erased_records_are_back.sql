-- Files that contain an erased record, or a reference to one. Erased keys are stored only as
-- hashes, with one salt for all records.
with
cells as (
    select
        table_name,
        month,
        unnest(string_split(raw_text, ',')) as cell
    from ops.rejected_rows
    where
        month >= $first_month
        and exists (select erasures.key_sha256 from ops.erasures as erasures)
),

brought as (
    {% for table in tables %}
    {% for owner in tables if owner.key in table.columns %}
    {% for schema in schemas %}
    select
        '{{ owner.name }}' as erased_table,
        '{{ table.name }}' as table_name,
        {{ owner.key }} as key,
        valid_from_month as month
    from {{ schema }}.{{ table.name }}
    where {{ owner.key }} is not null and valid_from_month >= $first_month
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
    union all
    {% endfor %}
    select
        cast(null as varchar) as erased_table, -- any table: it is unknown which cell is the key
        table_name,
        trim(replace(cell, '"', '')) as key,
        month
    from cells
),

hashed as (
    select
        *,
        sha256(
            (
                select min(erasures.salt)
                from ops.erasures as erasures
            ) || key
        ) as key_sha256
    from brought
)

select
    files.file_name,
    counted(
        count(distinct hashed.key),
        'erased record is in the file again',
        'erased records are in the file again'
    ) as what,
    count(distinct hashed.key) as occurrences,
    min(hashed.key) as example,
    'Remove such records from the file, then erase them again.' as advice
from hashed
inner join ops.erasures as erasures
    on
        hashed.key_sha256 = erasures.key_sha256
        and coalesce(hashed.erased_table, erasures.table_name) = erasures.table_name
inner join ops.processed_files as files
    on
        hashed.table_name = files.table_name
        and hashed.month = files.month
group by files.file_name
order by files.file_name
