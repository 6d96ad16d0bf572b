-- The rows of a file that can be loaded, for staging to read.
create or replace temp view good_{{ table.name }} as
select * exclude (is_plain, shape, raw_text)
from numbered
{% if has_faults %}
where
    not exists (
        select 1
        from quarantined_{{ table.name }} as quarantined
        where quarantined.line = numbered.line
    )
{% endif %}
