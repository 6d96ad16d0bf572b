-- Names with escapes of HTML, JSON or URLs, encoded as UTF-8 twice, or with lost characters.
{% set escapes = [
    ('&nbsp;', ' '), ('&lt;', '<'), ('&gt;', '>'), ('&quot;', '"'), ('&apos;', "'"), ('&#39;', "'"),
    ('&#039;', "'"), ('&#x27;', "'"), ('&amp;', '&'), ('\\u0026', '&'), ('\\u0027', "'"),
    ('\\u00c', '%C3%8'), ('\\u00d', '%C3%9'), ('\\u00e', '%C3%A'), ('\\u00f', '%C3%B'),
    ('â€™', '’'), ('â€œ', '“'), ('â€“', '–'),
] %}
with
-- The letters from U+00C0 on, and the second of their two UTF-8 bytes read as Windows-1252.
pairs as (
    select
        'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ' as letters,
        {{ ('€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
            ~ '\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿') | literal }} as signs
),

names as (
    {% for table in references %}
    {% for column in table.texts %}
    select
        'dim_{{ table.name }}' as relation,
        {{ table.key }} as key,
        {{ column }} as name,
        valid_from_month
    from core.{{ table.name }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

step_0 as (
    select
        relation,
        key,
        name,
        name as text
    from names
    where
        valid_from_month >= $first_month
        and (
            regexp_matches(name, '[\x{FFFD}\x{80}-\x{9F}]|â€|[ÂÃ][^A-Za-zÀ-ÿ \-.,'')]')
            or regexp_matches(name, '&(amp|lt|gt|quot|apos|nbsp|#[0-9]+|#x[0-9A-Fa-f]+);')
            or regexp_matches(name, '\\u[0-9A-Fa-f]{4}|%[0-9A-F]{2}')
        )
),

{% for escape, text in escapes %}
step_{{ loop.index | number }} as (
    select
        relation,
        key,
        name,
        replace(text, {{ escape | literal }}, {{ text | literal }}) as text
    from step_{{ loop.index0 | number }}
),

{% endfor %}
-- A letter that was encoded twice reads as Ã and a sign. Up to three different ones are decoded.
{% for step in range(escapes | length, escapes | length + 3) %}
step_{{ (step + 1) | number }} as (
    select
        names.relation,
        names.key,
        names.name,
        replace(
            names.text,
            regexp_extract(names.text, 'Ã[^A-Za-zÀ-ÿ \-.,'')]'),
            substr(
                pairs.letters,
                strpos(pairs.signs, right(regexp_extract(names.text, 'Ã[^A-Za-zÀ-ÿ \-.,'')]'), 1)),
                1
            )
        ) as text
    from step_{{ step | number }} as names
    cross join pairs
),

{% endfor %}
decoded as (
    select
        relation,
        key,
        name,
        case
            when
                regexp_matches(text, '%[0-9A-F]{2}')
                and not regexp_matches(text, '%([^0-9A-F]|.[^0-9A-F]|.?$)')
                then url_decode(replace(text, '+', '%2B'))
            else text
        end as text
    from step_{{ (escapes | length + 3) | number }}
),

found as (
    select
        relation,
        text = name and regexp_matches(name, '[\x{FFFD}\x{80}-\x{9F}]') as is_lost,
        key || ': ' || name || coalesce(' for ' || nullif(text, name), '') as example
    from decoded
)

select
    relation as file_name,
    case
        when is_lost
            then
                counted(count(*), 'name', 'names') || ' lost characters in an encoding conversion'
        else counted(count(*), 'name is', 'names are') || ' escaped or encoded twice'
    end as what,
    count(*) as occurrences,
    min(example) as example,
    'Export the file as plain UTF-8.' as advice
from found
group by relation, is_lost
order by relation, is_lost
