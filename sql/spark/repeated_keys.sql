-- The keys that an initial file has more than once: each line but the first of its key.
with
first_lines as (
    select
        {{ table.key }} as key,
        min(line) as first_line
    from good_{{ table.name }}
    group by {{ table.key }}
    having count(*) > 1
)

select
    good.line,
    good.{{ table.key }} as cell,
    first_lines.first_line,
    cast(null as varchar) as raw_text
from good_{{ table.name }} as good
inner join first_lines
    on good.{{ table.key }} = first_lines.key
where good.line > first_lines.first_line
order by good.line
limit $most
