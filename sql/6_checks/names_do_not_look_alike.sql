-- Names that differ only in case, blanks, accents, or letters of another alphabet that look the
-- same. Reports list them separately.
with
names as (
    select
        'dim_contact_centers' as relation,
        'contact_center_name' as column_name,
        contact_center_name as name,
        valid_from_month
    from core.contact_centers
    union all
    select
        'dim_service_categories' as relation,
        'category_name' as column_name,
        category_name as name,
        valid_from_month
    from core.service_categories
    union all
    select
        'dim_service_categories' as relation,
        'department' as column_name,
        department as name,
        valid_from_month
    from core.service_categories
),

spellings as (
    select
        relation,
        column_name,
        name,
        max(valid_from_month) as valid_from_month,
        translate(
            lower(strip_accents(regexp_replace(name, '[\s\p{Z}\p{Cf}]+', '', 'g'))),
            'авекмнорстухіјѕαβεζηικμνορτυχ’‘ʼ–—‑−0',
            'abekmhopctyxijsabezhikmnoptyx''''''----o'
        ) as look
    from names
    where name is not null
    group by relation, column_name, name
),

alike as (
    select
        relation,
        column_name,
        look,
        count(*) as spellings,
        string_agg(name, ' and ' order by name) as example
    from spellings
    group by relation, column_name, look
    having count(*) > 1 and max(valid_from_month) >= $first_month
)

select
    relation as file_name,
    with_commas(cast(sum(spellings) as bigint)) || ' spellings of ' || column_name || ' look alike'
        as what,
    cast(sum(spellings) as bigint) as occurrences,
    min_by(example, look) as example,
    'Reports list them separately. Are they the same?' as advice
from alike
group by relation, column_name
order by relation, column_name
