-- A file has brought a record, or a reference to one, that was erased. Of what was erased only a
-- hash is known.
with
brought as (
    {% for table in tables %}
    {% for owner in tables if owner.key in table.columns %}
    select distinct
        '{{ owner.name }}' as erased_table,
        '{{ table.name }}' as table_name,
        {{ owner.key }} as key,
        valid_from_month as month
    from core.{{ table.name }}
    where
        {{ owner.key }} is not null
        and valid_from_month >= $first_month
        and exists (
            select 1
            from ops.erasures as erasures
            where erasures.table_name = '{{ owner.name }}'
        )
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select
    files.file_name,
    'records that were erased are in the file again' as what,
    count(*) as occurrences,
    min(brought.key) as example,
    'remove them from the file, and erase them again' as advice
from brought
inner join ops.erasures as erasures
    on
        brought.erased_table = erasures.table_name
        and sha256(erasures.salt || brought.key) = erasures.key_sha256
inner join ops.processed_files as files
    on
        brought.table_name = files.table_name
        and brought.month = files.month
group by files.file_name
order by files.file_name
