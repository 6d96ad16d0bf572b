-- Removes one record of `{{ table.name }}` for a legal request: its versions, references to it, and
-- its text in rejected rows and warnings. Afterwards the file is rewritten, so that no block
-- contains the old text.

-- 1. The texts to search for: the key, and the names in every version of the record.
create or replace temp table erased_versions as
{% for schema in schemas %}
select
    '{{ schema }}' as stored_in,
    {% for column in table.texts %}
    {{ column }},
    {% endfor %}
    {{ table.key }}
from {{ schema }}.{{ table.name }}
where {{ table.key }} = $key{% if loop.last %};{% endif +%}
{% if not loop.last %}
union all
{% endif %}
{% endfor %}

-- Text without differences in how files encode it: doubled quotes, decomposed accents, line ends.
create or replace temp macro spelled_once(said) as
nfc_normalize(replace(replace(said, '""', '"'), chr(13), ''));

create or replace temp table erased_texts as
with
texts as (
    select spelled_once($key) as text
    {% for column in table.texts %}
    union
    select spelled_once({{ column }}) as text
    from erased_versions
    {% endfor %}
)

-- Short texts must match as separate words; longer ones are specific enough.
select
    text,
    case
        when length(text) <= 200 then '(^|[^\w-])' || regexp_escape(text) || '([^\w-]|$)'
    end as pattern
from texts
where text <> '';

create or replace temp macro tells_of_it(said) as
exists (
    select 1
    from erased_texts
    where
        contains(spelled_once(said), text)
        and (pattern is null or regexp_matches(spelled_once(said), pattern))
);

-- 2. Records the erasure, with a hash of the key for `erased_records_are_back.sql`.
insert into ops.erasures by name
with
found as (
    select stored_in as place
    from erased_versions
    {% for schema in schemas %}
    {% for other in referring %}
    union all
    select 'reference' as place
    from {{ schema }}.{{ other.name }}
    where {{ table.key }} = $key
    {% endfor %}
    {% endfor %}
    union all
    select 'rejected row' as place
    from ops.rejected_rows
    where tells_of_it(concat_ws(' ', value, raw_text))
    union all
    select 'warning' as place
    from ops.warnings
    where tells_of_it(concat_ws(' ', file_name, what, example, advice))
),

counts as (
    select
        count(*) filter (where place = 'core') as live_rows,
        count(*) filter (where place = 'history') as history_rows,
        count(*) filter (where place = 'reference') as references_removed,
        count(*) filter (where place = 'rejected row') as rejected_rows,
        count(*) filter (where place = 'warning') as warnings
    from found
)

select
    cast($erased_utc as timestamp) as erased_utc,
    $erased_by as erased_by,
    '{{ table.name }}' as table_name,
    sha256($salt || $key) as key_sha256,
    $salt as salt,
    *
from counts
where live_rows + history_rows + references_removed + rejected_rows + warnings > 0
returning *; -- the command prints it

-- 3. Keeps rejected rows without their text, and warnings without their example.
update ops.rejected_rows
set
    value = null,
    raw_text = null
where tells_of_it(concat_ws(' ', value, raw_text));

update ops.warnings
set
    file_name = case when tells_of_it(file_name) then 'erased' else file_name end,
    what = case when tells_of_it(concat_ws(' ', what, advice)) then 'erased' else what end,
    advice = case when tells_of_it(concat_ws(' ', what, advice)) then '' else advice end,
    example = null
where tells_of_it(concat_ws(' ', file_name, what, example, advice));

-- 4. Deletes the record and clears references to it, which reports show as Unknown. The agent_id of
-- a call becomes empty instead of null: the call was answered, not abandoned.
{% for schema in schemas %}
{% for other in referring %}
update {{ schema }}.{{ other.name }}
set {{ table.key }} = {% if table.name == 'agents' %}''{% else %}null{% endif %}

where {{ table.key }} = $key;

{% endfor %}
delete from {{ schema }}.{{ table.name }}
where {{ table.key }} = $key;
{% if not loop.last %}

{% endif %}
{% endfor %}
